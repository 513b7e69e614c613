import { create } from 'xmlbuilder2'
import type { ScenarioRun } from './run-scenario.js'

export function getVerdict({ problems, skipped }: ScenarioRun) {
  if (skipped !== undefined) return 'skipped'
  return problems.length === 0 ? 'passed' : 'FAILED'
}

export function countResults(runs: readonly ScenarioRun[]) {
  const count = (verdict: string) => runs.filter((run) => getVerdict(run) === verdict).length
  return { passed: count('passed'), failed: count('FAILED'), skipped: count('skipped') }
}

const HEADER = ['', 'scenario', 'expected', 'actual', 'seconds']

export function renderResultsTable(runs: readonly ScenarioRun[]): string {
  const rows = [HEADER, ...runs.map(listCells)]
  const widths = HEADER.map((_name, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  )
  const formatRow = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  const { passed, failed, skipped } = countResults(runs)
  return [
    formatRow(HEADER),
    formatRow(widths.map((width) => '-'.repeat(width))),
    ...runs.flatMap((run) => [
      formatRow(listCells(run)),
      ...[...run.problems, run.skipped ?? [], ...run.notes.map((note) => `note: ${note}`)]
        .flat()
        .map((detail) => `        ${detail}`),
    ]),
    '',
    `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  ].join('\n')
}

function listCells(run: ScenarioRun): string[] {
  const { scenario, actual, seconds } = run
  const { state, outcome } = scenario.expect
  const seen = actual === undefined ? '-' : `${actual.state} ${actual.outcome}`
  const verdict = getVerdict(run).replace('passed', 'ok')
  return [verdict, scenario.name, `${state} ${outcome}`, seen, seconds.toFixed(1)]
}

/** @param seconds the total duration, less than the sum if scenarios ran concurrently */
export function renderJUnit(target: string, runs: readonly ScenarioRun[], seconds: number): string {
  const { failed, skipped } = countResults(runs)
  const counts = {
    '@tests': runs.length,
    '@failures': failed,
    '@skipped': skipped,
    '@time': seconds.toFixed(3),
  }
  return renderSuite(counts, {
    properties: { property: { '@name': 'target', '@value': target } },
    testcase: runs.map((run) => ({
      '@classname': 'scenarios',
      '@name': run.scenario.name,
      '@time': run.seconds.toFixed(3),
      ...(run.skipped !== undefined && { skipped: { '@message': run.skipped } }),
      ...(run.problems.length > 0 && {
        failure: { '@message': run.problems[0], '#': run.problems.join('\n') },
      }),
      ...(run.notes.length > 0 && { 'system-out': run.notes.join('\n') }),
    })),
  })
}

export function renderJUnitError(message: string): string {
  const testcase = { '@classname': 'scenarios', '@name': 'start', error: { '@message': message } }
  return renderSuite({ '@tests': 1, '@failures': 0, '@errors': 1 }, { testcase })
}

function renderSuite(counts: object, content: object): string {
  const testsuite = { '@name': 'scenarios', ...counts, ...content }
  // XML 1.0 forbids most control characters.
  const options = { encoding: 'UTF-8', invalidCharReplacement: '\u{fffd}' }
  return create(options, { testsuites: { ...counts, testsuite } }).end({ prettyPrint: true })
}

export function buildResultsJson(target: string, runs: readonly ScenarioRun[]): object {
  return {
    target,
    ...countResults(runs),
    scenarios: runs.map((run) => {
      const { scenario, seconds, actual, lastSeen, problems, notes, skipped } = run
      const { name, title, expect } = scenario
      return {
        name,
        title,
        passed: getVerdict(run) === 'passed',
        seconds: Math.round(seconds * 1000) / 1000,
        expected: expect,
        // null if the scenario did not finish; `lastSeen` then shows how far it came.
        ...(actual === undefined
          ? { actual: null, lastSeen }
          : { actual: { ...actual, page: actual.page ?? null } }),
        problems,
        notes,
        skipped,
      }
    }),
  }
}

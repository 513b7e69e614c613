import { create } from 'xmlbuilder2'
import { getVerdict, type ScenarioRun } from './run-scenario.js'

const HEADER = ['', 'scenario', 'expected', 'actual', 'seconds']

export function renderResultsTable(runs: readonly ScenarioRun[]): string {
  const rows = runs.map((run) => {
    const { scenario, actual, seconds, skipped, problems, notes } = run
    const { state, outcome } = scenario.expect
    const seen = actual === undefined ? '-' : `${actual.state} ${actual.outcome}`
    const verdict = getVerdict(run).replace('passed', 'ok')
    const cells = [verdict, scenario.name, `${state} ${outcome}`, seen, seconds.toFixed(1)]
    return {
      cells,
      lines: [
        ...problems,
        ...(skipped === undefined ? [] : [skipped]),
        ...notes.map((note) => `note: ${note}`),
      ],
    }
  })
  const widths = HEADER.map((name, column) =>
    Math.max(name.length, ...rows.map(({ cells }) => cells[column]?.length ?? 0)),
  )
  const formatRow = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  const { passed, failed, skipped } = countResults(runs)
  const lines = [
    formatRow(HEADER),
    formatRow(widths.map((width) => '-'.repeat(width))),
    ...rows.flatMap(({ cells, lines: details }) => [
      formatRow(cells),
      ...details.map((detail) => `        ${detail}`),
    ]),
  ]
  return `${lines.join('\n')}\n\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** @param seconds the total duration, less than the sum if scenarios ran concurrently */
export function renderJUnit(target: string, runs: readonly ScenarioRun[], seconds: number): string {
  const counts = {
    '@tests': runs.length,
    '@failures': countResults(runs).failed,
    '@skipped': countResults(runs).skipped,
    '@time': seconds.toFixed(3),
  }
  const document = {
    testsuites: {
      ...counts,
      testsuite: {
        '@name': 'scenarios',
        ...counts,
        properties: { property: { '@name': 'target', '@value': target } },
        testcase: runs.map((run) => ({
          '@classname': 'scenarios',
          '@name': run.scenario.name,
          '@time': run.seconds.toFixed(3),
          ...(run.skipped === undefined ? {} : { skipped: { '@message': run.skipped } }),
          ...(run.problems.length === 0
            ? {}
            : { failure: { '@message': run.problems[0], '#': run.problems.join('\n') } }),
          ...(run.notes.length === 0 ? {} : { 'system-out': run.notes.join('\n') }),
        })),
      },
    },
  }
  return renderXml(document)
}

export function renderJUnitError(message: string): string {
  const counts = { '@tests': 1, '@failures': 0, '@errors': 1 }
  const testcase = { '@classname': 'scenarios', '@name': 'start', error: { '@message': message } }
  const testsuite = { '@name': 'scenarios', ...counts, testcase }
  return renderXml({ testsuites: { ...counts, testsuite } })
}

function renderXml(document: object): string {
  // XML 1.0 forbids most control characters.
  const options = { encoding: 'UTF-8', invalidCharReplacement: '\u{fffd}' }
  return create(options, document).end({ prettyPrint: true })
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
        ...(skipped === undefined ? {} : { skipped }),
      }
    }),
  }
}

export function countResults(runs: readonly ScenarioRun[]) {
  const count = (verdict: string) => runs.filter((run) => getVerdict(run) === verdict).length
  return { passed: count('passed'), failed: count('FAILED'), skipped: count('skipped') }
}

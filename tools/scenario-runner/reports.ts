import { create } from 'xmlbuilder2'
import { truncate } from './find-differences.js'
import { hasPassed, type ScenarioRun } from './run-scenario.js'

const HEADER = ['', 'scenario', 'expected', 'actual', 'seconds']

export function renderResultsTable(runs: readonly ScenarioRun[]): string {
  const rows = runs.map((run) => {
    const { scenario, actual, seconds, problems } = run
    const { state, outcome } = scenario.expect
    const verdict = hasPassed(run) ? 'ok' : 'FAILED'
    const seen = actual === undefined ? '-' : `${actual.state} ${actual.outcome}`
    const cells = [verdict, scenario.name, `${state} ${outcome}`, seen, seconds.toFixed(1)]
    return { cells, problems }
  })
  const widths = HEADER.map((name, column) =>
    Math.max(name.length, ...rows.map(({ cells }) => cells[column]?.length ?? 0)),
  )
  const formatRow = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  const { passed, failed } = countResults(runs)
  const lines = [
    formatRow(HEADER),
    formatRow(widths.map((width) => '-'.repeat(width))),
    ...rows.flatMap(({ cells, problems }) => [
      formatRow(cells),
      ...problems.map((problem) => `        ${problem}`),
    ]),
  ]
  return `${lines.join('\n')}\n\n${passed} passed, ${failed} failed\n`
}

/** @param seconds the total duration, less than the sum if scenarios ran concurrently */
export function renderJUnit(target: string, runs: readonly ScenarioRun[], seconds: number): string {
  const counts = {
    '@tests': runs.length,
    '@failures': countResults(runs).failed,
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
          ...(hasPassed(run)
            ? {}
            : { failure: { '@message': run.problems[0], '#': run.problems.join('\n') } }),
        })),
      },
    },
  }
  // XML 1.0 forbids most control characters.
  const options = { encoding: 'UTF-8', invalidCharReplacement: '\u{fffd}' }
  return create(options, document).end({ prettyPrint: true })
}

export function buildResultsJson(target: string, runs: readonly ScenarioRun[]): object {
  return {
    target,
    ...countResults(runs),
    scenarios: runs.map((run) => {
      const { scenario, seconds, actual, lastSeen, problems } = run
      const { name, title, expect } = scenario
      return {
        name,
        title,
        passed: hasPassed(run),
        seconds: Math.round(seconds * 1000) / 1000,
        expected: expect,
        // null if the scenario did not finish; `lastSeen` then shows how far it came.
        ...(actual === undefined
          ? { actual: null, lastSeen }
          : {
              actual: { ...actual, page: actual.page === undefined ? null : truncate(actual.page) },
            }),
        problems,
      }
    }),
  }
}

function countResults(runs: readonly ScenarioRun[]) {
  const passed = runs.filter(hasPassed).length
  return { passed, failed: runs.length - passed }
}

import { hasPassed, type ScenarioRun } from './run-scenario.js'

const HEADER = ['', 'scenario', 'expected', 'actual', 'seconds']

export function renderResultsTable(runs: readonly ScenarioRun[]): string {
  const rows = runs.map((run) => {
    const { scenario, actual, seconds } = run
    const { expect } = scenario
    return {
      cells: [
        hasPassed(run) ? 'ok' : 'FAILED',
        scenario.name,
        `${expect.state} ${expect.outcome}`,
        actual === undefined ? '-' : `${actual.state} ${actual.outcome}`,
        seconds.toFixed(1),
      ],
      problems: run.problems,
    }
  })
  const all = [HEADER, ...rows.map(({ cells }) => cells)]
  const widths = HEADER.map((_name, column) =>
    Math.max(...all.map((cells) => cells[column]?.length ?? 0)),
  )
  const formatRow = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [
    formatRow(HEADER),
    formatRow(widths.map((width) => '-'.repeat(width))),
    ...rows.flatMap(({ cells, problems }) => [
      formatRow(cells),
      ...problems.map((problem) => `        ${problem}`),
    ]),
    '',
    renderSummary(runs),
    '',
  ].join('\n')
}

function renderSummary(runs: readonly ScenarioRun[]): string {
  const passed = runs.filter(hasPassed).length
  return `${passed} passed, ${runs.length - passed} failed`
}

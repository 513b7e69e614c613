import { hasPassed, type Run } from './run.js'

const HEAD = ['', 'scenario', 'expected', 'actual', 'seconds']

/** What was expected and what came out, with the differences under it. */
export function renderTable(runs: readonly Run[]): string {
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
  const all = [HEAD, ...rows.map(({ cells }) => cells)]
  const widths = HEAD.map((_name, column) =>
    Math.max(...all.map((cells) => cells[column]?.length ?? 0)),
  )
  const draw = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [
    draw(HEAD),
    draw(widths.map((width) => '-'.repeat(width))),
    ...rows.flatMap(({ cells, problems }) => [
      draw(cells),
      ...problems.map((problem) => `        ${problem}`),
    ]),
    '',
    renderSummary(runs),
    '',
  ].join('\n')
}

function renderSummary(runs: readonly Run[]): string {
  const passed = runs.filter(hasPassed).length
  return `${passed} passed, ${runs.length - passed} failed`
}

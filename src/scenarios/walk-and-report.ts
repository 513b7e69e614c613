import type { RunCommand } from './command.js'
import { renderJUnit } from './junit.js'
import { requireWritable, writeReport } from './junit-file.js'
import { createProgress } from './progress.js'
import { buildResultsJson } from './results-json.js'
import { runAll } from './run-all.js'
import { runScenario, type Walk } from './run-scenario.js'
import { hasPassed } from './run.js'
import type { Scenario } from './scenario.js'
import { renderTable } from './table.js'

export interface WalkAndReportOptions extends Omit<Walk, 'note' | 'patience'> {
  command: RunCommand
  target: string
  /** Results. */
  print: (text: string) => void
  /** How it goes on. */
  tell: (text: string) => void
  isWatched: boolean
}

/**
 * Walks scenarios and says what came out. Resolves to the exit code.
 *
 * @throws AppError when the JUnit report cannot be written: before all, where that is known
 */
export async function walkAndReport(
  scenarios: readonly Scenario[],
  options: WalkAndReportOptions,
): Promise<number> {
  const { command, target, print, tell, isWatched, signal } = options
  if (command.junit !== undefined) requireWritable(command.junit)
  const isEmulated = target === 'emulator'
  const start = performance.now()
  const progress = createProgress(scenarios.length, tell, {
    starts: isWatched,
    steps: !isEmulated,
  })
  const walk = {
    ...options,
    patience: (command.timeout ?? (isEmulated ? 60 : 1800)) * 1000,
    note: (scenario: Scenario, what: string) => {
      progress.noted(scenario, what)
    },
  }
  const walkOne = async (scenario: Scenario) => {
    progress.started(scenario)
    const run = await runScenario(scenario, walk)
    progress.ended(run)
    return run
  }
  // A person can go through one at a time.
  const runs = await runAll(scenarios, isEmulated ? command.concurrency : 1, walkOne, signal)

  const seconds = (performance.now() - start) / 1000

  if (command.json) print(`${JSON.stringify(buildResultsJson(target, runs), null, 2)}\n`)
  else if (runs.length > 0) print(`\n${renderTable(runs)}`)
  if (command.junit !== undefined) writeReport(command.junit, renderJUnit(target, runs, seconds))
  if (runs.length === scenarios.length) return runs.every(hasPassed) ? 0 : 1
  tell(`Stopped: ${runs.length} of ${scenarios.length} scenarios were walked.\n`)
  return STOPPED
}

/** As shells say it of Ctrl-C. */
const STOPPED = 130

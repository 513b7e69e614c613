import type { RunCommand } from './command.js'
import { renderJUnit } from './junit.js'
import { assertWritable, writeReport } from './report-file.js'
import { createProgressReporter } from './progress-reporter.js'
import { buildResultsJson } from './results-json.js'
import { runAll } from './run-all.js'
import { hasPassed, runScenario, type RunOptions } from './run-scenario.js'
import type { Scenario } from '#src/scenarios/scenario.js'
import { renderResultsTable } from './results-table.js'

export interface RunAndReportOptions extends Omit<RunOptions, 'onProgress' | 'timeoutMs'> {
  command: RunCommand
  target: string
  print: (text: string) => void
  log: (text: string) => void
  isInteractive: boolean
}

/**
 * Resolves to the exit code.
 *
 * @throws AppError if the JUnit report cannot be written
 */
export async function runAndReport(
  scenarios: readonly Scenario[],
  options: RunAndReportOptions,
): Promise<number> {
  const { command, target, print, log, isInteractive, signal } = options
  if (command.junit !== undefined) assertWritable(command.junit)
  const isEmulated = target === 'emulator'
  const start = performance.now()
  const progress = createProgressReporter(scenarios.length, log, {
    starts: isInteractive,
    steps: !isEmulated,
  })
  const runOptions = {
    ...options,
    timeoutMs: (command.timeoutSeconds ?? (isEmulated ? 60 : 1800)) * 1000,
    onProgress: (scenario: Scenario, step: string) => {
      progress.onStep(scenario, step)
    },
  }
  const runOne = async (scenario: Scenario) => {
    progress.onStart(scenario)
    const run = await runScenario(scenario, runOptions)
    progress.onEnd(run)
    return run
  }
  // A user can complete only one at a time.
  const runs = await runAll(scenarios, isEmulated ? command.concurrency : 1, runOne, signal)

  const seconds = (performance.now() - start) / 1000

  if (command.json) print(`${JSON.stringify(buildResultsJson(target, runs), null, 2)}\n`)
  else if (runs.length > 0) print(`\n${renderResultsTable(runs)}`)
  if (command.junit !== undefined) writeReport(command.junit, renderJUnit(target, runs, seconds))
  if (runs.length === scenarios.length) return runs.every(hasPassed) ? 0 : 1
  log(`Stopped after ${runs.length} of ${scenarios.length} scenarios.\n`)
  return INTERRUPTED_EXIT_CODE
}

/** The shell's exit code for Ctrl-C. */
const INTERRUPTED_EXIT_CODE = 130

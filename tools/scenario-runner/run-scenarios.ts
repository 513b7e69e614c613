import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import pLimit from 'p-limit'
import { AppError } from '#src/errors.js'
import type { Scenario } from '#src/scenarios/scenario.js'
import type { RunCommand } from './command.js'
import { buildResultsJson, renderJUnit, renderResultsTable } from './reports.js'
import { hasPassed, runScenario, type RunOptions, type ScenarioRun } from './run-scenario.js'

interface RunScenariosOptions extends Omit<RunOptions, 'onProgress' | 'timeoutMs'> {
  command: RunCommand
  target: string
  print: (text: string) => void
  log: (text: string) => void
  isInteractive: boolean
}

/** The shell's exit code for Ctrl-C. */
const INTERRUPTED_EXIT_CODE = 130

/**
 * Resolves to the exit code.
 *
 * @throws AppError if the JUnit report cannot be written
 */
export async function runScenarios(
  scenarios: readonly Scenario[],
  options: RunScenariosOptions,
): Promise<number> {
  const { command, target, print, log } = options
  // Before the run, which may be long.
  if (command.junit !== undefined) writeReport(command.junit, '', 'a')
  const start = performance.now()
  const runs = await runAll(scenarios, options)
  const seconds = (performance.now() - start) / 1000

  if (command.json) print(`${JSON.stringify(buildResultsJson(target, runs), null, 2)}\n`)
  else if (runs.length > 0) print(`\n${renderResultsTable(runs)}`)
  if (command.junit !== undefined) {
    writeReport(command.junit, renderJUnit(target, runs, seconds), 'w')
  }
  if (runs.length === scenarios.length) return runs.every(hasPassed) ? 0 : 1
  log(`Stopped after ${runs.length} of ${scenarios.length} scenarios.\n`)
  return INTERRUPTED_EXIT_CODE
}

/** Resolves to the finished runs in the order of the scenarios. */
async function runAll(
  scenarios: readonly Scenario[],
  options: RunScenariosOptions,
): Promise<ScenarioRun[]> {
  const { command, log, isInteractive, signal } = options
  const isEmulated = options.target === 'emulator'
  const timeoutMs = (command.timeoutSeconds ?? (isEmulated ? 60 : 1800)) * 1000
  let done = 0
  const logStep = (text: string) => {
    const total = String(scenarios.length)
    log(`[${String(done).padStart(total.length)}/${total}] ${text}\n`)
  }

  async function run(scenario: Scenario): Promise<ScenarioRun | undefined> {
    if (signal.aborted) return undefined
    const { name, title } = scenario
    if (isInteractive) logStep(`${name}: ${title} ...`)
    const onProgress = (step: string) => {
      if (!isEmulated) logStep(`${name}: ${step}`)
    }
    const finished = await runScenario(scenario, { ...options, timeoutMs, onProgress })
    if (finished === undefined) return undefined
    done += 1
    const verdict = hasPassed(finished) ? 'passed' : 'FAILED'
    logStep(`${verdict} ${name} (${finished.seconds.toFixed(1)} s)`)
    return finished
  }

  // A user can complete only one at a time.
  const limit = pLimit(isEmulated ? command.concurrency : 1)
  const runs = await limit.map(scenarios, run)
  return runs.filter((each) => each !== undefined)
}

function writeReport(file: string, report: string, flag: 'a' | 'w'): void {
  try {
    writeFileSync(file, report, { flag })
  } catch (cause) {
    throw new AppError(
      'JUNIT',
      `--junit: cannot write to ${resolve(file)}. Specify a file in an existing folder that you can write to.`,
      { cause },
    )
  }
}

import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import pLimit from 'p-limit'
import { AppError } from '#src/errors.js'
import type { Scenario } from '#src/scenarios/scenario.js'
import { print } from '../run-tool.js'
import type { Command } from './command.js'
import {
  buildResultsJson,
  countResults,
  renderJUnit,
  renderJUnitError,
  renderResultsTable,
} from './reports.js'
import {
  getVerdict,
  runScenario,
  skipScenario,
  type RunOptions,
  type ScenarioRun,
} from './run-scenario.js'

interface RunScenariosOptions extends Omit<RunOptions, 'onProgress' | 'timeoutMs' | 'notes'> {
  command: Command
  target: string
  log: (text: string) => void
  /** Why only a user can run the scenario; undefined if none is needed. */
  findObstacle: (scenario: Scenario) => string | undefined
  listNotes: (scenario: Scenario) => string[]
  hasUser: boolean
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
  const { command, target, log } = options
  // Before the run, which may be long.
  if (command.junit !== undefined) writeReport(command.junit, '', 'a')
  const start = performance.now()
  const runs = await runAll(scenarios, options)
  const seconds = (performance.now() - start) / 1000

  if (command.json) print(JSON.stringify(buildResultsJson(target, runs), null, 2))
  else if (runs.length > 0) print(`\n${renderResultsTable(runs)}`)
  if (command.junit !== undefined) {
    writeReport(command.junit, renderJUnit(target, runs, seconds), 'w')
  }
  if (runs.length === scenarios.length) {
    const { passed, failed } = countResults(runs)
    return failed === 0 && passed > 0 ? 0 : 1
  }
  log(`Stopped after ${runs.length} of ${scenarios.length} scenarios.\n`)
  return INTERRUPTED_EXIT_CODE
}

/** Seconds. A user at the terminal may need long. */
const TIMEOUTS = { emulator: 60, agent: 300, user: 1800 }

/** Why nothing ran, in the requested formats. */
export function reportFailure({ json, junit }: Command, { code, message }: AppError): void {
  if (json) print(JSON.stringify({ error: { code, message } }, null, 2))
  if (junit !== undefined && code !== 'JUNIT') writeReport(junit, renderJUnitError(message), 'w')
}

/** Resolves to the finished runs in the order of the scenarios. */
async function runAll(
  scenarios: readonly Scenario[],
  options: RunScenariosOptions,
): Promise<ScenarioRun[]> {
  const { command, log, target, hasUser, findObstacle, listNotes, signal } = options
  let done = 0
  const logStep = (text: string) => {
    const total = String(scenarios.length)
    log(`[${String(done).padStart(total.length)}/${total}] ${text}\n`)
  }

  async function execute(scenario: Scenario): Promise<ScenarioRun | undefined> {
    const { name, title } = scenario
    const obstacle = findObstacle(scenario)
    if (obstacle !== undefined && !hasUser) return skipScenario(scenario, describeSkip(obstacle))
    const notes = listNotes(scenario)
    for (const note of notes) logStep(`${name}: note: ${note}`)
    logStep(`${name}: ${title} ...`)
    const onProgress = (step: string) => {
      logStep(`${name}: ${step}`)
    }
    const user = target === 'emulator' ? target : obstacle === undefined ? 'agent' : 'user'
    const timeoutMs = (command.timeoutSeconds ?? TIMEOUTS[user]) * 1000
    return runScenario(scenario, { ...options, timeoutMs, notes, onProgress })
  }

  async function run(scenario: Scenario): Promise<ScenarioRun | undefined> {
    const finished = signal.aborted ? undefined : await execute(scenario)
    if (finished === undefined) return undefined
    done += 1
    const { skipped, seconds } = finished
    logStep(`${getVerdict(finished)} ${scenario.name} (${skipped ?? `${seconds.toFixed(1)} s`})`)
    return finished
  }

  const needsUser = (scenario: Scenario) => hasUser && findObstacle(scenario) !== undefined
  const unattended = scenarios.filter((scenario) => !needsUser(scenario))
  const runs = await pLimit(command.concurrency).map(unattended, run)
  // Last, because a user can complete only one at a time.
  for (const scenario of scenarios.filter(needsUser)) runs.push(await run(scenario))
  return scenarios.flatMap((scenario) => runs.find((each) => each?.scenario === scenario) ?? [])
}

function describeSkip(obstacle: string): string {
  return `needs a user, because ${obstacle}. Run it in a terminal, or on the emulator`
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

import pLimit from 'p-limit'
import { listNotes } from '#src/scenarios/notes.js'
import type { Scenario } from '#src/scenarios/scenario.js'
import { getVerdict } from './reports.js'
import { runScenario, type RunOptions, type ScenarioRun } from './run-scenario.js'

interface RunScenariosOptions extends Omit<RunOptions, 'onProgress' | 'timeoutMs'> {
  target: string
  concurrency: number
  /** undefined: the default. */
  timeoutSeconds: number | undefined
  log: (text: string) => void
  /** Why only a user can run the scenario; undefined if none is needed. */
  findObstacle: (scenario: Scenario) => string | undefined
  hasUser: boolean
}

/** Seconds. A user at the terminal may need long. */
const TIMEOUTS = { emulator: 60, agent: 300, user: 1800 }

/** Resolves to the runs in the order of the scenarios, without those that `signal` stopped. */
export async function runScenarios(
  scenarios: readonly Scenario[],
  options: RunScenariosOptions,
): Promise<ScenarioRun[]> {
  const { target, log, hasUser, findObstacle, signal } = options
  let done = 0
  const total = String(scenarios.length)
  const logStep = (text: string) => {
    log(`[${String(done).padStart(total.length)}/${total}] ${text}\n`)
  }

  async function execute(scenario: Scenario): Promise<ScenarioRun | undefined> {
    const { name, title } = scenario
    const obstacle = findObstacle(scenario)
    if (obstacle !== undefined && !hasUser) {
      const skipped = `needs a user, because ${obstacle}. Run it in a terminal, or on the emulator`
      const nothing = { actual: undefined, lastSeen: 'nothing', problems: [], notes: [] }
      return { scenario, seconds: 0, ...nothing, skipped }
    }
    const notes = listNotes(scenario, target, Date.now())
    for (const note of notes) logStep(`${name}: note: ${note}`)
    logStep(`${name}: ${title} ...`)
    const onProgress = (step: string) => {
      logStep(`${name}: ${step}`)
    }
    const user = target === 'emulator' ? target : obstacle === undefined ? 'agent' : 'user'
    const timeoutMs = (options.timeoutSeconds ?? TIMEOUTS[user]) * 1000
    const finished = await runScenario(scenario, { ...options, timeoutMs, onProgress })
    return finished && { ...finished, notes }
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
  const runs = await pLimit(options.concurrency).map(unattended, run)
  // Last, because a user can complete only one at a time.
  for (const scenario of scenarios.filter(needsUser)) runs.push(await run(scenario))
  return scenarios.flatMap((scenario) => runs.find((each) => each?.scenario === scenario) ?? [])
}

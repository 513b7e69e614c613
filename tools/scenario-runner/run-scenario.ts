import { randomUUID } from 'node:crypto'
import { findDifferences, type ActualResult } from './find-differences.js'
import type { User } from './user.js'
import type { CreatedSession, ImageFile, ApiClient } from './api-client.js'
import type { Scenario } from '#src/scenarios/scenario.js'
import { waitForOutcome } from './wait-for-outcome.js'

export interface RunOptions {
  apiClient: ApiClient
  user: User
  referenceFace: ImageFile
  timeoutMs: number
  onProgress: (scenario: Scenario, step: string) => void
  signal: AbortSignal
}

export interface ScenarioRun {
  scenario: Scenario
  seconds: number
  /** undefined if the scenario did not finish. */
  actual: ActualResult | undefined
  /** The last progress. */
  lastSeen: string
  problems: readonly string[]
}

export function hasPassed({ problems }: ScenarioRun): boolean {
  return problems.length === 0
}

/** @throws only if `options.signal` is aborted */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<ScenarioRun> {
  const start = performance.now()
  const timeout = AbortSignal.timeout(options.timeoutMs)
  const signal = AbortSignal.any([options.signal, timeout])
  let lastProgress = 'nothing'
  const onProgress = (step: string) => {
    if (step !== lastProgress) options.onProgress(scenario, step)
    lastProgress = step
  }
  const toRun = (problems: string[], actual?: ActualResult): ScenarioRun => ({
    scenario,
    seconds: (performance.now() - start) / 1000,
    actual,
    lastSeen: lastProgress,
    problems,
  })
  try {
    const actual = await executeScenario(scenario, { ...options, signal }, onProgress)
    return toRun(findDifferences(scenario.expect, actual), actual)
  } catch (err) {
    options.signal.throwIfAborted()
    if (!timeout.aborted) return toRun([`could not be completed: ${describeError(err)}`])
    const seconds = options.timeoutMs / 1000
    return toRun([
      `timed out after ${seconds} s; last seen: ${lastProgress}. Increase --timeout, or find out why it does not continue`,
    ])
  }
}

async function executeScenario(
  scenario: Scenario,
  options: RunOptions,
  onProgress: (step: string) => void,
): Promise<ActualResult> {
  const { apiClient, user, signal } = options
  const { sessionId, url } = await createScenarioSession(scenario, options)
  onProgress('session created')
  if (scenario.capture.referenceFace)
    await apiClient.uploadReferenceFace(sessionId, options.referenceFace, signal)
  const readPage = await user.runSession({ scenario, link: url, signal, onProgress })
  const seen = await waitForOutcome({
    getSession: () => apiClient.getSession(sessionId, signal),
    expectedState: scenario.expect.state,
    signal,
    onProgress,
  })
  return { ...seen, page: await readPage() }
}

function createScenarioSession(scenario: Scenario, options: RunOptions): Promise<CreatedSession> {
  // A new user each time, because an existing user's unfinished session would be returned.
  const userReference = `scenario.${scenario.name}.${randomUUID()}`
  return options.apiClient.createSession({ userReference, scenario: scenario.name }, options.signal)
}

function describeError(err: unknown): string {
  if (!(err instanceof Error)) return String(err)
  const { cause } = err
  return cause instanceof Error ? `${err.message} (${cause.message})` : err.message
}

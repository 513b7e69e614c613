import { randomUUID } from 'node:crypto'
import { findDifferences, type ActualResult } from './find-differences.js'
import type { User } from './user.js'
import type { CreatedSession, ImageFile, ApiClient } from './api-client.js'
import type { ScenarioRun } from './scenario-run.js'
import type { Scenario } from '#src/scenarios/scenario.js'
import { waitForOutcome } from './wait-for-outcome.js'

export interface RunOptions {
  apiClient: ApiClient
  user: User
  /** A face that the relying business knows. */
  referenceFace: ImageFile
  /** Milliseconds that one scenario may take. */
  timeoutMs: number
  onProgress: (scenario: Scenario, what: string) => void
  /** Ends everything. */
  signal: AbortSignal
}

/**
 * Walks one scenario from its order to the person's last page.
 *
 * @throws only when everything is ended
 */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<ScenarioRun> {
  const start = performance.now()
  const timeout = AbortSignal.timeout(options.timeoutMs)
  const signal = AbortSignal.any([options.signal, timeout])
  let lastProgress = 'nothing'
  const onProgress = (what: string) => {
    if (what !== lastProgress) options.onProgress(scenario, what)
    lastProgress = what
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
    if (!timeout.aborted) return toRun([`it could not be walked: ${describeError(err)}`])
    const seconds = options.timeoutMs / 1000
    return toRun([
      `it was not over after ${seconds} s; last seen: ${lastProgress}. Give it longer with --timeout, or see why it stays there`,
    ])
  }
}

async function executeScenario(
  scenario: Scenario,
  options: RunOptions,
  onProgress: (what: string) => void,
): Promise<ActualResult> {
  const { apiClient, user, signal } = options
  const { sessionId, url } = await createScenarioSession(scenario, options)
  onProgress('the session is ordered')
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
  // A person of its own each time, or an unfinished session of hers would be met again.
  const userReference = `scenario.${scenario.name}.${randomUUID()}`
  return options.apiClient.createSession({ userReference, scenario: scenario.name }, options.signal)
}

function describeError(err: unknown): string {
  if (!(err instanceof Error)) return String(err)
  const { cause } = err
  return cause instanceof Error ? `${err.message} (${cause.message})` : err.message
}

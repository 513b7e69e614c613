import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Scenario } from '#src/scenarios/scenario.js'
import { toJsonBody, type CallApi, type RequestBody } from './call-api.js'
import { findDifferences, type ActualResult } from './find-differences.js'

/** Performs what a user does in the client. */
export type CaptureClient = (
  options: Omit<Scenario['capture'], 'referenceFace'> & {
    apiUrl: string
    sessionId: string
    clientSessionToken: string
    signal: AbortSignal
  },
) => Promise<CaptureResult>

export type CaptureResult =
  | { kind: 'FINISHED'; landing?: string }
  | { kind: 'LEFT'; clientError: number; landing?: string }
  | { kind: 'AWAY' }

/** Runs a session as its user. Resolves when the user has left the client. */
export type RunSession = (session: {
  scenario: Scenario
  handoverUrl: string
  signal: AbortSignal
  onProgress: (step: string) => void
}) => Promise<{
  /** Resolves to undefined if the text is unknown. */
  readPageText: () => Promise<string | undefined>
  /** If the user did not finish. An identity profile may complete nevertheless. */
  userLeft?: { reason: string; isFinal: boolean }
}>

export interface RunOptions {
  callApi: CallApi
  runSession: RunSession
  referenceFace: RequestBody
  timeoutMs: number
  onProgress: (step: string) => void
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
  /** What the reader of the result must know. */
  notes: readonly string[]
  /** Why it cannot run here. */
  skipped?: string | undefined
}

/** Resolves to undefined if `options.signal` is aborted. */
export async function runScenario(
  scenario: Scenario,
  options: RunOptions,
): Promise<Omit<ScenarioRun, 'notes'> | undefined> {
  const start = performance.now()
  const timeout = AbortSignal.timeout(options.timeoutMs)
  const signal = AbortSignal.any([options.signal, timeout])
  let lastSeen = 'nothing'
  const onProgress = (step: string) => {
    if (step !== lastSeen) options.onProgress(step)
    lastSeen = step
  }
  let actual: ActualResult | undefined
  let problems: string[]
  try {
    actual = await executeScenario(scenario, { ...options, signal, onProgress })
    problems = findDifferences(scenario.expect, actual)
  } catch (err) {
    if (options.signal.aborted) return undefined
    problems = [
      timeout.aborted
        ? `timed out after ${options.timeoutMs / 1000} s; last seen: ${lastSeen}. Increase --timeout, or find out why it does not continue`
        : `could not be completed: ${describeError(err)}`,
    ]
  }
  return { scenario, seconds: (performance.now() - start) / 1000, actual, lastSeen, problems }
}

const POLL_INTERVAL_MS = 150
/** More than the server's ON_DEMAND_MIN_AGE_MS. */
const MAX_REFRESH_AGE_MS = 3_500
const FINAL_STATES = ['COMPLETED', 'EXPIRED', 'ERASED']

/**
 * Resolves when the session has ended, or is still in the expected state after a refresh that is
 * newer than the user's last action.
 */
async function executeScenario(
  scenario: Scenario,
  { callApi, runSession, referenceFace, signal, onProgress }: RunOptions,
): Promise<ActualResult> {
  // A new user each time, because an existing user's unfinished session would be returned.
  const userReference = `scenario.${scenario.name}.${randomUUID()}`
  const order = toJsonBody({ userReference, scenario: scenario.name })
  const created = await callApi<Created>('POST', '/api/sessions', signal, order)
  const path = `/api/sessions/${created.sessionId}`
  onProgress('session created')
  if (scenario.capture.referenceFace) {
    await callApi('PUT', `${path}/face-capture`, signal, referenceFace)
  }
  const session = { scenario, handoverUrl: created.url, signal, onProgress }
  const { readPageText, userLeft } = await runSession(session)
  const mustComplete = ['CAPTURED', 'COMPLETED'].includes(scenario.expect.state)
  const settledAt = performance.now() + MAX_REFRESH_AGE_MS
  for (;;) {
    const isSettled = performance.now() > settledAt
    const { state, outcome, reasons } = await callApi<Stored>('GET', path, signal)
    onProgress(`${state}, ${outcome}`)
    if (FINAL_STATES.includes(state) || (isSettled && state === scenario.expect.state)) {
      return { state, outcome, reasons, page: await readPageText() }
    }
    if (userLeft !== undefined && state === 'ONGOING' && mustComplete) {
      if (userLeft.isFinal || isSettled) throw new Error(userLeft.reason)
    }
    await delay(POLL_INTERVAL_MS, undefined, { signal })
  }
}

interface Created {
  sessionId: string
  /** Hands over to it. */
  url: string
}

type Stored = Omit<ActualResult, 'page'>

function describeError(err: unknown): string {
  if (!(err instanceof Error)) return String(err)
  const { cause } = err
  return cause instanceof Error ? `${err.message} (${cause.message})` : err.message
}

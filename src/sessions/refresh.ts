import { AppError } from '../errors.js'
import { addJitter, OTHER_TARGET, toJobId, type Job, type JobResult } from '../jobs/queue.js'
import { isSessionNotFound, isTransient, YotiCircuitOpenError } from '../yoti/errors.js'
import type { SessionsOptions } from './options.js'
import { computeYotiRetentionEndsAt, isFinal, type Refreshed, type Session } from './session.js'
import { toChange, type Transitions } from './transition.js'

const SECOND_MS = 1000
/** A request asks Yoti about a session again when the last refresh is older. */
const ON_DEMAND_MIN_AGE_MS = 3 * SECOND_MS
/** Without requests and notifications a job asks: after this fraction of the time waited, within the limits. */
const JOB_DELAY_FRACTION = 0.1
export const MIN_JOB_DELAY_MS = 30 * SECOND_MS
const MAX_JOB_DELAY_MS = 15 * 60 * SECOND_MS

function createRefresh({ yoti }: SessionsOptions, transitions: Transitions) {
  return async (session: Session): Promise<Refreshed> => {
    try {
      const result = await yoti.getSession(session.sessionId)
      return { session: await transitions.apply(session, toChange(result, session)), result }
    } catch (err) {
      // Yoti deletes a session automatically when its resources expire.
      if (isSessionNotFound(err)) return { session: await transitions.markErased(session) }
      // Nothing was sent, so the next request may try.
      if (!(err instanceof YotiCircuitOpenError)) await transitions.touch(session)
      throw err
    }
  }
}

/** For requests. One refresh per session at a time across all processes. */
export function createRefreshOnDemand(options: SessionsOptions, transitions: Transitions) {
  const { locks, now, onRefreshFailed } = options
  const refresh = createRefresh(options, transitions)
  const inFlight = new Map<string, Promise<Refreshed | undefined>>()

  const refreshOnce = async (session: Session): Promise<Refreshed | undefined> => {
    const { sessionId } = session
    try {
      return await locks.tryLock(toJobId(sessionId, 'refresh'), () => refresh(session))
    } catch (err) {
      if (!isTransient(err)) throw err
      // One log line says that the circuit is open.
      if (!(err instanceof YotiCircuitOpenError)) onRefreshFailed(err)
      return undefined
    } finally {
      inFlight.delete(sessionId)
    }
  }

  /** The stored state while Yoti does not respond or another process refreshes. */
  return async (session: Session): Promise<Refreshed> => {
    const { sessionId, lastRefreshedAt } = session
    if (isFinal(session)) return { session }
    let pending = inFlight.get(sessionId)
    if (pending === undefined) {
      // Negative when the clock was set back.
      const ageMs = now() - lastRefreshedAt
      if (ageMs >= 0 && ageMs < ON_DEMAND_MIN_AGE_MS) return { session }
      pending = refreshOnce(session)
      inFlight.set(sessionId, pending)
    }
    return (await pending) ?? { session }
  }
}

/** Refreshes regardless of the last refresh. The worker holds the lock. An expired session is refreshed on requests and notifications only. */
export function createRefreshJob(options: SessionsOptions, transitions: Transitions) {
  const { store, server, now } = options
  const refresh = createRefresh(options, transitions)
  return async ({ sessionId }: Job): Promise<JobResult> => {
    const session = await store.find(sessionId)
    if (session === undefined) return { failed: OTHER_TARGET }
    if (isFinal(session)) return { done: true }
    try {
      const refreshed = await refresh(session)
      const ended = isFinal(refreshed.session) || refreshed.session.state === 'EXPIRED'
      return ended ? { done: true } : { retryAt: computeNextRefreshAt(refreshed.session, now()) }
    } catch (err) {
      if (err instanceof YotiCircuitOpenError)
        return { retryAt: now() + addJitter(err.retryAfterMs) }
      const failed = toFailureCode(err)
      // A transient error does not mean that Yoti has deleted the session.
      const canRetry =
        isTransient(err) || now() < computeYotiRetentionEndsAt(session, server.resourcesTtl)
      return canRetry ? { failed, retryAt: computeNextRefreshAt(session, now()) } : { failed }
    }
  }
}

/** @throws an unexpected error again */
export function toFailureCode(err: unknown): string {
  if (err instanceof AppError) return err.code
  throw err
}

export function computeNextRefreshAt(session: Session, now: number): number {
  const ageMs = now - (session.capturedAt ?? session.createdAt)
  const delayMs = Math.max(ageMs * JOB_DELAY_FRACTION, MIN_JOB_DELAY_MS)
  return now + addJitter(Math.min(delayMs, MAX_JOB_DELAY_MS))
}

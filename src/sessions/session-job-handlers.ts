import { AppError } from '../errors.js'
import type { Job, JobResult } from '../jobs/job-queue.js'
import type { Erasure } from './erasure.js'
import type { SessionRefresher } from './session-refresher.js'
import { computeYotiRetentionEndsAt, computeNextRefreshAt } from './refresh-schedule.js'
import { isTransient } from '../yoti/errors.js'
import { isFinished, type Session } from './session.js'
import type { SessionStore } from './store.js'

export interface SessionJobHandlersOptions {
  store: SessionStore
  refresher: SessionRefresher
  erasure: Erasure
  resourcesTtl: number
  /** After the session ended; undefined disables automatic erasure. */
  eraseAfterMs: number | undefined
  now: () => number
}

export interface SessionJobHandlers {
  refresh(job: Job): Promise<JobResult>
  erase(job: Job): Promise<JobResult>
}

/** While another process refreshes the session. */
const BUSY_RETRY_DELAY_MS = 1000
/** The session belongs to another target or application: the job fails until it is retried there. */
const OTHER_TARGET = 'OTHER_TARGET'

export function createSessionJobHandlers(options: SessionJobHandlersOptions): SessionJobHandlers {
  const { store, refresher, erasure, resourcesTtl, eraseAfterMs, now } = options
  const isPastYotiRetention = (session: Session) =>
    now() >= computeYotiRetentionEndsAt(session, resourcesTtl)

  const retryOrFail = async (sessionId: string, err: unknown): Promise<JobResult> => {
    const failed = toFailureCode(err)
    const session = await store.find(sessionId)
    // A transient error does not mean that Yoti has deleted the session.
    const canRetry = session !== undefined && (isTransient(err) || !isPastYotiRetention(session))
    return canRetry ? { failed, retryAt: computeNextRefreshAt(session, now()) } : { failed }
  }

  /** Undefined when the session is no longer to be erased automatically. */
  const getAutomaticErasureAt = ({ endedAt }: Session): number | undefined =>
    eraseAfterMs === undefined || endedAt === undefined ? undefined : endedAt + eraseAfterMs

  return {
    async refresh({ sessionId }) {
      let session: Session | 'busy' | undefined
      try {
        session = await refresher.refreshNow(sessionId)
      } catch (err) {
        return retryOrFail(sessionId, err)
      }
      if (session === 'busy') return { retryAt: now() + BUSY_RETRY_DELAY_MS }
      if (session === undefined) return { failed: OTHER_TARGET }
      if (isFinished(session) || session.state === 'EXPIRED') return { done: true }
      return { retryAt: computeNextRefreshAt(session, now()) }
    },

    async erase({ sessionId }) {
      const stored = await store.find(sessionId)
      if (stored === undefined) return { failed: OTHER_TARGET }
      if (stored.state === 'ERASED') return { done: true }
      if (stored.erasureRequestedAt === undefined) {
        // ERASE_AFTER may have changed since the session ended.
        const dueAt = getAutomaticErasureAt(stored)
        if (dueAt === undefined) return { done: true }
        if (dueAt > now()) return { retryAt: dueAt }
      }
      const session = (await store.requestErasure(sessionId, now())) ?? stored
      let failed: string | undefined
      try {
        if (await erasure.tryErase(session)) return { done: true }
      } catch (err) {
        failed = toFailureCode(err)
      }
      if (isPastYotiRetention(session)) {
        await erasure.markErased(session)
        return { done: true }
      }
      const retryAt = computeNextRefreshAt(session, now())
      return failed === undefined ? { retryAt } : { failed, retryAt }
    },
  }
}

function toFailureCode(err: unknown): string {
  if (err instanceof AppError) return err.code
  throw err
}

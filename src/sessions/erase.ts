import { AppError } from '../errors.js'
import { OTHER_TARGET, type Job, type JobResult } from '../jobs/queue.js'
import { isSessionNotFound, YotiResponseError } from '../yoti/errors.js'
import type { SessionsOptions } from './options.js'
import { computeNextRefreshAt, toFailureCode } from './refresh.js'
import { computeYotiRetentionEndsAt, RETENTION_GRACE_MS, type Session } from './session.js'
import type { Transitions } from './transition.js'

export function createEraser(options: SessionsOptions, transitions: Transitions) {
  const { yoti, store, eraseAfterMs, now } = options
  const { resourcesTtl } = options.server

  /** After the end or the decision. Without a decision, a REVIEW waits until its data expires at Yoti. */
  const computeErasureDueAt = (session: Session, endedAt: number, delayMs: number): number => {
    const { outcome, decision } = session
    const expiresAt = computeYotiRetentionEndsAt(session, resourcesTtl) - RETENTION_GRACE_MS
    const latest = Math.max(endedAt + delayMs, expiresAt)
    if (outcome === 'REVIEW') return latest
    return Math.min((decision?.decidedAt ?? endedAt) + delayMs, latest)
  }

  const isDeletedAtYoti = async (sessionId: string): Promise<boolean> => {
    try {
      await yoti.getSession(sessionId)
      return false
    } catch (err) {
      if (isSessionNotFound(err)) return true
      throw err
    }
  }

  /** Stays unerased while Yoti does not delete the session because it is unfinished (409). */
  const tryErase = async (session: Session): Promise<Session> => {
    try {
      await yoti.deleteSession(session.sessionId)
    } catch (err) {
      if (!(err instanceof YotiResponseError)) throw err
      if (err.status === 409) return session
      // A wrong SDK id or API URL also returns 404, which must not count as erased.
      if (err.status !== 404 || !(await isDeletedAtYoti(session.sessionId))) throw err
    }
    return transitions.markErased(session)
  }

  return {
    /** Stores the request with its job before the first attempt, so that it survives a failure. */
    erase: async (session: Session): Promise<Session> => {
      const requested = await transitions.requestErasure(session)
      if (requested.state === 'ERASED') return requested
      try {
        return await tryErase(requested)
      } catch (err) {
        if (!(err instanceof AppError)) throw err
        return requested
      }
    },

    runJob: async ({ sessionId }: Job): Promise<JobResult> => {
      const stored = await store.find(sessionId)
      if (stored === undefined) return { failed: OTHER_TARGET }
      if (stored.state === 'ERASED') return { done: true }
      if (stored.erasureRequestedAt === undefined) {
        // ERASE_AFTER may have changed since the session ended.
        if (eraseAfterMs === undefined || stored.endedAt === undefined) return { done: true }
        const dueAt = computeErasureDueAt(stored, stored.endedAt, eraseAfterMs)
        if (dueAt > now()) return { retryAt: dueAt }
      }
      const session = await transitions.requestErasure(stored)
      let failed: string | undefined
      try {
        if ((await tryErase(session)).state === 'ERASED') return { done: true }
      } catch (err) {
        failed = toFailureCode(err)
      }
      if (now() >= computeYotiRetentionEndsAt(session, resourcesTtl)) {
        await transitions.markErased(session)
        return { done: true }
      }
      const retryAt = computeNextRefreshAt(session, now())
      return failed === undefined ? { retryAt } : { failed, retryAt }
    },
  }
}

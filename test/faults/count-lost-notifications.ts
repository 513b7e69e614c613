import { MIN_REFRESH_DELAY_MS } from '../../src/sessions/refresh.js'
import type { SideEffect, ServerRun } from './server-run.js'

const isAcceptedNotification = ({ description }: SideEffect) =>
  description === 'answered 200 POST /notifications'
const isSessionRequest = ({ description }: SideEffect) =>
  /^sent GET .*\/sessions\/:id$/.test(description)
const isSessionResponse = ({ description }: SideEffect) =>
  /^heard 200 GET .*\/sessions\/:id$/.test(description)
/** A state change with its webhook job. Before erasure is requested, only an outcome causes one. */
const isOutcomeWrite = ({ description }: SideEffect) =>
  description === 'wrote update sessions, insert into jobs'
const isSessionInsert = ({ description }: SideEffect) =>
  description.startsWith('wrote insert into sessions')

/** Promised in docs/operations.md, counted from when a process runs again. */
const LEASE_TAKEOVER_MS = 20_000

/**
 * Counts accepted notifications after which the server called Yoti no earlier than polling would have.
 * Ignores those after the refresh that found the outcome, and runs with a second crash, which may delay it.
 */
export function countLostNotifications(runs: readonly ServerRun[]): number {
  if (runs.length > 2) return 0
  const sideEffects = runs.flatMap(({ sideEffects }) => sideEffects)
  const last = sideEffects
    .slice(0, sideEffects.findIndex(isOutcomeWrite))
    .findLastIndex(isSessionRequest)
  const takenOverBy = (runs.at(-1)?.readyAt ?? 0) + LEASE_TAKEOVER_MS
  return sideEffects.slice(0, last).filter((effect, index) => {
    if (!isAcceptedNotification(effect)) return false
    const lastRead = sideEffects
      .slice(0, index)
      .findLast((one) => isSessionResponse(one) || isSessionInsert(one))
    const nextRequest = sideEffects.slice(index).find(isSessionRequest)
    if (lastRead === undefined || nextRequest === undefined) return true
    return nextRequest.timestamp >= Math.max(lastRead.timestamp + MIN_REFRESH_DELAY_MS, takenOverBy)
  }).length
}

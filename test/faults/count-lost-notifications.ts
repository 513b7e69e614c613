import { FIRST_REFRESH_DELAY_MS } from '../../src/sessions/transition-jobs.js'
import type { SideEffect, ServerRun } from './server-run.js'

const isAcceptedNotification = ({ description }: SideEffect) =>
  description === 'answered 200 POST /notifications'
const isSessionRequest = ({ description }: SideEffect) =>
  /^sent GET .*\/sessions\/:id$/.test(description)
const isSessionResponse = ({ description }: SideEffect) =>
  /^heard 200 GET .*\/sessions\/:id$/.test(description)
/** The state and what is to be told of it, at once. Before somebody asks for erasure only an outcome does that. */
const isOutcomeWrite = ({ description }: SideEffect) =>
  description === 'wrote update sessions, insert into jobs'
const isSessionInsert = ({ description }: SideEffect) =>
  description.startsWith('wrote insert into sessions')

/** Milliseconds in which the work of a dead process is taken up, once there is one again (docs/operations.md). */
const LEASE_TAKEOVER_MS = 20_000

/**
 * How many accepted notifications did not make the server ask before it would have done so by itself.
 * The last reading, which told the outcome, leaves nothing to ask. A second death may make it late.
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
    return (
      nextRequest.timestamp >= Math.max(lastRead.timestamp + FIRST_REFRESH_DELAY_MS, takenOverBy)
    )
  }).length
}

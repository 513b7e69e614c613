import { MIN_JOB_DELAY_MS } from '../../src/sessions/refresh.js'
import type { ServerRun, SideEffect } from './crashing-server.js'
import type { FlowResult } from './flow.js'
import type { WebhookReceiver } from '../support/webhook-receiver.js'
import type { FaultFixture } from './fault-fixture.js'

/** `actual` equals `expected` when every promise was kept. */
export function checkInvariants(
  { emulator, receiver }: FaultFixture,
  { sessionId, repeatedSessionId, erasureStatus, isWarned }: FlowResult,
  runs: readonly ServerRun[],
) {
  const createRequests = emulator
    .requests()
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/sessions'))
  const [firstRun, ...otherRuns] = runs
  const isSecondRequest =
    otherRuns.length === 1 && firstRun !== undefined && crashedDuringCreate(firstRun)
  return {
    actual: {
      events: listDistinctEvents(receiver, sessionId),
      invalidWebhooks: receiver.invalidCount,
      repeatedSessionId,
      createRequests: createRequests.length,
      isWarned: isSecondRequest && isWarned,
      lostNotifications: countLostNotifications(runs),
      erasureAccepted: erasureStatus === 202 || erasureStatus === 204,
      existsAtYoti: emulator.session(sessionId) !== undefined,
    },
    expected: {
      events: ['session.completed APPROVED', 'session.erased APPROVED'],
      invalidWebhooks: 0,
      repeatedSessionId: sessionId,
      // A crash between Yoti's response and the insert causes a second request.
      createRequests: 1 + runs.filter(crashedDuringCreate).length,
      isWarned: isSecondRequest,
      lostNotifications: 0,
      erasureAccepted: true,
      existsAtYoti: false,
    },
  }
}

/** The last request counts, because an earlier one may have succeeded. */
function crashedDuringCreate({ sideEffects }: ServerRun): boolean {
  const sent = sideEffects.findLastIndex(({ description }) =>
    /^sent POST .*\/sessions$/.test(description),
  )
  const kept = sideEffects.findLastIndex(({ description }) =>
    description.startsWith('wrote insert into sessions'),
  )
  return sent > kept
}

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
function countLostNotifications(runs: readonly ServerRun[]): number {
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
    return nextRequest.timestamp >= Math.max(lastRead.timestamp + MIN_JOB_DELAY_MS, takenOverBy)
  }).length
}

/** The events of a session without repeated deliveries. */
export function listDistinctEvents({ events }: WebhookReceiver, sessionId: string): string[] {
  const ofSession = events.filter(({ data }) => data.sessionId === sessionId)
  const descriptions = ofSession.map(
    ({ id, type, data }) => [id, `${type} ${data.outcome}`] as const,
  )
  return [...new Map(descriptions.reverse()).values()].reverse()
}

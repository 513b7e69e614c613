import type { ServerRun } from './server-run.js'
import { countLostNotifications } from './count-lost-notifications.js'
import type { FlowResult } from './flow.js'
import { listDistinctEvents } from './webhook-receiver.js'
import type { FaultFixture } from './fault-fixture.js'

/** `actual` equals `expected` when every promise was kept. */
export function checkInvariants(
  { emulator, receiver }: FaultFixture,
  { sessionId, repeatedSessionId, erasureStatus }: FlowResult,
  runs: readonly ServerRun[],
) {
  const createRequests = emulator
    .requests()
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/sessions'))
  return {
    actual: {
      events: listDistinctEvents(receiver.events, sessionId),
      forged: receiver.forgedCount(),
      repeatedSessionId,
      createRequests: createRequests.length,
      lostNotifications: countLostNotifications(runs),
      erasureAccepted: erasureStatus === 202 || erasureStatus === 204,
      existsAtYoti: emulator.session(sessionId) !== undefined,
    },
    expected: {
      events: ['session.completed APPROVED', 'session.erased APPROVED'],
      forged: 0,
      repeatedSessionId: sessionId,
      // A crash between Yoti's response and the insert causes a second request.
      createRequests: 1 + runs.filter(crashedDuringCreate).length,
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

import type { ServerRun } from './server-run.js'
import { countLostNotifications } from './count-lost-notifications.js'
import type { FlowResult } from './flow.js'
import { listDistinctEvents } from './webhook-receiver.js'
import type { FaultFixture } from './fault-fixture.js'

/** What was promised of a story, and what became of it: the same, when all is well. */
export function checkInvariants(
  { emulator, receiver }: FaultFixture,
  { sessionId, repeatedSessionId, erasureStatus }: FlowResult,
  lives: readonly ServerRun[],
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
      lostNotifications: countLostNotifications(lives),
      erasureAccepted: erasureStatus === 202 || erasureStatus === 204,
      existsAtYoti: emulator.session(sessionId) !== undefined,
    },
    expected: {
      events: ['session.completed APPROVED', 'session.erased APPROVED'],
      forged: 0,
      repeatedSessionId: sessionId,
      // The one window: Yoti has the order, and we have not kept what came of it.
      createRequests: 1 + lives.filter(crashedDuringCreate).length,
      lostNotifications: 0,
      erasureAccepted: true,
      existsAtYoti: false,
    },
  }
}

/** It has sent an order, and has not kept what came of it: the last of several, since one succeeded. */
function crashedDuringCreate({ sideEffects }: ServerRun): boolean {
  const sent = sideEffects.findLastIndex(({ description }) =>
    /^sent POST .*\/sessions$/.test(description),
  )
  const kept = sideEffects.findLastIndex(({ description }) =>
    description.startsWith('wrote insert into sessions'),
  )
  return sent > kept
}

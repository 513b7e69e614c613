import type { Life } from './life.js'
import { countLost } from './notified.js'
import type { Story } from './story.js'
import { listInOrder } from './webhook-receiver.js'
import type { World } from './world.js'

/** What was promised of a story, and what became of it: the same, when all is well. */
export function compare(
  { emulator, receiver }: World,
  { sessionId, orderedAgain, erasure }: Story,
  lives: readonly Life[],
) {
  const orders = emulator
    .requests()
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/sessions'))
  return {
    found: {
      told: listInOrder(receiver.events, sessionId),
      forged: receiver.forged(),
      orderedAgain,
      billed: orders.length,
      lostNotifications: countLost(lives),
      erasureAccepted: erasure === 202 || erasure === 204,
      leftAtYoti: emulator.session(sessionId) !== undefined,
    },
    promised: {
      told: ['session.completed APPROVED', 'session.erased APPROVED'],
      forged: 0,
      orderedAgain: sessionId,
      // The one window: Yoti has the order, and we have not kept what came of it.
      billed: 1 + lives.filter(diedWhileOrdering).length,
      lostNotifications: 0,
      erasureAccepted: true,
      leftAtYoti: false,
    },
  }
}

/** It has sent an order, and has not kept what came of it: the last of several, since one succeeded. */
function diedWhileOrdering({ effects }: Life): boolean {
  const sent = effects.findLastIndex(({ what }) => /^sent POST .*\/sessions$/.test(what))
  const kept = effects.findLastIndex(({ what }) => what.startsWith('wrote insert into sessions'))
  return sent > kept
}

import type { SessionClock } from '../session-clock.js'
import type { Session } from '../session.js'
import type { DeliveryPlan } from './delivery-rule.js'

export interface DelayedDelivery {
  /** Sends immediately, after a delay, or with later notifications in reverse order. */
  deliver(session: Session, plan: DeliveryPlan, send: () => void): void
  close(): void
}

export function createDelayedDelivery(clock: SessionClock): DelayedDelivery {
  const collected = new WeakMap<Session, (() => void)[]>()
  const pending = new Set<() => void>()

  function startTimer(session: Session, seconds: number, run: () => void): void {
    const cancel = clock.setTimer(
      session,
      () => {
        pending.delete(cancel)
        run()
      },
      seconds * 1000,
    )
    pending.add(cancel)
  }

  function collectForShuffle(session: Session, seconds: number, send: () => void): void {
    const others = collected.get(session)
    if (others !== undefined) {
      others.unshift(send)
      return
    }
    const batch = [send]
    collected.set(session, batch)
    startTimer(session, seconds, () => {
      collected.delete(session)
      for (const sendOne of batch) sendOne()
    })
  }

  return {
    deliver(session, { delaySeconds, shuffleSeconds }, send) {
      const sendOrCollect = () => {
        if (shuffleSeconds > 0) collectForShuffle(session, shuffleSeconds, send)
        else send()
      }
      if (delaySeconds > 0) startTimer(session, delaySeconds, sendOrCollect)
      else sendOrCollect()
    },
    close() {
      for (const cancel of pending) cancel()
      pending.clear()
    },
  }
}

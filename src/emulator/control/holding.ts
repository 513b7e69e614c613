import type { SessionClock } from '../session-clock.js'
import type { Session } from '../session.js'
import type { DeliveryPlan } from './delivery-rule.js'

export interface Holding {
  /** Sends at once, or later, or with what else comes meanwhile in the reverse order. */
  hold(session: Session, plan: DeliveryPlan, send: () => void): void
  close(): void
}

export function createHolding(clock: SessionClock): Holding {
  const collected = new WeakMap<Session, (() => void)[]>()
  const pending = new Set<() => void>()

  function later(session: Session, seconds: number, run: () => void): void {
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

  function collect(session: Session, seconds: number, send: () => void): void {
    const others = collected.get(session)
    if (others !== undefined) {
      others.unshift(send)
      return
    }
    const first = [send]
    collected.set(session, first)
    later(session, seconds, () => {
      collected.delete(session)
      for (const sendOne of first) sendOne()
    })
  }

  return {
    hold(session, { delaySeconds, shuffleSeconds }, send) {
      const goOn = () => {
        if (shuffleSeconds > 0) collect(session, shuffleSeconds, send)
        else send()
      }
      if (delaySeconds > 0) later(session, delaySeconds, goOn)
      else goOn()
    },
    close() {
      for (const cancel of pending) cancel()
      pending.clear()
    },
  }
}

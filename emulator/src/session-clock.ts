import { findNextDue, type Clock, type Timer } from './clock.js'
import type { Session } from './session.js'

/** The time of each session: everybody's, and what was let pass for that session alone. */
export interface SessionClock {
  now: (session: Session) => number
  setTimer(session: Session, run: () => void, ms: number): () => void
  /** Moves one session forward, running what falls due for it in order, each at its own instant. */
  advance(session: Session, ms: number): Promise<void>
}

interface SessionTime {
  aheadMs: number
  timers: Set<Timer & { cancel: () => void }>
}

export function createSessionClock(clock: Clock): SessionClock {
  const times = new WeakMap<Session, SessionTime>()

  function now(session: Session): number {
    return clock.now() + (times.get(session)?.aheadMs ?? 0)
  }

  function getSessionTime(session: Session): SessionTime {
    const known = times.get(session)
    if (known !== undefined) return known
    const time: SessionTime = { aheadMs: 0, timers: new Set() }
    times.set(session, time)
    return time
  }

  return {
    now,
    setTimer(session, run, ms) {
      const { timers } = getSessionTime(session)
      const fire = () => {
        timers.delete(timer)
        run()
      }
      const timer = { dueAt: now(session) + ms, run: fire, cancel: clock.setTimer(fire, ms) }
      timers.add(timer)
      return () => {
        timers.delete(timer)
        timer.cancel()
      }
    },
    async advance(session, ms) {
      const time = getSessionTime(session)
      const until = now(session) + ms
      const moveTo = (instant: number) => {
        time.aheadMs += Math.max(0, instant - now(session))
      }
      const findNext = () => findNextDue(time.timers, until)
      for (let timer = findNext(); timer; timer = findNext()) {
        timer.cancel()
        moveTo(timer.dueAt)
        timer.run()
        // What the timer woke may set timers of its own before time goes on.
        await new Promise(setImmediate)
      }
      moveTo(until)
      for (const timer of time.timers) {
        timer.cancel()
        timer.cancel = clock.setTimer(timer.run, Math.max(0, timer.dueAt - now(session)))
      }
    },
  }
}

import { findNextDue, type Clock, type Timer } from './clock.js'
import type { Session } from './session.js'

/** Adds to the clock what a test has advanced each session by. */
export interface SessionClock {
  now: (session: Session) => number
  setTimer(session: Session, run: () => void, ms: number): () => void
  /** Moves the time of one session forward and runs its due timers in order, each at its own due time. */
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
        // Callbacks may set further timers before time moves on.
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

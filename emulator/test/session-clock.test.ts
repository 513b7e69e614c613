import { describe, expect, it } from '@jest/globals'
import { createManualClock } from '../src/clock.js'
import { createSessionClock } from '../src/session-clock.js'
import { sessionPayloadSchema } from '../src/session-payload.js'
import { createSession } from '../src/session.js'

const payload = sessionPayloadSchema.parse({
  requested_checks: [{ type: 'LIVENESS', config: { liveness_type: 'STATIC' } }],
})

function startClocks() {
  const sharedClock = createManualClock(1_000)
  const clock = createSessionClock(sharedClock)
  const session = createSession('app', payload, 1_000)
  const seen: [string, number][] = []
  const note = (name: string) => () => seen.push([name, clock.now(session)])
  return { sharedClock, clock, session, seen, note }
}

describe('the clock of a session', () => {
  it('runs due timers in order, each at its own time, including timers that they set', async () => {
    const { clock, session, seen, note } = startClocks()
    clock.setTimer(session, note('late'), 300)
    clock.setTimer(
      session,
      () => {
        note('early')()
        clock.setTimer(session, note('in turn'), 50)
      },
      100,
    )
    await clock.advance(session, 500)
    expect(seen).toEqual([
      ['early', 1_100],
      ['in turn', 1_150],
      ['late', 1_300],
    ])
    expect(clock.now(session)).toBe(1_500)
  })

  it('does not move the time of other sessions, and runs the remaining timers when they are due', async () => {
    const { sharedClock, clock, session, seen, note } = startClocks()
    const other = createSession('app', payload, 1_000)
    clock.setTimer(session, note('mine'), 500)
    clock.setTimer(other, note('other'), 500)
    await clock.advance(session, 400)
    expect([clock.now(session), clock.now(other), sharedClock.now()]).toEqual([1_400, 1_000, 1_000])
    await sharedClock.advance(99)
    expect(seen).toEqual([])
    await sharedClock.advance(1)
    expect(seen).toEqual([['mine', 1_500]])
    await sharedClock.advance(400)
    expect(seen.map(([name]) => name)).toEqual(['mine', 'other'])
  })

  it('does not run cancelled timers, before or after moving the clock', async () => {
    const { sharedClock, clock, session, seen, note } = startClocks()
    const cancels = [clock.setTimer(session, note('a'), 10), clock.setTimer(session, note('b'), 20)]
    cancels[0]?.()
    await clock.advance(session, 15)
    cancels[1]?.()
    await clock.advance(session, 100)
    await sharedClock.advance(100)
    expect(seen).toEqual([])
  })
})

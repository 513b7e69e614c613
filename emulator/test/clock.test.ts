import { describe, expect, it } from '@jest/globals'
import { createManualClock, createMovableClock, type Clock } from '../src/clock.js'

function record(clock: Clock) {
  const seen: [string, number][] = []
  return { seen, note: (name: string) => () => seen.push([name, clock.now()]) }
}

describe('the manual clock', () => {
  it('runs due timers in order, each at its own time, including timers that they set', async () => {
    const clock = createManualClock(1_000)
    const { seen, note } = record(clock)
    clock.setTimer(note('late'), 300)
    clock.setTimer(() => {
      note('early')()
      clock.setTimer(note('in turn'), 50)
    }, 100)
    clock.setTimer(note('too late'), 501)
    await clock.advance(500)
    expect(seen).toEqual([
      ['early', 1_100],
      ['in turn', 1_150],
      ['late', 1_300],
    ])
    expect(clock.now()).toBe(1_500)
  })
})

describe('a clock that follows another one', () => {
  it('does not run cancelled timers, before or after it was moved', async () => {
    const shared = createManualClock()
    const clock = createMovableClock(shared)
    const { seen, note } = record(clock)
    const cancels = [10, 20].map((ms) => clock.setTimer(note('cancelled'), ms))
    clock.setTimer(note('all'), 30)
    cancels[0]?.()
    await clock.advance(15)
    cancels[1]?.()
    clock.cancelTimers()
    await clock.advance(100)
    await shared.advance(100)
    expect(seen).toEqual([])
  })
})

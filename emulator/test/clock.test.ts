import { describe, expect, it } from '@jest/globals'
import { createManualClock } from '../src/clock.js'

describe('the manual clock', () => {
  it('runs due timers in order, each at its own time, including timers that they set', async () => {
    const clock = createManualClock(1_000)
    const seen: [string, number][] = []
    const note = (name: string) => seen.push([name, clock.now()])
    clock.setTimer(() => note('late'), 300)
    clock.setTimer(() => {
      note('early')
      clock.setTimer(() => note('in turn'), 50)
    }, 100)
    clock.setTimer(() => note('too late'), 501)
    await clock.advance(500)
    expect(seen).toEqual([
      ['early', 1_100],
      ['in turn', 1_150],
      ['late', 1_300],
    ])
    expect(clock.now()).toBe(1_500)
  })

  it('does not run cancelled timers', async () => {
    const clock = createManualClock()
    let runs = 0
    const cancel = clock.setTimer(() => (runs += 1), 10)
    cancel()
    await clock.advance(20)
    expect(runs).toBe(0)
  })
})

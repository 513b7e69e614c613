import { describe, expect, it } from '@jest/globals'
import { createEventLoopThrottle } from '../../src/jobs/throughput.js'

describe('the event-loop throttle', () => {
  it('delays jobs only while utilization is above 0.7, up to 200 ms', async () => {
    const utilizations = [0.69, 1, 1, 1, 0.5, 0.5, ...Array<number>(6).fill(1), 0.1]
    const delays: number[] = []
    const throttle = createEventLoopThrottle(
      () => utilizations.shift() ?? 0,
      (ms) => Promise.resolve(void delays.push(ms)),
    )
    while (utilizations.length > 0) await throttle()
    expect(delays).toEqual([4, 8, 16, 8, 4, 8, 16, 32, 64, 128, 200, 100])
  })

  it('measures the event loop of this process when no reader is given', async () => {
    const delays: number[] = []
    const throttle = createEventLoopThrottle(undefined, (ms) =>
      Promise.resolve(void delays.push(ms)),
    )
    // Under load the process may be suspended while it counts as idle, so some rounds see a free loop.
    for (let round = 0; round < 100 && delays.length < 3; round++) {
      const end = performance.now() + 20
      while (performance.now() < end);
      await new Promise(setImmediate)
      await throttle()
    }
    expect(delays).toHaveLength(3)
  })
})

import { describe, expect, it } from '@jest/globals'
import { createEventLoopThrottle } from '../../src/jobs/event-loop-throttle.js'

/** Returns the delays, in milliseconds, for a series of event loop utilizations. */
async function measureDelays(utilizations: readonly number[]): Promise<number[]> {
  const delays: number[] = []
  let index = 0
  const throttle = createEventLoopThrottle({
    readUtilization: () => utilizations[index++] ?? 0,
    sleep: (ms) => {
      delays.push(ms)
      return Promise.resolve()
    },
  })
  for (const _ of utilizations) await throttle()
  return delays
}

describe('the event-loop throttle', () => {
  it('does not delay jobs while utilization is at most 0.7', async () => {
    expect(await measureDelays([0, 0.2, 0.69])).toEqual([])
  })

  it('doubles the delay from 4 ms up to 200 ms while the loop is busy', async () => {
    expect(await measureDelays(Array<number>(9).fill(1))).toEqual([
      4, 8, 16, 32, 64, 128, 200, 200, 200,
    ])
  })

  it('halves the delay while utilization is lower again', async () => {
    expect(await measureDelays([1, 1, 1, 0.5, 0.5, 1, 0.1, 0.1, 0.1, 0.1])).toEqual([
      4, 8, 16, 8, 4, 8, 4, 2, 1,
    ])
  })

  it('measures the event loop of this process when no reader is given', async () => {
    const delays: number[] = []
    const throttle = createEventLoopThrottle({
      sleep: (ms) => {
        delays.push(ms)
        return Promise.resolve()
      },
    })
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

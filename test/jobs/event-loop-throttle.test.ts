import { describe, expect, it } from '@jest/globals'
import { createEventLoopThrottle } from '../../src/jobs/event-loop-throttle.js'

/** The pauses (milliseconds) that are made when the event loop was so busy each time. */
async function measurePauses(busy: readonly number[]): Promise<number[]> {
  const pauses: number[] = []
  let index = 0
  const pace = createEventLoopThrottle({
    readUtilization: () => busy[index++] ?? 0,
    sleep: (ms) => {
      pauses.push(ms)
      return Promise.resolve()
    },
  })
  for (const _ of busy) await pace()
  return pauses
}

describe('the pace of durable work', () => {
  it('does not slow down as long as there is room', async () => {
    expect(await measurePauses([0, 0.2, 0.69])).toEqual([])
  })

  it('pauses the longer the longer there is none, but not for ever', async () => {
    expect(await measurePauses(Array<number>(9).fill(1))).toEqual([
      4, 8, 16, 32, 64, 128, 200, 200, 200,
    ])
  })

  it('goes faster again when there is room', async () => {
    expect(await measurePauses([1, 1, 1, 0.5, 0.5, 1, 0.1, 0.1, 0.1, 0.1])).toEqual([
      4, 8, 16, 8, 4, 8, 4, 2, 1,
    ])
  })

  it('sees that this process is busy', async () => {
    const pauses: number[] = []
    const pace = createEventLoopThrottle({
      sleep: (ms) => {
        pauses.push(ms)
        return Promise.resolve()
      },
    })
    await new Promise(setImmediate)
    await pace()
    for (let round = 0; round < 3; round++) {
      const end = performance.now() + 20
      while (performance.now() < end);
      await new Promise(setImmediate)
      await pace()
    }
    expect(pauses.length).toBeGreaterThanOrEqual(3)
  })
})

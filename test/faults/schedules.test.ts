import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { startNotifiedWorld } from './notified-world.js'
import { anySchedule, MOMENTS, type Delivery } from './schedule.js'
import { RUNS, SEED } from './settings.js'

const SAMPLE = 25
const AS_SENT = { copies: 1, token: 'right', topic: 'as sent' } as const

/** Each as soon as it was sent; what was brought before comes again, which says nothing new. */
function inOrder(sent: number): Delivery[] {
  return Array.from({ length: MOMENTS }, (_, moment) =>
    Array.from({ length: sent }, (_, which) => ({ moment, which, ...AS_SENT })),
  ).flat()
}

describe('notifications', () => {
  it('lead to the same end dropped, doubled, shuffled, late or forged, as in order', async () => {
    await using world = await startNotifiedWorld()
    const orderly = await world.tell(inOrder)
    expect(orderly.state).toMatchObject({
      ended: { state: 'COMPLETED', outcome: 'APPROVED' },
      erased: { state: 'ERASED', outcome: 'APPROVED' },
      told: ['evt__completed session.completed APPROVED', 'evt__erased session.erased APPROVED'],
      readingsByForgery: 0,
    })
    const silent = await world.tell(() => [])
    expect(silent.state).toEqual(orderly.state)
    expect(silent.readings).toBeLessThan(orderly.readings)

    const property = fc.asyncProperty(anySchedule, async (schedule) => {
      const { state, statuses } = await world.tell(() => schedule)
      expect(state).toEqual(orderly.state)
      expect([...statuses.right].filter((status) => status !== 200)).toEqual([])
      expect([...statuses.forged].filter((status) => status !== 401)).toEqual([])
    })
    await fc.assert(property, { numRuns: RUNS ?? SAMPLE, seed: SEED })
  })
})

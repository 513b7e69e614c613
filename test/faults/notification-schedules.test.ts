import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  scheduleArbitrary,
  startNotificationFixture,
  STEP_COUNT,
  type Delivery,
} from './notification-fixture.js'
import { HOUR_MS, RUN_COUNT, SEED } from './crash-plan.js'

const SAMPLE_SIZE = 25
const AS_SENT = { copies: 1, token: 'right', topic: 'as sent' } as const

/** Every notification as soon as it was sent, and again at each later step. */
function deliverInOrder(sent: number): Delivery[] {
  return Array.from({ length: STEP_COUNT }, (_, step) =>
    Array.from({ length: sent }, (_, notificationIndex) => ({
      step,
      notificationIndex,
      ...AS_SENT,
    })),
  ).flat()
}

describe('notifications', () => {
  it(
    'lead to the same state when dropped, repeated, shuffled, delayed or forged',
    async () => {
      await using fixture = await startNotificationFixture()
      const baseline = await fixture.runFlow(deliverInOrder)
      expect(baseline.state).toMatchObject({
        completed: { state: 'COMPLETED', outcome: 'APPROVED' },
        erased: { state: 'ERASED', outcome: 'APPROVED' },
        events: [
          'evt__completed session.completed APPROVED',
          'evt__erased session.erased APPROVED',
        ],
        readsByForgery: 0,
      })
      const withoutNotifications = await fixture.runFlow(() => [])
      expect(withoutNotifications.state).toEqual(baseline.state)
      expect(withoutNotifications.sessionReads).toBeLessThan(baseline.sessionReads)

      const property = fc.asyncProperty(scheduleArbitrary, async (schedule) => {
        const { state, statuses } = await fixture.runFlow(() => schedule)
        expect(state).toEqual(baseline.state)
        expect([...statuses.right].filter((status) => status !== 200)).toEqual([])
        expect([...statuses.forged].filter((status) => status !== 401)).toEqual([])
      })
      await fc.assert(property, { numRuns: RUN_COUNT ?? SAMPLE_SIZE, seed: SEED })
    },
    HOUR_MS,
  )
})

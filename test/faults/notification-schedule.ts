import fc from 'fast-check'

/** Steps before, at and after the end of a session, and after its erasure. */
export const STEP_COUNT = 9
/** The session is erased at the start of the last step. */
export const ERASURE_STEP = STEP_COUNT - 1

/** One of the notifications that Yoti has sent so far, possibly changed. */
export interface Delivery {
  step: number
  notificationIndex: number
  copies: number
  token: 'right' | 'wrong' | 'of another session' | 'none'
  topic: 'as sent' | 'unknown'
}

/** In order of delivery. Notifications that it does not contain are dropped. */
export type Schedule = readonly Delivery[]

const deliveryArbitrary: fc.Arbitrary<Delivery> = fc.record({
  step: fc.nat(STEP_COUNT - 1),
  notificationIndex: fc.nat(30),
  copies: fc.constantFrom(1, 1, 2, 5),
  token: fc.constantFrom('right', 'right', 'right', 'wrong', 'of another session', 'none'),
  topic: fc.constantFrom('as sent', 'as sent', 'as sent', 'unknown'),
})

export const scheduleArbitrary: fc.Arbitrary<Schedule> = fc.array(deliveryArbitrary, {
  maxLength: 25,
})

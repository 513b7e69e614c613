import fc from 'fast-check'

/** The moments of a session's story at which notifications may come: before, at and after its end, and after its erasure. */
export const STEP_COUNT = 9
/** The session is erased before the last of them. */
export const ERASURE_STEP = STEP_COUNT - 1

/** One notification that comes to us: which of those that Yoti has sent by then, and how it is mistaken. */
export interface Delivery {
  step: number
  notificationIndex: number
  copies: number
  token: 'right' | 'wrong' | 'of another session' | 'none'
  topic: 'as sent' | 'unknown'
}

/** What it does not name is dropped; its order is that of their coming. */
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

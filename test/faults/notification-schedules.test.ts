import { describe, expect, it } from '@jest/globals'
import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { countSessionReads } from '../journeys/journey.js'
import { captureOverHttp } from '../support/capture-over-http.js'
import { listen } from '../support/listen.js'
import { startStack } from '../support/start-stack.js'
import { waitFor } from '../support/wait-for.js'
import { startWebhookReceiver } from '../support/webhook-receiver.js'
import { HOUR_MS, RUN_COUNT, SEED } from './crash-plan.js'
import { API_KEY, createBackend } from './flow.js'

/** Steps before, at and after the end of a session, and after its erasure. */
const STEP_COUNT = 9
/** The session is erased at the start of the last step. */
const ERASURE_STEP = STEP_COUNT - 1

/** One of the notifications that Yoti has sent so far, possibly changed. */
interface Delivery {
  step: number
  notificationIndex: number
  copies: number
  token: 'right' | 'wrong' | 'of another session' | 'none'
  topic: 'as sent' | 'unknown'
}

/** In order of delivery. Notifications that it does not contain are dropped. */
type Schedule = readonly Delivery[]

const deliveryArbitrary: fc.Arbitrary<Delivery> = fc.record({
  step: fc.nat(STEP_COUNT - 1),
  notificationIndex: fc.nat(30),
  copies: fc.constantFrom(1, 1, 2, 5),
  token: fc.constantFrom('right', 'right', 'right', 'wrong', 'of another session', 'none'),
  topic: fc.constantFrom('as sent', 'as sent', 'as sent', 'unknown'),
})

const scheduleArbitrary: fc.Arbitrary<Schedule> = fc.array(deliveryArbitrary, {
  maxLength: 25,
})

/** The checks finish after a few steps. The 90 s step lets every scheduled refresh run. */
const STEP_DELAYS_MS = [0, 1500, 1500, 1500, 1500, 1500, 1500, 90_000, 1000]
const CALLER_HASH = createHash('sha256').update('shop').digest('base64url')

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

/** Holds back Yoti's notifications, so that a test can deliver them in any order. */
async function startNotificationFixture() {
  const sink = await listen((req, res) => {
    req.resume().once('end', () => res.end())
  })
  const receiver = await startWebhookReceiver()
  const stack = await startStack({
    env: {
      YOTI_APP_BASE_URL: `http://localhost:${sink.port}`,
      API_KEYS: `shop:${API_KEY}`,
      ...receiver.env,
      RATE_LIMIT: 'off',
      LOG_LEVEL: 'silent',
    },
  })
  const { emulator, context } = stack
  const backend = createBackend(stack.baseUrl)
  let userCount = 0

  const listSentNotifications = (sessionId: string) =>
    emulator.notifications().filter(({ body }) => body.session_id === sessionId)

  /** Resolves to the response status of each copy. */
  const deliver = async (sessionId: string, delivery: Delivery): Promise<number[]> => {
    const sent = listSentNotifications(sessionId)
    const notification = sent[delivery.notificationIndex % sent.length]
    const authorization = {
      right: notification?.authorization,
      wrong: `Bearer ${randomBytes(32).toString('base64url')}`,
      'of another session': emulator
        .notifications()
        .find(({ body }) => body.session_id !== sessionId)?.authorization,
      none: undefined,
    }[delivery.token]
    const topic = delivery.topic === 'unknown' ? { topic: 'something_new', more: [1] } : {}
    const post = () =>
      fetch(`${stack.baseUrl}/notifications`, {
        method: 'POST',
        headers: authorization === undefined ? {} : { authorization },
        body: JSON.stringify({ ...notification?.body, ...topic }),
      })
    const responses = await Promise.all(Array.from({ length: delivery.copies }, post))
    return responses.map(({ status }) => status)
  }

  /** One user from creation to erasure. `state` must not depend on the schedule. */
  const runFlow = async (selectDeliveries: (sent: number) => Schedule) => {
    const { sessionId, clientSessionToken } = await backend.createSession(`user-${userCount++}`)
    await captureOverHttp(emulator.apiUrl, sessionId, clientSessionToken)
    const statuses = { right: new Set<number>(), forged: new Set<number>() }
    let readsByForgery = 0
    let completed: object = {}
    for (let step = 0; step < STEP_COUNT; step++) {
      await stack.advanceTime(STEP_DELAYS_MS[step] ?? 0)
      await waitFor('the notifications of this step', () =>
        listSentNotifications(sessionId).every(({ status }) => status),
      )
      if (step === ERASURE_STEP) {
        completed = await readStoredSession(sessionId)
        await backend.eraseSession(sessionId)
      }
      const due = selectDeliveries(listSentNotifications(sessionId).length).filter(
        (one) => one.step === step,
      )
      const forged = due.filter(({ token }) => token !== 'right')
      const before = countSessionReads(stack, sessionId)
      for (const delivery of forged) addAll(statuses.forged, await deliver(sessionId, delivery))
      await context.worker.drain()
      readsByForgery += countSessionReads(stack, sessionId) - before
      for (const delivery of due) {
        if (delivery.token === 'right') addAll(statuses.right, await deliver(sessionId, delivery))
      }
      await context.worker.drain()
    }
    const events = receiver.events
      .filter(({ data }) => data.sessionId === sessionId)
      .map(({ id, type, data }) => `${id.replace(sessionId, '')} ${type} ${data.outcome}`)
    const state = {
      completed,
      erased: await readStoredSession(sessionId),
      events,
      readsByForgery,
    }
    return { state, statuses, sessionReads: countSessionReads(stack, sessionId) }
  }

  const readStoredSession = async (sessionId: string) => {
    // Does not refresh the session.
    const session = await context.sessions.getForCaller(sessionId, CALLER_HASH)
    const { state, outcome, reasons, checks, policyVersion } = session
    return { state, outcome, reasons, checks, policyVersion }
  }

  return {
    runFlow,
    async [Symbol.asyncDispose]() {
      await stack[Symbol.asyncDispose]()
      await receiver[Symbol.asyncDispose]()
      await sink[Symbol.asyncDispose]()
    },
  }
}

function addAll(statuses: Set<number>, more: number[]): void {
  for (const status of more) statuses.add(status)
}

import { createHash, randomBytes } from 'node:crypto'
import { captureOverHttp } from '../support/capture-over-http.js'
import { startStack } from '../support/start-stack.js'
import { waitFor } from '../support/wait-for.js'
import { API_KEY, createBackend } from './backend.js'
import { startRequestSink } from './request-sink.js'
import { ERASURE_STEP, STEP_COUNT, type Delivery, type Schedule } from './notification-schedule.js'
import { WEBHOOK_SECRET } from './fault-fixture.js'

/** Milliseconds until the next moment. All checks are done after a few; the last but one is the end of any wait. */
const STEP_DELAYS_MS = [0, 1500, 1500, 1500, 1500, 1500, 1500, 90_000, 1000]
const CALLER_HASH = createHash('sha256').update('shop').digest('base64url')

/** The product, with Yoti's notifications kept back so that a test can bring them as it likes. */
export async function startNotificationFixture() {
  const sink = await startRequestSink()
  const stack = await startStack({
    env: {
      YOTI_APP_BASE_URL: sink.url,
      API_KEYS: `shop:${API_KEY}`,
      OUTCOME_WEBHOOK_URL: `${sink.url}/outcome`,
      OUTCOME_WEBHOOK_SECRET: WEBHOOK_SECRET,
      RATE_LIMIT: 'off',
      LOG_LEVEL: 'silent',
    },
  })
  const { emulator, context } = stack
  const backend = createBackend(stack.baseUrl)
  let userCount = 0

  const listSentNotifications = (sessionId: string) =>
    emulator.notifications().filter(({ body }) => body.session_id === sessionId)
  const countSessionReads = (sessionId: string) =>
    emulator
      .requests()
      .filter(({ method, path }) => method === 'GET' && path.endsWith(`/sessions/${sessionId}`))
      .length

  /** Resolves to the status of each copy. */
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

  /** One person from the order to the erasure and after. Resolves to all that may not depend on the schedule. */
  const runFlow = async (selectDeliveries: (sent: number) => Schedule) => {
    const { sessionId, clientSessionToken } = await backend.createSession(`user-${userCount++}`)
    await captureOverHttp(emulator.apiUrl, sessionId, clientSessionToken)
    const statuses = { right: new Set<number>(), forged: new Set<number>() }
    let readsByForgery = 0
    let completed: object = {}
    for (let step = 0; step < STEP_COUNT; step++) {
      await stack.advanceTime(STEP_DELAYS_MS[step] ?? 0)
      await waitFor('what Yoti sends', () =>
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
      const before = countSessionReads(sessionId)
      for (const delivery of forged) addAll(statuses.forged, await deliver(sessionId, delivery))
      await context.worker.drain()
      readsByForgery += countSessionReads(sessionId) - before
      for (const delivery of due) {
        if (delivery.token === 'right') addAll(statuses.right, await deliver(sessionId, delivery))
      }
      await context.worker.drain()
    }
    const events = sink.requests
      .filter(({ path, body }) => path === '/outcome' && body.includes(sessionId))
      .map(({ headers, body }) => {
        const { type, data } = JSON.parse(body) as { type: string; data: { outcome: string } }
        return `${headers['webhook-id']?.replace(sessionId, '')} ${type} ${data.outcome}`
      })
    const state = {
      completed,
      erased: await readStoredSession(sessionId),
      events,
      readsByForgery,
    }
    return { state, statuses, sessionReads: countSessionReads(sessionId) }
  }

  const readStoredSession = async (sessionId: string) => {
    // Unlike a look, this does not ask Yoti.
    const session = await context.sessions.getForCaller(sessionId, CALLER_HASH)
    const { state, outcome, reasons, checks, policyVersion } = session
    return { state, outcome, reasons, checks, policyVersion }
  }

  return {
    runFlow,
    async [Symbol.asyncDispose]() {
      await stack[Symbol.asyncDispose]()
      await sink[Symbol.asyncDispose]()
    },
  }
}

function addAll(statuses: Set<number>, more: number[]): void {
  for (const status of more) statuses.add(status)
}

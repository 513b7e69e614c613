import { createHash, randomBytes } from 'node:crypto'
import { capture } from '../support/capture-client.js'
import { startStack } from '../support/start-stack.js'
import { waitFor } from '../support/wait-for.js'
import { API_KEY, createBackend } from './backend.js'
import { startMailbox } from './mailbox.js'
import { ERASED, MOMENTS, type Delivery, type Schedule } from './schedule.js'
import { WEBHOOK_SECRET } from './world.js'

/** Milliseconds until the next moment. All checks are done after a few; the last but one is the end of any wait. */
const WAITS = [0, 1500, 1500, 1500, 1500, 1500, 1500, 90_000, 1000]
const CALLER_HASH = createHash('sha256').update('shop').digest('base64url')

/** The product, with Yoti's notifications kept back so that a test can bring them as it likes. */
export async function startNotifiedWorld() {
  const mailbox = await startMailbox()
  const stack = await startStack({
    env: {
      YOTI_APP_BASE_URL: mailbox.url,
      API_KEYS: `shop:${API_KEY}`,
      OUTCOME_WEBHOOK_URL: `${mailbox.url}/outcome`,
      OUTCOME_WEBHOOK_SECRET: WEBHOOK_SECRET,
      RATE_LIMIT: 'off',
      LOG_LEVEL: 'silent',
    },
  })
  const { emulator, parts } = stack
  const backend = createBackend(stack.baseUrl)
  let people = 0

  const listSent = (sessionId: string) =>
    emulator.notifications().filter(({ body }) => body.session_id === sessionId)
  const countReadings = (sessionId: string) =>
    emulator
      .requests()
      .filter(({ method, path }) => method === 'GET' && path.endsWith(`/sessions/${sessionId}`))
      .length

  /** Resolves to the status of each copy. */
  const bring = async (sessionId: string, delivery: Delivery): Promise<number[]> => {
    const sent = listSent(sessionId)
    const notification = sent[delivery.which % sent.length]
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
    const answers = await Promise.all(Array.from({ length: delivery.copies }, post))
    return answers.map(({ status }) => status)
  }

  /** One person from the order to the erasure and after. Resolves to all that may not depend on the schedule. */
  const tell = async (choose: (sent: number) => Schedule) => {
    const { sessionId, clientSessionToken } = await backend.order(`user-${people++}`)
    await capture(emulator.apiUrl, sessionId, clientSessionToken)
    const statuses = { right: new Set<number>(), forged: new Set<number>() }
    let readingsByForgery = 0
    let ended: object = {}
    for (let moment = 0; moment < MOMENTS; moment++) {
      await stack.pass(WAITS[moment] ?? 0)
      await waitFor('what Yoti sends', () => listSent(sessionId).every(({ status }) => status))
      if (moment === ERASED) {
        ended = await describeKept(sessionId)
        await backend.erase(sessionId)
      }
      const now = choose(listSent(sessionId).length).filter((one) => one.moment === moment)
      const forged = now.filter(({ token }) => token !== 'right')
      const before = countReadings(sessionId)
      for (const delivery of forged) add(statuses.forged, await bring(sessionId, delivery))
      await parts.worker.runDue()
      readingsByForgery += countReadings(sessionId) - before
      for (const delivery of now) {
        if (delivery.token === 'right') add(statuses.right, await bring(sessionId, delivery))
      }
      await parts.worker.runDue()
    }
    const told = mailbox.letters
      .filter(({ path, body }) => path === '/outcome' && body.includes(sessionId))
      .map(({ headers, body }) => {
        const { type, data } = JSON.parse(body) as { type: string; data: { outcome: string } }
        return `${headers['webhook-id']?.replace(sessionId, '')} ${type} ${data.outcome}`
      })
    const state = { ended, erased: await describeKept(sessionId), told, readingsByForgery }
    return { state, statuses, readings: countReadings(sessionId) }
  }

  const describeKept = async (sessionId: string) => {
    // Unlike a look, this does not ask Yoti.
    const session = await parts.sessions.ownByCaller(sessionId, CALLER_HASH)
    const { state, outcome, reasons, checks, policyVersion } = session
    return { state, outcome, reasons, checks, policyVersion }
  }

  return {
    tell,
    async [Symbol.asyncDispose]() {
      await stack[Symbol.asyncDispose]()
      await mailbox[Symbol.asyncDispose]()
    },
  }
}

function add(statuses: Set<number>, more: number[]): void {
  for (const status of more) statuses.add(status)
}

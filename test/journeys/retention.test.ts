import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startStack, type Stack, type StackOptions } from '../support/start-stack.js'
import { createVisitor, startSession } from '../support/visitor.js'
import { startWebhookReceiver } from '../support/webhook-receiver.js'
import { API_ENV, callApi, capture, CHECKS_DONE_MS } from './journey.js'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const createSession = (stack: Stack, key?: string) =>
  callApi(
    stack,
    'POST',
    '/api/sessions',
    { userReference: 'user-1' },
    key === undefined ? {} : { 'Idempotency-Key': key },
  )
const createAndCapture = async (stack: Stack) => capture(stack, await createSession(stack))
const getSession = async (stack: Stack, sessionId: string) =>
  (await callApi(stack, 'GET', `/api/sessions/${sessionId}`)).body

describe('session retention', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'old '))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  /** Again and again on the same database. */
  const start = (env: Record<string, string> = {}, options: StackOptions = {}) =>
    startStack({
      ...options,
      env: {
        ...API_ENV,
        DATABASE_URL: `file:${join(folder, 'kept.db')}`,
        ...env,
      },
    })

  it('erases the session when Yoti is down and its retention has ended', async () => {
    await using stack = await start({ ERASE_AFTER: 'P30D' })
    const sessionId = await createAndCapture(stack)
    await stack.advanceTime(CHECKS_DONE_MS)
    await stack.emulator.close()
    await stack.advanceTime(31 * DAY_MS)
    expect(await getSession(stack, sessionId)).toMatchObject({
      state: 'ERASED',
      outcome: 'APPROVED',
      userReference: null,
    })
  })

  it('keeps erasing when Yoti is down for longer than its retention', async () => {
    await using stack = await start()
    const { body } = await createSession(stack)
    await stack.emulator.close()
    await stack.advanceTime(20 * DAY_MS)
    expect(stack.logLines.filter((line) => line.includes('failed permanently'))).toEqual([])
    expect(await getSession(stack, body.sessionId)).toMatchObject({ state: 'ONGOING' })
  })

  it('applies the ERASE_AFTER that is set when the time comes', async () => {
    let sessionId: string
    {
      await using stack = await start({ ERASE_AFTER: 'PT2H' })
      sessionId = await createAndCapture(stack)
      await stack.advanceTime(CHECKS_DONE_MS)
      expect(await getSession(stack, sessionId)).toMatchObject({ state: 'COMPLETED' })
    }
    {
      await using stack = await start()
      await stack.advanceTime(3 * HOUR_MS)
      const seen = await getSession(stack, sessionId)
      expect(seen).toMatchObject({ state: 'COMPLETED', userReference: 'user-1' })
    }
    await using stack = await start({ ERASE_AFTER: 'PT4H' })
    await stack.advanceTime(3 * HOUR_MS)
    expect(await getSession(stack, sessionId)).toMatchObject({ state: 'COMPLETED' })
    await stack.advanceTime(2 * HOUR_MS)
    expect(await getSession(stack, sessionId)).toMatchObject({ state: 'ERASED' })
  })

  it('waits for the decision on a REVIEW, until its data expires at Yoti', async () => {
    await using stack = await start({ ERASE_AFTER: 'PT2H' })
    const review = async (userReference: string) => {
      const order = { userReference, scenario: 'watchlist-hit' }
      return capture(stack, await callApi(stack, 'POST', '/api/sessions', order))
    }
    const [decided, late, waiting] = [await review('a'), await review('b'), await review('c')]
    const decide = async (sessionId: string) => {
      const decision = { decision: 'APPROVED', decidedBy: 'agent-7', reason: 'CASE-1' }
      const path = `/api/sessions/${sessionId}/decision`
      expect((await callApi(stack, 'POST', path, decision)).status).toBe(200)
    }
    const readStates = async () => {
      const all = await Promise.all([decided, late, waiting].map((id) => getSession(stack, id)))
      return all.map(({ state }) => state)
    }
    await stack.advanceTime(DAY_MS)
    await decide(decided)
    await stack.advanceTime(HOUR_MS)
    expect(await readStates()).toEqual(['COMPLETED', 'COMPLETED', 'COMPLETED'])
    await stack.advanceTime(2 * HOUR_MS)
    expect(await readStates()).toEqual(['ERASED', 'COMPLETED', 'COMPLETED'])
    // RESOURCES_TTL is a week.
    await stack.advanceTime(6 * DAY_MS - 4 * HOUR_MS)
    expect(await readStates()).toEqual(['ERASED', 'COMPLETED', 'COMPLETED'])
    await decide(late)
    await stack.advanceTime(2 * HOUR_MS)
    expect(await readStates()).toEqual(['ERASED', 'ERASED', 'ERASED'])
  })

  it("erases at Yoti until the session's own retention ends when RESOURCES_TTL changes", async () => {
    let sessionId: string
    {
      await using stack = await start({ RESOURCES_TTL: String((20 * DAY_MS) / 1000) })
      sessionId = await createAndCapture(stack)
      await stack.advanceTime(CHECKS_DONE_MS)
    }
    await using stack = await start({ RESOURCES_TTL: String((2 * DAY_MS) / 1000) })
    await stack.emulator.close()
    expect((await callApi(stack, 'DELETE', `/api/sessions/${sessionId}`)).status).toBe(202)
    await stack.advanceTime(15 * DAY_MS)
    expect(await getSession(stack, sessionId)).toMatchObject({ state: 'COMPLETED' })
    await stack.advanceTime(7 * DAY_MS)
    expect(await getSession(stack, sessionId)).toMatchObject({ state: 'ERASED' })
  })

  it('sends no webhook from a server with another target', async () => {
    let isDown = true
    await using receiver = await startWebhookReceiver(() => isDown)
    {
      await using stack = await start(receiver.env)
      await createAndCapture(stack)
      await stack.advanceTime(CHECKS_DONE_MS)
      expect(receiver.rejectedCount).toBeGreaterThan(0)
    }
    isDown = false
    {
      await using elsewhere = await start(receiver.env, { target: 'live' })
      await elsewhere.advanceTime(DAY_MS)
      expect(receiver.events).toEqual([])
    }
    await using stack = await start(receiver.env)
    await stack.context.retryFailed()
    await stack.advanceTime(DAY_MS)
    expect(receiver.events).toHaveLength(1)
  })

  it('returns a handover link that works when the checks outlast the client token', async () => {
    const checks = { automatedChecks: 5 * HOUR_MS, expertChecks: 5 * HOUR_MS }
    const timeline = { textExtraction: 0, livenessAttempt: 0, ...checks }
    await using stack = await start({}, { emulator: { timeline } })
    const sessionId = await createAndCapture(stack)
    await stack.advanceTime(1_000_000)
    const { body } = await createSession(stack)
    expect(body).toMatchObject({ sessionId, state: 'CAPTURED', clientSessionTokenTtl: 0 })
    const opened = await createVisitor(stack.baseUrl).get(new URL(body.url).pathname)
    expect(opened.status).toBe(303)
  })

  it('answers 410 to a used idempotency key after an erase request', async () => {
    await using stack = await start()
    const { body } = await createSession(stack, 'key')
    const path = `/api/sessions/${body.sessionId}`
    expect((await callApi(stack, 'DELETE', path)).status).toBe(202)
    expect(await createSession(stack, 'key')).toMatchObject({ status: 410, body: { code: 'GONE' } })

    await stack.advanceTime(10 * DAY_MS)
    expect(await getSession(stack, body.sessionId)).toMatchObject({ state: 'ERASED' })
    const fresh = await createSession(stack, 'other-key')
    await capture(stack, fresh)
    await stack.advanceTime(60_000)
    expect((await callApi(stack, 'DELETE', `/api/sessions/${fresh.body.sessionId}`)).status).toBe(
      204,
    )
    expect(await createSession(stack, 'other-key')).toMatchObject({
      status: 410,
      body: { code: 'GONE' },
    })
  })

  it('is gone for its owner after erasure', async () => {
    const seconds = String(30 * 86_400)
    await using stack = await start({ OWNER_IDLE_TIMEOUT: seconds, OWNER_LIFETIME: seconds })
    const visitor = createVisitor(stack.baseUrl)
    const sessionId = await startSession(visitor)
    await stack.advanceTime(901_000)
    await visitor.submitForm(`/sessions/${sessionId}/delete`)
    await stack.advanceTime(10 * DAY_MS)
    const countStale = async () =>
      /stale_refreshes_total (\d+)/.exec((await stack.context.metrics.expose()).body)?.[1]
    const before = await countStale()
    const mediaId = sessionId
    for (const path of ['', '/status', `/media/${mediaId}`]) {
      expect((await visitor.get(`/sessions/${sessionId}${path}`)).status).toBe(410)
    }
    expect(before).toBeDefined()
    expect(await countStale()).toBe(before)
  })
})

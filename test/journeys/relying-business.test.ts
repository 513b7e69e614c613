import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { startPostgres, type Postgres } from '../support/postgres.js'
import { startStack, type Stack } from '../support/start-stack.js'
import { createVisitor } from '../support/visitor.js'
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.js'
import { captureOverHttp } from '../support/capture-over-http.js'
import { callApi, CHECKS_DONE_MS, countCreateRequests, SHOP_SECRET } from './journey.js'

const SESSION_REQUEST = {
  userReference: 'user-1',
  returnUrl: 'https://shop.example/back?signed=%E9%20~+&flag#top',
}

let stack: Stack
let receiver: WebhookReceiver
let rejections: number

const pathOf = (url: string) => new URL(url).pathname

describe.each(['sqlite', 'postgres'])('on %s', (engine) => {
  let postgres: Postgres | undefined

  beforeAll(async () => {
    if (engine === 'postgres') postgres = await startPostgres()
  })
  afterAll(async () => {
    await postgres?.[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    rejections = 0
    receiver = await startWebhookReceiver(() => rejections-- > 0)
    stack = await startStack({
      env: {
        ...(postgres === undefined ? {} : { DATABASE_URL: await postgres.createDatabase() }),
        API_KEYS: `shop:${SHOP_SECRET}`,
        RETURN_URL_ORIGINS: 'https://shop.example',
        // A user returns after a day.
        OWNER_IDLE_TIMEOUT: '172800',
        ...receiver.env,
      },
    })
  })
  afterEach(async () => {
    await stack[Symbol.asyncDispose]()
    await receiver[Symbol.asyncDispose]()
  })

  describe('a user redirected by a signup page', () => {
    it('is verified and returns with only the session id, and the business receives one webhook', async () => {
      // With and without a separator at the end.
      const query = `signed=%E9%20~+&flag${engine === 'sqlite' ? '' : '&'}`
      const returnUrl = `https://shop.example/back?${query}#top`
      const order = { ...SESSION_REQUEST, returnUrl }
      const { status, body } = await callApi(stack, 'POST', '/api/sessions', order)
      expect(status).toBe(201)
      expect(body).toMatchObject({ state: 'ONGOING', target: 'emulator' })
      const sessionId = body.sessionId

      const visitor = createVisitor(stack.baseUrl)
      const handover = pathOf(body.url)
      const previews: Record<string, string>[] = [
        { 'sec-purpose': 'prefetch;prerender' },
        { purpose: 'prefetch' },
        { 'x-moz': 'prefetch' },
      ]
      for (const headers of previews) {
        const prefetched = await visitor.get(handover, headers)
        expect(prefetched.status).toBe(503)
        expect(prefetched.headers.get('cache-control')).toBe('no-store')
      }
      const arrival = await visitor.get(handover)
      expect([arrival.status, arrival.headers.get('location')]).toEqual([
        303,
        `/sessions/${sessionId}`,
      ])
      expect((await visitor.get(`/sessions/${sessionId}`)).status).toBe(200)
      // The link is spent, except for its owner.
      expect((await createVisitor(stack.baseUrl).get(handover)).status).toBe(404)
      expect((await visitor.get(handover)).headers.get('location')).toBe(`/sessions/${sessionId}`)

      await captureOverHttp(stack.emulator.apiUrl, sessionId, body.clientSessionToken)
      await stack.advanceTime(CHECKS_DONE_MS)
      const back = await visitor.get(`/sessions/${sessionId}`)
      expect([back.status, back.headers.get('location')]).toEqual([
        303,
        `https://shop.example/back?signed=%E9%20~+&flag&sessionId=${sessionId}#top`,
      ])
      expect((await callApi(stack, 'GET', `/api/sessions/${sessionId}`)).body).toMatchObject({
        userReference: 'user-1',
        state: 'COMPLETED',
        outcome: 'APPROVED',
      })
      await stack.advanceTime(60_000)
      expect(receiver.events).toMatchObject([
        {
          id: `evt_${sessionId}_completed`,
          type: 'session.completed',
          data: { sessionId, userReference: 'user-1', outcome: 'APPROVED' },
        },
      ])
      expect(receiver.invalidCount).toBe(0)
    })

    it('repeats the webhook when the business rejected it', async () => {
      rejections = 2
      const { body } = await callApi(stack, 'POST', '/api/sessions', SESSION_REQUEST)
      await stack.advanceTime(24 * 3600_000)
      expect(receiver.events).toEqual([])
      await stack.advanceTime(3000)
      expect(receiver.events).toEqual([])
      await stack.advanceTime(6000)
      expect(receiver.events.map(({ id }) => id)).toEqual([`evt_${body.sessionId}_expired`])
    })
  })

  describe('creating a session again', () => {
    it('returns the same response for the same key and body, and 422 for another body', async () => {
      const key = { 'Idempotency-Key': 'first' }
      const all = await Promise.all(
        [1, 2, 3].map(() => callApi(stack, 'POST', '/api/sessions', SESSION_REQUEST, key)),
      )
      expect(new Set(all.map(({ body }) => JSON.stringify(body))).size).toBe(1)
      const other = await callApi(stack, 'POST', '/api/sessions', { userReference: 'user-2' }, key)
      expect(other.status).toBe(422)
      expect(countCreateRequests(stack)).toBe(1)
    })

    it("returns the user's unfinished session with a new handover link that moves it", async () => {
      const [first, second] = await Promise.all([
        callApi(stack, 'POST', '/api/sessions', SESSION_REQUEST),
        callApi(stack, 'POST', '/api/sessions', SESSION_REQUEST),
      ])
      expect(first.body.sessionId).toBe(second.body.sessionId)
      expect(countCreateRequests(stack)).toBe(1)
      const third = await callApi(stack, 'POST', '/api/sessions', SESSION_REQUEST)
      const laptop = createVisitor(stack.baseUrl)
      const phone = createVisitor(stack.baseUrl)
      const path = `/sessions/${third.body.sessionId}`
      await laptop.get(pathOf(third.body.url))
      const fourth = await callApi(stack, 'POST', '/api/sessions', SESSION_REQUEST)
      await phone.get(pathOf(fourth.body.url))
      expect((await phone.get(path)).status).toBe(200)
      expect((await laptop.get(path)).status).toBe(404)
    })
  })

  describe('erasing', () => {
    it('waits until Yoti allows it, shows nothing meanwhile, and leaves a receipt', async () => {
      const { body } = await callApi(stack, 'POST', '/api/sessions', SESSION_REQUEST)
      const sessionId = body.sessionId
      const visitor = createVisitor(stack.baseUrl)
      await visitor.get(pathOf(body.url))
      expect((await callApi(stack, 'DELETE', `/api/sessions/${sessionId}`)).status).toBe(202)
      expect(await (await visitor.get(`/sessions/${sessionId}`)).text()).toContain('being deleted')
      await stack.advanceTime(24 * 3600_000)
      await stack.advanceTime(3600_000)
      expect((await visitor.get(`/sessions/${sessionId}`)).status).toBe(410)
      expect((await createVisitor(stack.baseUrl).get(`/sessions/${sessionId}`)).status).toBe(404)
      const receipt = (await callApi(stack, 'GET', `/api/sessions/${sessionId}`)).body
      expect(receipt).toMatchObject({ state: 'ERASED', userReference: null })
      expect(receiver.events.at(-1)).toMatchObject({
        type: 'session.erased',
        data: { userReference: null },
      })
      expect((await callApi(stack, 'DELETE', `/api/sessions/${sessionId}`)).status).toBe(204)
    })
  })
})

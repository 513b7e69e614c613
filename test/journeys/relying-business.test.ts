import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { outcomeEventSchema, type OutcomeEvent } from '../../src/sessions/public-fields.js'
import { captureOverHttp } from '../support/capture-over-http.js'
import { startPostgres, type Postgres } from '../support/postgres.js'
import { startStack, type Stack } from '../support/start-stack.js'
import { createVisitor } from '../support/visitor.js'

const SHOP_SECRET = 'a-secret-of-the-shop-that-is-long-enough'
const BANK_SECRET = 'a-secret-of-the-bank-that-is-long-enough'
const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

interface ReceivedWebhook {
  id: string
  event: OutcomeEvent
}

/** The relying business's end: verifies each webhook as the specification says. */
async function startWebhookReceiver() {
  const events: ReceivedWebhook[] = []
  const receiver = { events, refuse: 0, url: '', server: undefined as Server | undefined }
  receiver.server = createServer((req, res) => {
    let body = ''
    req.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    req.on('end', () => {
      const headers = req.headers as Record<string, string>
      // The clock of the tests is not the receiver's.
      const event = new Webhook(WEBHOOK_SECRET).sign(
        headers['webhook-id'] ?? '',
        new Date(Number(headers['webhook-timestamp']) * 1000),
        body,
      )
      expect(headers['webhook-signature']).toBe(event)
      if (receiver.refuse-- > 0) res.statusCode = 500
      else
        events.push({
          id: headers['webhook-id'] ?? '',
          // No other fields, such as the checks.
          event: outcomeEventSchema.parse(JSON.parse(body)),
        })
      res.end()
    })
  }).listen(0, '127.0.0.1')
  await once(receiver.server, 'listening')
  receiver.url = `http://127.0.0.1:${(receiver.server.address() as AddressInfo).port}/outcome`
  return receiver
}

let stack: Stack
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>

interface JsonResponse {
  status: number
  body: Record<string, unknown>
}

async function callApi(
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
  secret = SHOP_SECRET,
): Promise<JsonResponse> {
  const response = await fetch(stack.baseUrl + path, {
    method,
    headers: {
      Authorization: `Bearer ${secret}`,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: (text ? JSON.parse(text) : {}) as JsonResponse['body'] }
}

const SESSION_REQUEST = {
  userReference: 'user-1',
  returnUrl: 'https://shop.example/back?from=verify',
}

describe.each(['sqlite', 'postgres'])('on %s', (engine) => {
  let postgres: Postgres | undefined

  beforeAll(async () => {
    if (engine === 'postgres') postgres = await startPostgres()
  })
  afterAll(async () => {
    await postgres?.[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    receiver = await startWebhookReceiver()
    stack = await startStack({
      env: {
        ...(postgres === undefined ? {} : { DATABASE_URL: await postgres.createDatabase() }),
        API_KEYS: `shop:${SHOP_SECRET},bank:${BANK_SECRET}`,
        RETURN_URL_ORIGINS: 'https://shop.example',
        OUTCOME_WEBHOOK_URL: receiver.url,
        OUTCOME_WEBHOOK_SECRET: WEBHOOK_SECRET,
      },
    })
  })
  afterEach(async () => {
    await stack[Symbol.asyncDispose]()
    receiver.server?.close()
  })

  describe('a user redirected by a signup page', () => {
    it('is verified and returns with only the session id, and the business receives one webhook', async () => {
      const { status, body } = await callApi('POST', '/api/sessions', SESSION_REQUEST)
      expect(status).toBe(201)
      expect(body).toMatchObject({ state: 'ONGOING', target: 'emulator' })
      const sessionId = String(body.sessionId)

      const visitor = createVisitor(stack.baseUrl)
      const handover = new URL(String(body.url)).pathname
      const arrival = await visitor.get(handover)
      expect([arrival.status, arrival.headers.get('location')]).toEqual([
        303,
        `/sessions/${sessionId}`,
      ])
      expect((await visitor.get(`/sessions/${sessionId}`)).status).toBe(200)
      // The link is spent, for everybody.
      expect((await createVisitor(stack.baseUrl).get(handover)).status).toBe(404)

      await captureOverHttp(stack.emulator.apiUrl, sessionId, String(body.clientSessionToken))
      await stack.advanceTime(600_000)
      const back = await visitor.get(`/sessions/${sessionId}`)
      expect([back.status, back.headers.get('location')]).toEqual([
        303,
        `https://shop.example/back?from=verify&sessionId=${sessionId}`,
      ])
      expect((await callApi('GET', `/api/sessions/${sessionId}`)).body).toMatchObject({
        userReference: 'user-1',
        state: 'COMPLETED',
        outcome: 'APPROVED',
      })
      await stack.advanceTime(60_000)
      expect(receiver.events).toEqual([
        {
          id: `evt_${sessionId}_completed`,
          event: expect.objectContaining({
            type: 'session.completed',
            data: expect.objectContaining({
              sessionId,
              userReference: 'user-1',
              outcome: 'APPROVED',
            }) as unknown,
          }) as unknown,
        },
      ])
    })

    it('repeats the webhook when the business rejected it', async () => {
      receiver.refuse = 2
      const { body } = await callApi('POST', '/api/sessions', SESSION_REQUEST)
      await stack.advanceTime(24 * 3600_000)
      expect(receiver.events).toEqual([])
      await stack.advanceTime(3000)
      expect(receiver.events).toEqual([])
      await stack.advanceTime(6000)
      expect(receiver.events.map(({ id }) => id)).toEqual([`evt_${String(body.sessionId)}_expired`])
    })
  })

  describe('creating a session again', () => {
    it('returns the same response for the same key and body, and 422 for another body', async () => {
      const key = { 'Idempotency-Key': 'first' }
      const all = await Promise.all(
        [1, 2, 3].map(() => callApi('POST', '/api/sessions', SESSION_REQUEST, key)),
      )
      expect(new Set(all.map(({ body }) => JSON.stringify(body))).size).toBe(1)
      const other = await callApi('POST', '/api/sessions', { userReference: 'user-2' }, key)
      expect(other.status).toBe(422)
      expect(countCreateRequests()).toBe(1)
    })

    it("returns the user's unfinished session with a new handover link that moves it", async () => {
      const [first, second] = await Promise.all([
        callApi('POST', '/api/sessions', SESSION_REQUEST),
        callApi('POST', '/api/sessions', SESSION_REQUEST),
      ])
      expect(first.body.sessionId).toBe(second.body.sessionId)
      expect(countCreateRequests()).toBe(1)
      const third = await callApi('POST', '/api/sessions', SESSION_REQUEST)
      const laptop = createVisitor(stack.baseUrl)
      const phone = createVisitor(stack.baseUrl)
      const path = `/sessions/${String(third.body.sessionId)}`
      await laptop.get(new URL(String(third.body.url)).pathname)
      const fourth = await callApi('POST', '/api/sessions', SESSION_REQUEST)
      await phone.get(new URL(String(fourth.body.url)).pathname)
      expect((await phone.get(path)).status).toBe(200)
      expect((await laptop.get(path)).status).toBe(404)
    })

    it('answers 429 after 20 sessions of one user in a day', async () => {
      for (let i = 0; i < 20; i++) {
        const { body, status } = await callApi('POST', '/api/sessions', { userReference: 'eager' })
        expect(status).toBe(201)
        await callApi('DELETE', `/api/sessions/${String(body.sessionId)}`)
      }
      const refused = await callApi('POST', '/api/sessions', { userReference: 'eager' })
      expect([refused.status, refused.body.code]).toEqual([429, 'SESSION_LIMIT'])
    })
  })

  describe('erasing', () => {
    it('waits until Yoti allows it, shows nothing meanwhile, and leaves a receipt', async () => {
      const { body } = await callApi('POST', '/api/sessions', SESSION_REQUEST)
      const sessionId = String(body.sessionId)
      const visitor = createVisitor(stack.baseUrl)
      await visitor.get(new URL(String(body.url)).pathname)
      expect((await callApi('DELETE', `/api/sessions/${sessionId}`)).status).toBe(202)
      expect(await (await visitor.get(`/sessions/${sessionId}`)).text()).toContain('being deleted')
      await stack.advanceTime(24 * 3600_000)
      await stack.advanceTime(3600_000)
      expect((await visitor.get(`/sessions/${sessionId}`)).status).toBe(410)
      expect((await createVisitor(stack.baseUrl).get(`/sessions/${sessionId}`)).status).toBe(404)
      const receipt = (await callApi('GET', `/api/sessions/${sessionId}`)).body
      expect(receipt).toMatchObject({ state: 'ERASED', userReference: null })
      expect(receiver.events.at(-1)?.event).toMatchObject({
        type: 'session.erased',
        data: { userReference: null },
      })
      expect((await callApi('DELETE', `/api/sessions/${sessionId}`)).status).toBe(204)
    })
  })

  describe('another caller', () => {
    it('gets 404 for the session, and 401 with a wrong key', async () => {
      const { body } = await callApi('POST', '/api/sessions', SESSION_REQUEST)
      const path = `/api/sessions/${String(body.sessionId)}`
      for (const route of [path, `${path}/result`, `${path}/configuration`]) {
        expect((await callApi('GET', route, undefined, {}, BANK_SECRET)).status).toBe(404)
        expect((await callApi('GET', route, undefined, {}, 'wrong')).status).toBe(401)
      }
      expect((await callApi('DELETE', path, undefined, {}, BANK_SECRET)).status).toBe(404)
    })
  })
})

function countCreateRequests(): number {
  return stack.emulator
    .requests()
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/sessions')).length
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startStack, type Stack } from '../support/start-stack.js'
import { createVisitor } from '../support/visitor.js'
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.js'
import { API_ENV, callApi, capture, CHECKS_DONE_MS } from './journey.js'

const DAY_MS = 86_400_000
const LENDING_SECRET = 'a-secret-of-lending-that-is-long-enough-too'
const LENDING = { Authorization: `Bearer ${LENDING_SECRET}` }
const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`

let users = 0
const order = (stack: Stack, headers: Record<string, string>, fields: object = {}) =>
  callApi(stack, 'POST', '/api/sessions', { userReference: `user-${users++}`, ...fields }, headers)

describe('callers of API_KEYS and CALLERS_FILE', () => {
  let shared: WebhookReceiver
  let own: WebhookReceiver
  let stack: Stack

  beforeAll(async () => {
    shared = await startWebhookReceiver()
    own = await startWebhookReceiver(() => false, WEBHOOK_SECRET)
    const path = join(mkdtempSync(join(tmpdir(), 'callers-')), 'callers.json')
    const lending = {
      secrets: [LENDING_SECRET],
      webhook: { url: own.env.OUTCOME_WEBHOOK_URL, secrets: [WEBHOOK_SECRET] },
      returnUrlOrigins: ['https://lending.example'],
      presets: ['two-documents', 'default'],
      dailyLimit: 2,
    }
    writeFileSync(path, JSON.stringify({ lending }))
    stack = await startStack({
      env: {
        ...API_ENV,
        ...shared.env,
        CALLERS_FILE: path,
        RETURN_URL_ORIGINS: 'https://shop.example',
        DAILY_LIMIT: '4',
      },
    })
  })
  afterAll(async () => {
    for (const each of [stack, shared, own]) await each[Symbol.asyncDispose]()
  })

  it('uses the return origins and presets of the caller, and its first preset as default', async () => {
    const refuse = async (headers: Record<string, string>, fields: object) => {
      const { status, body } = await order(stack, headers, fields)
      expect(status).toBe(400)
      return (body.errors as { path: string }[]).map(({ path }) => path)
    }
    expect(await refuse({}, { returnUrl: 'https://lending.example/' })).toEqual(['returnUrl'])
    expect(await refuse(LENDING, { returnUrl: 'https://shop.example/' })).toEqual(['returnUrl'])
    expect(await refuse(LENDING, { preset: 'liveness-only' })).toEqual(['preset'])
    const spec = { requested_checks: [{ type: 'LIVENESS', config: { liveness_type: 'STATIC' } }] }
    expect(await refuse(LENDING, { spec })).toEqual(['spec'])
    const returnUrl = 'https://lending.example/'
    const { status, body } = await order(stack, LENDING, { returnUrl })
    expect([status, body.preset]).toEqual([201, 'two-documents'])
    expect((await order(stack, {})).body.preset).toBe('default')
  })

  it('answers 429 until the UTC day ends, for the caller that reached its limit only', async () => {
    await stack.advanceTime(DAY_MS - (stack.context.now() % DAY_MS) + 1000)
    // Yoti certainly created none, so it does not count.
    const fault = {
      kind: 'error',
      code: 'TEMPORARILY_UNAVAILABLE',
      endpoint: 'POST /sessions',
    } as const
    stack.emulator.control.setTrackingFaults('refused', { faults: [{ ...fault, times: 1 }] })
    expect((await order(stack, LENDING, { userReference: 'refused' })).status).toBe(503)
    expect((await order(stack, LENDING)).status).toBe(201)
    expect((await order(stack, LENDING)).status).toBe(201)
    const { status, body } = await order(stack, LENDING)
    expect([status, body.code]).toEqual([429, 'SESSION_LIMIT'])
    expect(body.detail).toContain('its limit of 2 sessions a day')
    const { headers } = await fetch(`${stack.baseUrl}/api/sessions`, {
      method: 'POST',
      headers: { ...LENDING, 'Content-Type': 'application/json' },
      body: '{"userReference": "one-more"}',
    })
    const retryAfterSeconds = Number(headers.get('retry-after'))
    const untilMidnightMs = DAY_MS - (stack.context.now() % DAY_MS)
    expect(retryAfterSeconds).toBe(Math.ceil(untilMidnightMs / 1000))
    expect((await order(stack, {})).status).toBe(201)
    await stack.advanceTime(retryAfterSeconds * 1000)
    expect((await order(stack, LENDING)).status).toBe(201)
  })

  it('limits the start page by DAILY_LIMIT over all browsers', async () => {
    const statuses: number[] = []
    for (let i = 0; i < 5; i++) {
      const visitor = createVisitor(stack.baseUrl)
      await visitor.get('/')
      statuses.push((await visitor.submitForm('/sessions')).status)
    }
    expect(statuses).toEqual([303, 303, 303, 303, 429])
  })

  it('sends events to the webhook of the caller, with its secret and its name', async () => {
    await stack.advanceTime(2 * DAY_MS)
    shared.events.length = own.events.length = 0
    const [one, other] = [
      await order(stack, {}),
      await order(stack, LENDING, { preset: 'default' }),
    ]
    for (const created of [one, other]) await capture(stack, created)
    await stack.advanceTime(CHECKS_DONE_MS)
    await stack.advanceTime(60_000)
    const summarise = ({ events }: WebhookReceiver) =>
      events.map(({ data: { sessionId, caller } }) => [sessionId, caller])
    expect(summarise(shared)).toEqual([[one.body.sessionId, 'shop']])
    expect(summarise(own)).toEqual([[other.body.sessionId, 'lending']])
    expect([shared.invalidCount, own.invalidCount]).toEqual([0, 0])
  })
})

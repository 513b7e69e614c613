import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { captureOverHttp } from '../support/capture-over-http.js'
import { readClientSessionToken } from '../support/read-client-session-token.js'
import { startStack, type Stack } from '../support/start-stack.js'
import { createVisitor, startSession, type Visitor } from '../support/visitor.js'

const SECRET = 'a-secret-of-the-shop-that-is-long-enough'
const API_ENV = { API_KEYS: `shop:${SECRET}`, PUBLIC_START: 'on' }
const ALL_CHECKS_DONE_MS = 600_000

let stack: Stack
afterEach(async () => {
  await stack[Symbol.asyncDispose]()
})

interface JsonResponse {
  status: number
  body: Record<string, unknown>
}

async function callApi(method: string, path: string, body?: object): Promise<JsonResponse> {
  const response = await fetch(stack.baseUrl + path, {
    method,
    headers: { Authorization: `Bearer ${SECRET}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as JsonResponse['body'] }
}

const order = (body: object) => callApi('POST', '/api/sessions', { userReference: 'qa-1', ...body })

async function startScenario(visitor: Visitor, scenario: string): Promise<string> {
  const response = await visitor.submitForm('/sessions', { scenario })
  expect(response.status).toBe(303)
  return response.headers.get('location')?.slice('/sessions/'.length) ?? ''
}

describe.each(['apiUrl', 'sandboxUrl'] as const)('a scenario, with the API at the %s', (api) => {
  beforeEach(async () => {
    stack = await startStack({ env: API_ENV, api })
  })

  it('is chosen by the API, decides what comes out, and stands in the answers', async () => {
    const { status, body } = await order({ scenario: 'tampered-passport' })
    expect(status).toBe(201)
    expect(body).toMatchObject({ scenario: 'tampered-passport' })

    const sessionId = String(body.sessionId)
    await captureOverHttp(stack.emulator.apiUrl, sessionId, String(body.clientSessionToken))
    await stack.advanceTime(ALL_CHECKS_DONE_MS)
    expect((await callApi('GET', `/api/sessions/${sessionId}`)).body).toMatchObject({
      scenario: 'tampered-passport',
      preset: 'default',
      outcome: 'REJECTED',
      reasons: [
        { code: 'CHECK_REJECTED', checkType: 'ID_DOCUMENT_AUTHENTICITY', reason: 'TAMPERED' },
      ],
    })
  })

  it('is chosen by the form of the start page, and decides what comes out', async () => {
    const visitor = createVisitor(stack.baseUrl)
    await visitor.get('/')
    const sessionId = await startScenario(visitor, 'tampered-passport')
    const page = await (await visitor.get(`/sessions/${sessionId}`)).text()
    await captureOverHttp(stack.emulator.apiUrl, sessionId, readClientSessionToken(page))
    await stack.advanceTime(ALL_CHECKS_DONE_MS)
    expect(await (await visitor.get(`/sessions/${sessionId}`)).text()).toContain(
      'Identity not confirmed',
    )
  })
})

describe('a scenario whose preset SESSION_SPEC_FILE has by another meaning', () => {
  let folder: string
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'presets-'))
    const file = join(folder, 'presets.json')
    const liveness = { type: 'LIVENESS', config: { liveness_type: 'STATIC', max_retries: 3 } }
    writeFileSync(file, JSON.stringify({ default: { requested_checks: [liveness] } }))
    stack = await startStack({ env: { ...API_ENV, SESSION_SPEC_FILE: file } })
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  const finish = async (sessionId: string, token: string) => {
    await captureOverHttp(stack.emulator.apiUrl, sessionId, token)
    await stack.advanceTime(ALL_CHECKS_DONE_MS)
  }

  it('runs by the API with the built-in one, and other sessions with that of the file', async () => {
    const { body } = await order({ scenario: 'tampered-passport' })
    const sessionId = String(body.sessionId)
    await finish(sessionId, String(body.clientSessionToken))
    const { body: seen } = await callApi('GET', `/api/sessions/${sessionId}`)
    expect(seen).toMatchObject({ outcome: 'REJECTED' })

    const { body: other } = await order({ userReference: 'qa-2' })
    await finish(String(other.sessionId), String(other.clientSessionToken))
    const { body: judged } = await callApi('GET', `/api/sessions/${String(other.sessionId)}`)
    expect(judged).toMatchObject({ outcome: 'APPROVED', checks: [{ type: 'LIVENESS' }] })
  })

  it('runs by the start page with the built-in one', async () => {
    const visitor = createVisitor(stack.baseUrl)
    await visitor.get('/')
    const sessionId = await startScenario(visitor, 'tampered-passport')
    const page = await (await visitor.get(`/sessions/${sessionId}`)).text()
    await finish(sessionId, readClientSessionToken(page))
    expect(await (await visitor.get(`/sessions/${sessionId}`)).text()).toContain(
      'Identity not confirmed',
    )
  })
})

describe('a scenario while another session lives', () => {
  beforeEach(async () => {
    stack = await startStack({ env: API_ENV })
  })

  it('starts anew by the form, unless it is the same', async () => {
    const visitor = createVisitor(stack.baseUrl)
    const plain = await startSession(visitor)
    const tampered = await startScenario(visitor, 'tampered-passport')
    expect(tampered).not.toBe(plain)
    expect(await startScenario(visitor, 'tampered-passport')).toBe(tampered)
    expect(await startSession(visitor)).toBe(tampered)
    const none = await startScenario(visitor, '')
    expect([plain, tampered]).not.toContain(none)
    expect(await startScenario(visitor, '')).toBe(none)
  })

  it('starts anew by the API, unless it is the same', async () => {
    const idOf = async (body: object) => (await order(body)).body.sessionId
    const plain = await idOf({})
    const tampered = await idOf({ scenario: 'tampered-passport' })
    expect(tampered).not.toBe(plain)
    expect(await idOf({ scenario: 'tampered-passport' })).toBe(tampered)
    expect(await idOf({})).toBe(tampered)
  })

  it('counts for no limit of sessions in a day', async () => {
    const visitor = createVisitor(stack.baseUrl)
    await visitor.get('/')
    for (let i = 0; i < 10; i++) {
      await startScenario(visitor, 'tampered-passport')
      await startScenario(visitor, 'counterfeit')
    }
    // The limit of requests in a minute is another.
    await stack.advanceTime(61_000)
    await startScenario(visitor, '')
  })
})

describe('a scenario that there is not', () => {
  it('is refused by the API, which says where to find those that there are', async () => {
    stack = await startStack({ env: API_ENV })
    const { status, body } = await order({ scenario: 'tampered' })
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'VALIDATION', errors: [{ path: 'scenario' }] })
    expect(JSON.stringify(body.errors)).toContain('start page lists them')
  })

  it('is refused by the form, as several at once are, and nothing is created', async () => {
    stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    await visitor.get('/')
    const response = await visitor.submitForm('/sessions', { scenario: 'tampered' })
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('is not a scenario of this server')
    const asked = stack.emulator.requests().filter(({ method }) => method === 'POST')
    expect(asked).toEqual([])
  })
})

describe('a scenario on live', () => {
  it('is refused by the API and by the form', async () => {
    stack = await startStack({ env: API_ENV, target: 'live' })
    const { status, body } = await order({ scenario: 'tampered-passport' })
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'VALIDATION', errors: [{ path: 'scenario' }] })
    expect(JSON.stringify(body.errors)).toContain('this server is live')

    const visitor = createVisitor(stack.baseUrl)
    await visitor.get('/')
    const response = await visitor.submitForm('/sessions', { scenario: 'tampered-passport' })
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('this server is live')
  })
})

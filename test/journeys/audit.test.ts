import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../../src/app.js'
import { AUDIT_ACTIONS } from '../../src/http/request-logger.js'
import { listen } from '../support/listen.js'
import { startStack, type Stack } from '../support/start-stack.js'
import type { Visitor } from '../support/visitor.js'
import { waitFor } from '../support/wait-for.js'
import {
  API_ENV,
  callApi,
  capture,
  captureOnPage,
  CHECKS_DONE_MS,
  readMediaId,
  startAndCapture,
} from './journey.js'
import { listRoutes } from './list-routes.js'

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const TRACEPARENT = `00-${TRACE_ID}-00f067aa0ba902b7-01`

type Line = Record<string, unknown>

const parseLines = (lines: readonly string[]) => lines.map((line) => JSON.parse(line) as Line)
const readAudit = ({ logLines }: Stack) => parseLines(logLines).filter((line) => 'audit' in line)

const UUID = /^[0-9a-f-]{36}$/
const CLIENT = { 'x-forwarded-for': '203.0.113.7' }
const SHOP = { caller: 'shop' }
/** Of `:id`, as the API and its owner see it. */
const OF_USER = { sessionId: ':id', userReference: 'user-1' }
const OF_SHOP = { ...SHOP, ...OF_USER }
const OF_OWN = { sessionId: ':own' }
const OF_UNKNOWN = { sessionId: ':unknown' }
const DECISION = { decision: 'APPROVED', decidedBy: 'agent-7', reason: 'CASE-1', overrules: true }

/** An action, the status of the response, the request with its client, and the fields of the line. The order matters. */
const ACTIONS: [action: string, status: number, request: string, fields: object, body?: object][] =
  [
    [
      'session.create',
      201,
      'api POST /api/sessions',
      { ...SHOP, userReference: 'user-2', sessionId: UUID },
      { userReference: 'user-2' },
    ],
    ['session.create', 400, 'api POST /api/sessions', SHOP, { userReference: 'ada@example.com' }],
    ['session.list', 200, 'api GET /api/sessions', SHOP],
    ['session.decide', 200, 'api POST /api/sessions/:id/decision', OF_SHOP, DECISION],
    ['session.read', 200, 'api GET /api/sessions/:id', OF_SHOP],
    ['session.read', 404, 'api GET /api/sessions/:unknown', { ...SHOP, ...OF_UNKNOWN }],
    ['configuration.read', 200, 'api GET /api/sessions/:id/configuration', OF_SHOP],
    ['devices.read', 200, 'api GET /api/sessions/:id/tracked-devices', OF_SHOP],
    ['result.read', 200, 'api GET /api/sessions/:id/result', OF_SHOP],
    ['media.read', 404, 'api GET /api/sessions/:id/media/:unknown', OF_SHOP],
    ['face.upload', 409, 'api PUT /api/sessions/:id/face-capture', OF_SHOP, {}],
    ['auth.refuse', 401, 'stranger GET /api/sessions/:id', {}],
    ['session.create', 303, 'user POST /sessions', { sessionId: UUID }],
    ['handover.redeem', 303, 'user GET :handover', OF_USER],
    ['handover.redeem', 404, 'user GET /handover/unknown', {}],
    ['phone.link', 404, 'user POST /sessions/:unknown/phone', OF_UNKNOWN],
    ['phone.redeem', 404, 'user POST /phone/unknown', {}],
    ['result.read', 200, 'user GET /sessions/:id', OF_USER],
    ['media.read', 200, 'user GET /sessions/:own/media/:ownMedia', OF_OWN],
    ['media.erase', 204, 'api DELETE /api/sessions/:id/media/:media', OF_SHOP],
    ['session.erase', 303, 'user POST /sessions/:own/delete', OF_OWN],
    ['session.erase', 204, 'api DELETE /api/sessions/:id', OF_SHOP],
    ['session.read', 410, 'user GET /sessions/:id', { sessionId: ':id' }],
    ['owner.sign-out', 303, 'user POST /sessions/:own/finish', OF_OWN],
  ]

describe('the audit trail', () => {
  let stack: Stack
  let visitor: Visitor
  let ids: Record<string, string>
  const resolve = (text: string) => text.replace(/:(\w+)/g, (name) => ids[name] ?? name)

  beforeAll(async () => {
    stack = await startStack({ env: { ...API_ENV, TRUST_PROXY: '1' } })
    const { visitor: owner, sessionId: own } = await startAndCapture(stack)
    visitor = owner
    const { body } = await callApi(stack, 'POST', '/api/sessions', { userReference: 'user-1' })
    const handover = new URL(body.url).pathname
    await visitor.get(handover)
    await captureOnPage(stack, visitor, body.sessionId)
    await stack.advanceTime(CHECKS_DONE_MS)
    ids = {
      ':id': body.sessionId,
      ':own': own,
      ':unknown': '00000000-0000-4000-8000-000000000000',
      ':handover': handover,
      ':media': await readMediaId(stack, body.sessionId),
      ':ownMedia': await readMediaId(stack, own),
    }
  })
  afterAll(async () => {
    await stack[Symbol.asyncDispose]()
  })

  const send = (request: string, body?: object): Promise<{ status: number }> => {
    const [who = '', method = '', path = ''] = resolve(request).split(' ')
    if (who === 'user') {
      return method === 'GET'
        ? visitor.get(path, CLIENT)
        : visitor.submitForm(path, {}, { ...CLIENT, origin: stack.baseUrl })
    }
    const authorization: Record<string, string> =
      who === 'stranger' ? { Authorization: 'Bearer x' } : {}
    const image: Record<string, string> = method === 'PUT' ? { 'Content-Type': 'image/png' } : {}
    return callApi(stack, method, path, body, { ...CLIENT, ...authorization, ...image })
  }

  it.each(ACTIONS)('has one line when %s gets %d: %s', async (action, status, ...rest) => {
    const [request, fields, body] = rest
    const countBefore = readAudit(stack).length
    expect((await send(request, body)).status).toBe(status)
    const [line = {}, ...more] = await waitFor('the line', () => {
      const lines = readAudit(stack).slice(countBefore)
      const requested = lines.filter((each) => each.action !== 'session.erased')
      return requested.length > 0 && requested
    })
    expect(line).toEqual({
      level: 30,
      time: expect.any(Number),
      audit: true,
      action,
      result: status >= 400 ? 'refused' : 'ok',
      ...Object.fromEntries(
        Object.entries(fields as Record<string, string | RegExp>).map(([name, value]) => [
          name,
          typeof value === 'string' ? resolve(value) : expect.stringMatching(value),
        ]),
      ),
      requestId: expect.stringMatching(UUID),
      address: '203.0.113.7',
    })
    expect(more).toEqual([])
  })

  it('has a line when a session is erased, for an owner and for a caller', () => {
    const erased = readAudit(stack).filter(({ action }) => action === 'session.erased')
    expect(erased).toMatchObject([
      { result: 'ok', sessionId: ids[':own'] },
      { result: 'ok', sessionId: ids[':id'], userReference: 'user-1' },
    ])
  })

  it('names an action for every route of sessions except the status, which pages poll', () => {
    const routes = listRoutes(createApp(stack.context))
      .filter(({ method, path }) => /sessions|handover|phone/.test(path) && method !== 'HEAD')
      .map(({ method, path }) => `${method} ${path}`)
    const unaudited = ['GET /sessions/:sessionId/status', 'GET /phone/:token']
    expect(new Set([...Object.keys(AUDIT_ACTIONS), ...unaudited])).toEqual(new Set(routes))
  })

  it('is documented: docs/operations.md has a row for each action', () => {
    const docs = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8')
    const documented = [...docs.matchAll(/^\| `([a-z]+\.[a-z-]+)` /gm)].map(([, name]) => name)
    const actions = new Set([...ACTIONS.map(([action]) => action), 'session.erased'])
    expect(documented.sort()).toEqual([...actions].sort())
    expect([...actions]).toEqual(expect.arrayContaining(Object.values(AUDIT_ACTIONS)))
  })

  it('names the caller and the session in the request log', () => {
    const lines = parseLines(stack.logLines).filter(({ msg }) => msg === 'request')
    const sessionId = ids[':id']
    expect(lines).toContainEqual(
      expect.objectContaining({ route: '/api/sessions/:sessionId', caller: 'shop', sessionId }),
    )
    const created = lines.filter(({ method, route }) => method === 'POST' && route === '/sessions')
    for (const line of created) expect(line.sessionId).toMatch(UUID)
    expect(created.length).toBeGreaterThan(0)
  })
})

describe('AUDIT_LOG', () => {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'))
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })
  const refuse = ({ baseUrl }: Stack) => fetch(`${baseUrl}/api/x`)

  it('writes to a file, and to a new one after it was renamed', async () => {
    const file = join(folder, 'audit.log')
    await using stack = await startStack({ env: { AUDIT_LOG: file, LOG_LEVEL: 'silent' } })
    const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '')
    await refuse(stack)
    await waitFor('the first line', () => read(file).endsWith('\n'))
    renameSync(file, `${file}.1`)
    await refuse(stack)
    await waitFor('the second line', () => read(file).endsWith('\n'))
    for (const path of [file, `${file}.1`]) {
      expect(parseLines(read(path).trim().split('\n'))).toMatchObject([
        { audit: true, action: 'auth.refuse' },
      ])
    }
    expect(readAudit(stack)).toEqual([])
  })

  it('stops no request and is reported when the file cannot be written', async () => {
    await using stack = await startStack({ env: { AUDIT_LOG: join(folder, 'missing', 'x') } })
    for (let n = 0; n < 2; n++) expect((await refuse(stack)).status).toBe(401)
    await waitFor('the report', () => stack.logLines.some((line) => line.includes('AUDIT_LOG')))
    expect((await refuse(stack)).status).toBe(401)
  })

  it('writes nothing when off, and to the log whatever LOG_LEVEL is', async () => {
    await using off = await startStack({ env: { AUDIT_LOG: 'off' } })
    await refuse(off)
    await using silent = await startStack({ env: { LOG_LEVEL: 'silent' } })
    await refuse(silent)
    await waitFor('the line', () => silent.logLines.length > 0)
    expect(readAudit(silent)).toHaveLength(1)
    await waitFor('the request', () => off.logLines.some((line) => line.includes('"request"')))
    expect(readAudit(off)).toEqual([])
  })
})

describe('traceparent', () => {
  let stack: Stack
  const received: unknown[] = []
  let business: Awaited<ReturnType<typeof listen>>
  beforeAll(async () => {
    business = await listen((req, res) => {
      received.push(req.headers.traceparent)
      res.end()
    })
    const OUTCOME_WEBHOOK_SECRET = `whsec_${Buffer.alloc(32).toString('base64')}`
    const env = { OUTCOME_WEBHOOK_URL: business.url, OUTCOME_WEBHOOK_SECRET, LOG_LEVEL: 'debug' }
    stack = await startStack({ env: { ...API_ENV, ...env } })
  })
  afterAll(async () => {
    await stack[Symbol.asyncDispose]()
    await business[Symbol.asyncDispose]()
  })

  it('is in each log line of the request, in its calls to Yoti and in its webhook', async () => {
    const created = await callApi(stack, 'POST', '/api/sessions', { userReference: 'user-1' })
    await capture(stack, created)
    await stack.advanceTime(CHECKS_DONE_MS)
    const countBefore = stack.logLines.length
    const callCountBefore = stack.emulator.requests().length
    const traced = { traceparent: TRACEPARENT }
    const path = `/api/sessions/${created.body.sessionId}`
    expect((await callApi(stack, 'GET', `${path}/result`, undefined, traced)).status).toBe(200)
    expect((await callApi(stack, 'DELETE', path, undefined, traced)).status).toBe(204)
    await waitFor('the last line', () => readAudit(stack).at(-1)?.action === 'session.erase')

    // The emulator's notifications are other requests.
    const lines = parseLines(stack.logLines.slice(countBefore)).filter(
      ({ route }) => route !== '/notifications',
    )
    expect(lines.map(({ msg }) => msg)).toEqual(expect.arrayContaining(['call to Yoti', 'request']))
    expect(lines.filter(({ traceId }) => traceId !== TRACE_ID)).toEqual([])
    const calls = stack.emulator.requests().slice(callCountBefore)
    expect(calls.map(({ headers }) => headers.traceparent)).toEqual([TRACEPARENT, TRACEPARENT])

    await stack.advanceTime(60_000)
    // The worker found that the session was completed.
    expect(received).toEqual([undefined, TRACEPARENT])
  })

  it.each([
    [TRACEPARENT, TRACEPARENT],
    [`cc-${TRACEPARENT.slice(3)}-what-the-future-brings`, TRACEPARENT],
    [`${TRACEPARENT}-more`, undefined],
    [`ff-${TRACEPARENT.slice(3)}`, undefined],
    [TRACEPARENT.replace(TRACE_ID, '0'.repeat(32)), undefined],
    [TRACEPARENT.replace('00f067aa0ba902b7', '0'.repeat(16)), undefined],
    [TRACEPARENT.toUpperCase(), undefined],
    [`${TRACEPARENT}, ${TRACEPARENT}`, undefined],
  ])('%s is passed on as %s', async (traceparent, expected) => {
    const userReference = `user-${randomUUID()}`
    await callApi(stack, 'POST', '/api/sessions', { userReference }, { traceparent })
    expect(stack.emulator.requests().at(-1)?.headers.traceparent).toBe(expected)
  })
})

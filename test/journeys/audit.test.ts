import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../../src/app.js'
import { AUDIT_ACTIONS } from '../../src/http/audit-trail.js'
import { listen } from '../support/listen.js'
import { startStack, type Stack } from '../support/start-stack.js'
import type { createVisitor } from '../support/visitor.js'
import { waitFor } from '../support/wait-for.js'
import {
  API_ENV,
  callApi,
  capture,
  captureOnPage,
  CHECKS_DONE_MS,
  SHOP_SECRET,
  startAndCapture,
} from './journey.js'
import { listRoutes } from './list-routes.js'

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const TRACEPARENT = `00-${TRACE_ID}-00f067aa0ba902b7-01`

type Line = Record<string, unknown>

const parseLines = (lines: readonly string[]) => lines.map((line) => JSON.parse(line) as Line)
const readAudit = ({ logLines }: Stack) => parseLines(logLines).filter((line) => 'audit' in line)

describe('the audit trail', () => {
  /** For the actions after capture. */
  interface Subject {
    stack: Stack
    /** A session of the API, owned by the visitor and COMPLETED. */
    sessionId: string
    mediaId: string
    handover: string
    visitor: ReturnType<typeof createVisitor>
    /** A session that the visitor started, COMPLETED. */
    own: string
    ownMediaId: string
  }
  const subject = {} as Subject

  beforeAll(async () => {
    const stack = await startStack({ env: { ...API_ENV, TRUST_PROXY: '1' } })
    const { visitor, sessionId: own } = await startAndCapture(stack)
    const { body } = await callApi(stack, 'POST', '/api/sessions', { userReference: 'user-1' })
    const handover = new URL(body.url).pathname
    await visitor.get(handover)
    await captureOnPage(stack, visitor, body.sessionId)
    await stack.advanceTime(CHECKS_DONE_MS)
    const readMediaId = async (sessionId: string) => {
      const { resources } = await stack.context.yoti.getSession(sessionId)
      return resources.id_documents?.[0]?.pages?.[0]?.media?.id ?? ''
    }
    const { sessionId } = body
    Object.assign(subject, { stack, visitor, handover, sessionId, own })
    Object.assign(subject, {
      mediaId: await readMediaId(sessionId),
      ownMediaId: await readMediaId(own),
    })
  })
  afterAll(async () => {
    await subject.stack[Symbol.asyncDispose]()
  })

  const client = { 'x-forwarded-for': '203.0.113.7' }
  const api = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
    callApi(subject.stack, method, path, body, { ...client, ...headers })
  const form = (path: string) =>
    subject.visitor.submitForm(path, {}, { ...client, origin: subject.stack.baseUrl })
  const open = (path: string) => subject.visitor.get(path, client)
  const BY_SHOP = { caller: 'shop', userReference: 'user-1' }
  const UNKNOWN = '00000000-0000-4000-8000-000000000000'

  interface Case {
    action: string
    result?: 'ok' | 'refused' | 'failed'
    send: () => Promise<{ status: number }>
    status: number
    fields?: object
    /** Of the line; by default the API's session. */
    sessionId?: () => string | undefined | RegExp
  }
  const UUID = /^[0-9a-f-]{36}$/

  const CASES: Case[] = [
    {
      action: 'session.create',
      send: () => api('POST', '/api/sessions', { userReference: 'user-2' }),
      status: 201,
      fields: { caller: 'shop', userReference: 'user-2' },
      sessionId: () => UUID,
    },
    {
      action: 'session.create',
      result: 'refused',
      send: () => api('POST', '/api/sessions', { userReference: 'ada@example.com' }),
      status: 400,
      fields: { caller: 'shop' },
      sessionId: () => undefined,
    },
    {
      action: 'session.list',
      send: () => api('GET', '/api/sessions'),
      status: 200,
      fields: { caller: 'shop' },
      sessionId: () => undefined,
    },
    {
      action: 'session.decide',
      send: () =>
        api('POST', `/api/sessions/${subject.sessionId}/decision`, {
          decision: 'APPROVED',
          decidedBy: 'agent-7',
          reason: 'CASE-1',
          overrules: true,
        }),
      status: 200,
      fields: BY_SHOP,
    },
    {
      action: 'session.read',
      send: () => api('GET', `/api/sessions/${subject.sessionId}`),
      status: 200,
      fields: BY_SHOP,
    },
    {
      action: 'session.read',
      result: 'refused',
      send: () => api('GET', `/api/sessions/${UNKNOWN}`),
      status: 404,
      fields: { caller: 'shop' },
      sessionId: () => UNKNOWN,
    },
    {
      action: 'configuration.read',
      send: () => api('GET', `/api/sessions/${subject.sessionId}/configuration`),
      status: 200,
      fields: BY_SHOP,
    },
    {
      action: 'devices.read',
      send: () => api('GET', `/api/sessions/${subject.sessionId}/tracked-devices`),
      status: 200,
      fields: BY_SHOP,
    },
    {
      action: 'result.read',
      send: () => api('GET', `/api/sessions/${subject.sessionId}/result`),
      status: 200,
      fields: BY_SHOP,
    },
    {
      action: 'media.read',
      send: () => api('GET', `/api/sessions/${subject.sessionId}/media/${UNKNOWN}`),
      status: 404,
      result: 'refused',
      fields: BY_SHOP,
    },
    {
      action: 'face.upload',
      result: 'refused',
      send: () =>
        fetch(`${subject.stack.baseUrl}/api/sessions/${subject.sessionId}/face-capture`, {
          method: 'PUT',
          headers: {
            ...client,
            authorization: `Bearer ${SHOP_SECRET}`,
            'content-type': 'image/png',
          },
          body: 'face',
        }),
      status: 409,
      fields: BY_SHOP,
    },
    {
      action: 'auth.refuse',
      result: 'refused',
      send: () =>
        api('GET', `/api/sessions/${subject.sessionId}`, undefined, { authorization: 'Bearer x' }),
      status: 401,
      sessionId: () => undefined,
    },
    {
      action: 'session.create',
      send: () => form('/sessions'),
      status: 303,
      sessionId: () => UUID,
    },
    {
      action: 'handover.redeem',
      send: () => open(subject.handover),
      status: 303,
      fields: { userReference: 'user-1' },
    },
    {
      action: 'handover.redeem',
      result: 'refused',
      send: () => open('/handover/unknown'),
      status: 404,
      sessionId: () => undefined,
    },
    {
      action: 'phone.link',
      result: 'refused',
      send: () => form(`/sessions/${UNKNOWN}/phone`),
      status: 404,
      sessionId: () => UNKNOWN,
    },
    {
      action: 'phone.redeem',
      result: 'refused',
      send: () => form('/phone/unknown'),
      status: 404,
      sessionId: () => undefined,
    },
    {
      action: 'result.read',
      send: () => open(`/sessions/${subject.sessionId}`),
      status: 200,
      fields: { userReference: 'user-1' },
    },
    {
      action: 'media.read',
      send: () => open(`/sessions/${subject.own}/media/${subject.ownMediaId}`),
      status: 200,
      sessionId: () => subject.own,
    },
    {
      action: 'media.erase',
      send: () => api('DELETE', `/api/sessions/${subject.sessionId}/media/${subject.mediaId}`),
      status: 204,
      fields: BY_SHOP,
    },
    {
      action: 'session.erase',
      send: () => form(`/sessions/${subject.own}/delete`),
      status: 303,
      sessionId: () => subject.own,
    },
    {
      action: 'session.erase',
      send: () => api('DELETE', `/api/sessions/${subject.sessionId}`),
      status: 204,
      fields: BY_SHOP,
    },
    {
      action: 'session.read',
      result: 'refused',
      send: () => open(`/sessions/${subject.sessionId}`),
      status: 410,
    },
    {
      action: 'owner.sign-out',
      send: () => form(`/sessions/${subject.own}/finish`),
      status: 303,
      sessionId: () => subject.own,
    },
  ]

  it.each(CASES)(
    'has one line when the action is $action and the response $status',
    async ({ action, result = 'ok', send, status, fields = {}, sessionId }) => {
      const countBefore = readAudit(subject.stack).length
      expect((await send()).status).toBe(status)
      const listNew = () =>
        readAudit(subject.stack)
          .slice(countBefore)
          .filter((line) => line.action !== 'session.erased')
      const [line = {}, ...more] = await waitFor('the line', () => {
        const lines = listNew()
        return lines.length > 0 && lines
      })
      const expectedSessionId = sessionId === undefined ? subject.sessionId : sessionId()
      expect(line).toEqual({
        level: 30,
        time: expect.any(Number),
        audit: true,
        action,
        result,
        ...fields,
        ...(expectedSessionId === undefined
          ? {}
          : { sessionId: expect.stringMatching(expectedSessionId) }),
        requestId: expect.stringMatching(UUID),
        address: '203.0.113.7',
      })
      expect(more).toEqual([])
    },
  )

  it('has a line when a session is erased, for an owner and for a caller', () => {
    const erased = readAudit(subject.stack).filter(({ action }) => action === 'session.erased')
    expect(erased).toMatchObject([
      { result: 'ok', sessionId: subject.own },
      { result: 'ok', sessionId: subject.sessionId, userReference: 'user-1' },
    ])
  })

  it('names an action for every route of sessions except the status, which pages poll', () => {
    const routes = listRoutes(createApp(subject.stack.context))
      .filter(({ method, path }) => /sessions|handover|phone/.test(path) && method !== 'HEAD')
      .map(({ method, path }) => `${method} ${path}`)
    const unaudited = ['GET /sessions/:sessionId/status', 'GET /phone/:token']
    expect(new Set([...Object.keys(AUDIT_ACTIONS), ...unaudited])).toEqual(new Set(routes))
  })

  it('is documented: docs/operations.md has a row for each action', () => {
    const docs = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8')
    const documented = [...docs.matchAll(/^\| `([a-z]+\.[a-z-]+)` /gm)].map(([, name]) => name)
    const actions = new Set([...CASES.map(({ action }) => action), 'session.erased'])
    expect(documented.sort()).toEqual([...actions].sort())
    expect([...actions]).toEqual(expect.arrayContaining(Object.values(AUDIT_ACTIONS)))
  })

  it('names the caller and the session in the request log', () => {
    const lines = parseLines(subject.stack.logLines).filter(({ msg }) => msg === 'request')
    const { sessionId } = subject
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

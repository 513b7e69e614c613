import { describe, expect, it } from '@jest/globals'
import { hash } from 'node:crypto'
import { createdSessionSchema, sessionSchema } from '../../src/api/session-response.js'
import type { Session } from '../../src/sessions/session.js'
import type { CallerSessions } from '../../src/sessions/sessions.js'
import { YotiResponseError } from '../../src/yoti/errors.js'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'
import {
  BASE_URL,
  createTestApi,
  createApiClient,
  createFakeSessions,
  NOW,
  OTHER_CALLER_SECRET,
  SHOP_HASH,
} from './api-fixture.js'

function start(change: Partial<CallerSessions> = {}) {
  const fake = createFakeSessions()
  const api = createTestApi({ sessions: { ...fake.sessions, ...change } })
  return {
    ...fake,
    api,
    shop: createApiClient(api),
    rival: createApiClient(api, OTHER_CALLER_SECRET),
  }
}

describe('POST /api/sessions', () => {
  it('responds 201 with the session and a handover link', async () => {
    const { shop, createInputs } = start()
    const response = await shop
      .post('/api/sessions')
      .set('Idempotency-Key', 'order 1')
      .send({ userReference: 'user-1', returnUrl: 'https://shop.example.com/back' })
    expect(response.status).toBe(201)
    expect(response.headers['cache-control']).toBe('no-store')
    const body = createdSessionSchema.parse(response.body)
    expect(body).toEqual({
      sessionId: body.sessionId,
      clientSessionToken: 'client-token',
      clientSessionTokenTtl: 799,
      preset: 'default',
      url: `${BASE_URL}/handover/handover-token`,
      state: 'ONGOING',
      target: 'emulator',
      warnings: [],
    })
    expect(response.headers.location).toBe(`${BASE_URL}/api/sessions/${body.sessionId}`)
    expect(createInputs).toEqual([
      {
        callerHash: SHOP_HASH,
        userReference: 'user-1',
        returnUrl: 'https://shop.example.com/back',
        idempotency: {
          keyHash: hash('sha256', 'order 1', 'base64url'),
          bodyHash: expect.stringMatching(/^[\w-]{43}$/) as unknown,
        },
      },
    ])
  })

  it('passes on what it does not know of a spec, and names it in warnings', async () => {
    const { shop, createInputs } = start()
    const spec = { requested_checks: [{ type: 'GAIT_RECOGNITION' }], a_new_field: { deep: 1 } }
    const response = await shop.post('/api/sessions').send({ userReference: 'user-1', spec })
    expect(response.status).toBe(201)
    expect(createInputs).toMatchObject([{ preset: { spec } }])
    const { warnings } = createdSessionSchema.parse(response.body)
    expect(warnings.map(({ path }) => path)).toEqual([
      'spec.requested_checks[0].type',
      'spec.a_new_field',
    ])
  })

  it('omits clientSessionToken when the session is CAPTURED', async () => {
    const { addSession } = createFakeSessions()
    const { clientSessionToken: _spent, ...session } = addSession({
      state: 'CAPTURED',
      tokenExpiresAt: NOW - 1,
    })
    const { shop } = start({
      createForCaller: () => Promise.resolve({ session, handoverToken: 't' }),
    })
    const response = await shop.post('/api/sessions').send({ userReference: 'user-1' })
    expect(response.body).toMatchObject({ state: 'CAPTURED', clientSessionTokenTtl: 0 })
    expect(response.body).not.toHaveProperty('clientSessionToken')
  })

  it.each([
    ['application/json', '{"userReference":', 400, 'MALFORMED_JSON'],
    ['application/json', '"user-1"', 400, 'MALFORMED_JSON'],
    ['application/json', '[]', 400, 'VALIDATION'],
    ['application/json', '{"userReference":"Ada Secret"}', 400, 'VALIDATION'],
    ['application/json', `{"spec":"${'x'.repeat(102_400)}"}`, 413, 'TOO_LARGE'],
    ['application/json; charset=latin1', '{}', 415, 'UNSUPPORTED_TYPE'],
    ['text/plain', '{"userReference":"user-1"}', 415, 'UNSUPPORTED_TYPE'],
    ['application/x-www-form-urlencoded', 'userReference=user-1', 415, 'UNSUPPORTED_TYPE'],
  ])('rejects %s %j', async (type, content, status, code) => {
    const { shop, createInputs } = start()
    const response = await shop.post('/api/sessions').type(type).send(content)
    expect(response.status).toBe(status)
    expect(response.body).toMatchObject({ code })
    expect(response.text).not.toContain('Ada Secret')
    expect(createInputs).toEqual([])
  })

  it('names the Content-Type to send when there is none', async () => {
    const response = await start()
      .shop.post('/api/sessions')
      .set('Content-Type', '')
      .send(Buffer.from('{"userReference":"user-1"}'))
    expect(response.body).toMatchObject({
      status: 415,
      detail: 'Send JSON with the header `Content-Type: application/json`.',
    })
  })

  it('responds VALIDATION when there is no body', async () => {
    const response = await start().shop.post('/api/sessions').type('application/json')
    expect(response.body).toMatchObject({ status: 400, code: 'VALIDATION' })
  })

  it('responds SPEC_REFUSED when Yoti rejects a spec, and YOTI_REFUSED when it rejects a preset', async () => {
    const rejection = new YotiResponseError('POST /sessions', {
      status: 400,
      code: 'PAYLOAD_VALIDATION',
      errors: [
        { property: 'requested_checks.0.config.manual_check', message: 'Ada Secret' },
        { property: 'required_documents.12', message: 'Ada Secret' },
      ],
    })
    const { shop } = start({ createForCaller: () => Promise.reject(rejection) })
    const withSpec = await shop
      .post('/api/sessions')
      .send({ userReference: 'user-1', spec: DEFAULT_PRESET })
    expect(withSpec.body).toMatchObject({
      status: 400,
      code: 'SPEC_REFUSED',
      yotiCode: 'PAYLOAD_VALIDATION',
      errors: [
        {
          path: 'spec.requested_checks[0].config.manual_check',
          message: 'rejected by Yoti',
        },
        { path: 'spec.required_documents[12]', message: 'rejected by Yoti' },
      ],
    })
    const withPreset = await shop.post('/api/sessions').send({ userReference: 'user-1' })
    expect(withPreset.body).toMatchObject({ status: 502, code: 'YOTI_REFUSED' })
  })
})

describe('GET /api/sessions/:sessionId', () => {
  const ended: Partial<Session> = {
    state: 'COMPLETED',
    outcome: 'REJECTED',
    reasons: [{ code: 'CHECK_REJECTED', checkType: 'LIVENESS', reason: 'PHOTO_OF_SCREEN' }],
    policyVersion: '1',
    checks: [{ type: 'LIVENESS', state: 'DONE', recommendation: 'REJECT' }],
    ownerHash: 'hash-of-the-owner',
    capturedAt: NOW + 1000,
    endedAt: NOW + 2000,
  }

  it('returns the session without its owner, reference and token', async () => {
    const { shop, addSession } = start()
    const { sessionId } = addSession(ended)
    const response = await shop.get(`/api/sessions/${sessionId}`)
    expect(response.status).toBe(200)
    expect(response.headers['cache-control']).toBe('no-store')
    expect(sessionSchema.parse(response.body)).toEqual({
      sessionId,
      userReference: 'user-1',
      target: 'emulator',
      preset: 'default',
      state: 'COMPLETED',
      outcome: 'REJECTED',
      reasons: ended.reasons,
      policyVersion: '1',
      checks: ended.checks,
      createdAt: '2030-01-31T12:00:00.000Z',
      capturedAt: '2030-01-31T12:00:01.000Z',
      endedAt: '2030-01-31T12:00:02.000Z',
    })
  })

  it('refreshes the session', async () => {
    const { addSession, sessions } = createFakeSessions()
    const session = addSession()
    const refreshed = { ...session, state: 'CAPTURED' as const }
    const api = createTestApi({
      sessions: { ...sessions, refreshForCaller: () => Promise.resolve(refreshed) },
    })
    const response = await createApiClient(api).get(`/api/sessions/${session.sessionId}`)
    expect(response.body).toMatchObject({ state: 'CAPTURED' })
  })

  it.each([
    ['being erased', { erasureRequestedAt: NOW + 3000 }],
    ['erased', { state: 'ERASED' as const, erasureRequestedAt: NOW, erasedAt: NOW + 3000 }],
  ])('returns the outcome but no userReference when it is %s', async (_what, change) => {
    const { shop, addSession } = start()
    const { sessionId } = addSession({ ...ended, ...change })
    const response = await shop.get(`/api/sessions/${sessionId}`)
    const { state } = { ...ended, ...change }
    expect(sessionSchema.parse(response.body)).toMatchObject({
      state,
      outcome: 'REJECTED',
      checks: [],
    })
    expect(response.body).toMatchObject({ userReference: null })
  })

  it('responds the same 404 to unknown, invalid and other callers’ ids', async () => {
    const { shop, rival, addSession } = start()
    const { sessionId } = addSession()
    const { sessionId: unknownCallerId } = addSession({ callerHash: 'unknown' })
    const responses = [
      await rival.get(`/api/sessions/${sessionId}`),
      await shop.get(`/api/sessions/${unknownCallerId}`),
      await shop.get('/api/sessions/00000000-0000-4000-8000-000000000000'),
      await shop.get('/api/sessions/__proto__'),
      await shop.get('/api/nothing'),
      await shop.get('/api'),
    ]
    const bodies = responses.map(({ body }) => ({ ...(body as object), requestId: '' }))
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1)
    expect(bodies[0]).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  })
})

describe('DELETE /api/sessions/:sessionId', () => {
  it('responds 202 when Yoti cannot erase it yet', async () => {
    const { shop, addSession } = start()
    const { sessionId } = addSession({ state: 'CAPTURED' })
    const response = await shop.delete(`/api/sessions/${sessionId}`)
    expect(response.status).toBe(202)
    expect(response.body).toEqual({ state: 'CAPTURED', erasing: true })
  })

  it('responds 204 when Yoti has erased it, and again afterwards', async () => {
    const erased: Session[] = []
    const { shop, addSession } = start({
      erase: (session) => {
        erased.push(session)
        return Promise.resolve({ ...session, state: 'ERASED' })
      },
    })
    const { sessionId } = addSession({ state: 'COMPLETED' })
    expect((await shop.delete(`/api/sessions/${sessionId}`)).status).toBe(204)
    const { sessionId: erasedBefore } = addSession({ state: 'ERASED' })
    expect((await shop.delete(`/api/sessions/${erasedBefore}`)).status).toBe(204)
    expect(erased.map((session) => session.sessionId)).toEqual([sessionId])
  })

  it('responds 404 to another caller', async () => {
    const { rival, addSession } = start()
    expect((await rival.delete(`/api/sessions/${addSession().sessionId}`)).status).toBe(404)
  })
})

import { describe, expect, it } from '@jest/globals'
import { sha256 } from '../../src/api/sha256.js'
import { createdSessionResponseSchema } from '../../src/api/schemas/created-session-response.js'
import { sessionResponseSchema as answerSchema } from '../../src/api/schemas/session-response.js'
import type { CallerSessions, Session } from '../../src/sessions/session.js'
import { YotiConnectionError, YotiResponseError } from '../../src/yoti/errors.js'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'
import {
  BASE_URL,
  createTestApi,
  createApiClient,
  createFakeSessions,
  NOW,
  OTHER_CALLER_SECRET,
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
  it('gives out a session and the link that hands a browser over', async () => {
    const { shop, orders: createInputs } = start()
    const answer = await shop
      .post('/api/sessions')
      .set('Idempotency-Key', 'order 1')
      .send({ userReference: 'user-1', returnUrl: 'https://shop.example.com/back' })
    expect(answer.status).toBe(201)
    expect(answer.headers['cache-control']).toBe('no-store')
    const body = createdSessionResponseSchema.parse(answer.body)
    expect(body).toEqual({
      sessionId: body.sessionId,
      clientSessionToken: 'client-token',
      clientSessionTokenTtl: 799,
      preset: 'default',
      url: `${BASE_URL}/handover/handover-token`,
      state: 'ONGOING',
      target: 'emulator',
    })
    expect(answer.headers.location).toBe(`${BASE_URL}/api/sessions/${body.sessionId}`)
    expect(createInputs).toEqual([
      {
        callerHash: sha256('shop'),
        userReference: 'user-1',
        returnUrl: 'https://shop.example.com/back',
        idempotency: {
          keyHash: sha256('order 1'),
          bodyHash: expect.stringMatching(/^[\w-]{43}$/) as unknown,
        },
      },
    ])
  })

  it('leaves the token out when the person has finished', async () => {
    const { keep: addSession } = createFakeSessions()
    const { clientSessionToken: _spent, ...session } = addSession({
      state: 'CAPTURED',
      tokenExpiresAt: NOW - 1,
    })
    const { shop } = start({
      createForCaller: () => Promise.resolve({ session, handoverToken: 't' }),
    })
    const answer = await shop.post('/api/sessions').send({ userReference: 'user-1' })
    expect(answer.body).toMatchObject({ state: 'CAPTURED', clientSessionTokenTtl: 0 })
    expect(answer.body).not.toHaveProperty('clientSessionToken')
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
  ])('refuses %s %j', async (type, content, status, code) => {
    const { shop, orders: createInputs } = start()
    const answer = await shop.post('/api/sessions').type(type).send(content)
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject({ code })
    expect(answer.text).not.toContain('Ada Secret')
    expect(createInputs).toEqual([])
  })

  it.each(['text/plain', ''])(
    'answers 415 and names the Content-Type to send when it is %j',
    async (contentType) => {
      const { shop } = start()
      const response = await shop
        .post('/api/sessions')
        .set('Content-Type', contentType)
        .send(Buffer.from('{"userReference":"user-1"}'))
      expect(response.body).toMatchObject({
        status: 415,
        code: 'UNSUPPORTED_TYPE',
        detail: 'Send JSON with the header `Content-Type: application/json`.',
      })
    },
  )

  it('asks for a body where there is none', async () => {
    const answer = await start().shop.post('/api/sessions').type('application/json')
    expect(answer.body).toMatchObject({ status: 400, code: 'VALIDATION' })
  })

  it('blames the caller for its own specification only', async () => {
    const refusal = new YotiResponseError('POST /sessions', {
      status: 400,
      code: 'PAYLOAD_VALIDATION',
      errors: [
        { property: 'requested_checks.0.config.manual_check', message: 'Ada Secret' },
        { property: 'required_documents.12', message: 'Ada Secret' },
      ],
    })
    const { shop } = start({ createForCaller: () => Promise.reject(refusal) })
    const own = await shop
      .post('/api/sessions')
      .send({ userReference: 'user-1', spec: DEFAULT_PRESET })
    expect(own.body).toMatchObject({
      status: 400,
      code: 'SPEC_REFUSED',
      yotiCode: 'PAYLOAD_VALIDATION',
      errors: [
        {
          path: 'spec.requested_checks[0].config.manual_check',
          message: 'is refused by Yoti',
        },
        { path: 'spec.required_documents[12]', message: 'is refused by Yoti' },
      ],
    })
    const ours = await shop.post('/api/sessions').send({ userReference: 'user-1' })
    expect(ours.body).toMatchObject({ status: 502, code: 'YOTI_REFUSED' })
  })

  it('names each field of a specification that the server sets itself', async () => {
    const { shop, orders: createInputs } = start()
    const answer = await shop.post('/api/sessions').send({
      userReference: 'user-1',
      spec: { ...DEFAULT_PRESET, resources_ttl: 100_000, user_tracking_id: 'x' },
    })
    expect(answer.body).toMatchObject({
      code: 'VALIDATION',
      errors: [
        { path: 'spec.resources_ttl', message: 'remove it, because it is set by RESOURCES_TTL' },
        {
          path: 'spec.user_tracking_id',
          message: 'remove it, because it is set by userReference',
        },
      ],
    })
    expect(createInputs).toEqual([])
  })

  it('says when to come again while Yoti is away', async () => {
    const away = new YotiConnectionError('POST /sessions', 'gone')
    const { shop } = start({ createForCaller: () => Promise.reject(away) })
    const answer = await shop.post('/api/sessions').send({ userReference: 'user-1' })
    expect(answer.status).toBe(503)
    expect(answer.headers['retry-after']).toBe('30')
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

  it('tells how it stands, and nothing that is a secret of ours', async () => {
    const { shop, keep: addSession } = start()
    const { sessionId } = addSession(ended)
    const answer = await shop.get(`/api/sessions/${sessionId}`)
    expect(answer.status).toBe(200)
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answerSchema.parse(answer.body)).toEqual({
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

  it('asks Yoti by looking', async () => {
    const { keep: addSession, sessions } = createFakeSessions()
    const session = addSession()
    const looked = { ...session, state: 'CAPTURED' as const }
    const api = createTestApi({
      sessions: { ...sessions, refreshForCaller: () => Promise.resolve(looked) },
    })
    const answer = await createApiClient(api).get(`/api/sessions/${session.sessionId}`)
    expect(answer.body).toMatchObject({ state: 'CAPTURED' })
  })

  it.each([
    ['being erased', { erasureRequestedAt: NOW + 3000 }],
    ['erased', { state: 'ERASED' as const, erasureRequestedAt: NOW, erasedAt: NOW + 3000 }],
  ])('tells of one that is %s what came of it, and not whose it was', async (_what, change) => {
    const { shop, keep: addSession } = start()
    const { sessionId } = addSession({ ...ended, ...change })
    const answer = await shop.get(`/api/sessions/${sessionId}`)
    const { state } = { ...ended, ...change }
    expect(answerSchema.parse(answer.body)).toMatchObject({
      state,
      outcome: 'REJECTED',
      checks: [],
    })
    expect(answer.body).toMatchObject({ userReference: null })
  })

  it('is the same 404 for unknown, another caller’s and impossible ids', async () => {
    const { shop, rival, keep: addSession } = start()
    const { sessionId } = addSession()
    const { sessionId: ofPerson } = addSession({ callerHash: 'nobody' })
    const answers = [
      await rival.get(`/api/sessions/${sessionId}`),
      await shop.get(`/api/sessions/${ofPerson}`),
      await shop.get('/api/sessions/00000000-0000-4000-8000-000000000000'),
      await shop.get('/api/sessions/__proto__'),
      await shop.get('/api/nothing'),
      await shop.get('/api'),
    ]
    const bodies = answers.map(({ body }) => ({ ...(body as object), requestId: '' }))
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1)
    expect(bodies[0]).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  })
})

describe('DELETE /api/sessions/:sessionId', () => {
  it('waits for Yoti', async () => {
    const { shop, keep: addSession } = start()
    const { sessionId } = addSession({ state: 'CAPTURED' })
    const answer = await shop.delete(`/api/sessions/${sessionId}`)
    expect(answer.status).toBe(202)
    expect(answer.body).toEqual({ state: 'CAPTURED', erasing: true })
  })

  it('is done when Yoti has erased it, and stays so', async () => {
    const erased: Session[] = []
    const { shop, keep: addSession } = start({
      erase: (session) => {
        erased.push(session)
        return Promise.resolve({ ...session, state: 'ERASED' })
      },
    })
    const { sessionId } = addSession({ state: 'COMPLETED' })
    expect((await shop.delete(`/api/sessions/${sessionId}`)).status).toBe(204)
    const { sessionId: before } = addSession({ state: 'ERASED' })
    expect((await shop.delete(`/api/sessions/${before}`)).status).toBe(204)
    expect(erased.map((session) => session.sessionId)).toEqual([sessionId])
  })

  it('is for its caller only', async () => {
    const { rival, keep: addSession } = start({ erase: () => Promise.reject(new Error('never')) })
    const { sessionId } = addSession()
    expect((await rival.delete(`/api/sessions/${sessionId}`)).status).toBe(404)
  })
})

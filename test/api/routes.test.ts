import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { hash, randomUUID } from 'node:crypto'
import supertest from 'supertest'
import { createdSessionSchema } from '../../src/api/session-response.js'
import { sessionSchema } from '../../src/api/public-fields.js'
import { PRESETS } from '../../src/yoti/presets.js'
import { callApi, capture, CHECKS_DONE_MS, readMediaId, SHOP_SECRET } from '../journeys/journey.js'
import { listen } from '../support/listen.js'
import { startStack, type Stack } from '../support/start-stack.js'

const NEW_SECRET = 'a-new-secret-of-the-shop-that-is-long-enough'
const BANK_SECRET = 'a-secret-of-the-bank-that-is-long-enough'
const SHOP_HASH = hash('sha256', 'shop', 'base64url')
const UNKNOWN = '00000000-0000-4000-8000-000000000000'
const PNG = Buffer.from('89504e470d0a1a0a', 'hex')
const JPEG = Buffer.from('ffd8ffe000104a4649460001', 'hex')

let stack: Stack
beforeAll(async () => {
  stack = await startStack({
    env: {
      API_KEYS: `shop:${SHOP_SECRET},shop:${NEW_SECRET},bank:${BANK_SECRET}`,
      RETURN_URL_ORIGINS: 'https://shop.example',
      RATE_LIMIT: 'off',
    },
  })
})
afterAll(async () => {
  await stack[Symbol.asyncDispose]()
})

const call = (secret = SHOP_SECRET, { baseUrl } = stack) =>
  supertest.agent(baseUrl).set('Authorization', `Bearer ${secret}`)
let users = 0
const order = (fields: object = {}) =>
  call()
    .post('/api/sessions')
    .send({ userReference: `user-${users++}`, ...fields })
const create = async (fields: object = {}) => {
  const { sessionId } = createdSessionSchema.parse((await order(fields)).body)
  return `/api/sessions/${sessionId}`
}
const complete = async () => {
  const body = { userReference: `user-${users++}` }
  const sessionId = await capture(stack, await callApi(stack, 'POST', '/api/sessions', body))
  await stack.advanceTime(CHECKS_DONE_MS)
  return sessionId
}

describe('the API key', () => {
  it.each([
    [`Bearer ${SHOP_SECRET}`, 200],
    [`bearer  ${NEW_SECRET}`, 200],
    [`Bearer ${BANK_SECRET}`, 200],
    ['', 401],
    ['Bearer ', 401],
    [`Bearer ${SHOP_SECRET.slice(0, -1)}`, 401],
    [`Bearer ${SHOP_SECRET} x`, 401],
    [`Basic ${SHOP_SECRET}`, 401],
    [SHOP_SECRET, 401],
  ])('of the header %j gets %d', async (authorization, status) => {
    const response = await call().get('/api/sessions').set('Authorization', authorization)
    expect(response.status).toBe(status)
    if (status === 200) return
    expect(response.headers['www-authenticate']).toBe('Bearer')
    expect(response.body).toMatchObject({ code: 'UNAUTHORIZED', status })
    expect(response.text).not.toContain('secret-of')
  })

  it.each([`shop:${SHOP_SECRET}`, 'stranger:x'])(
    'with a colon gets a hint, whether or not it exists: %s',
    async (credential) => {
      const response = await call(credential).get('/api/sessions')
      expect(response.body).toMatchObject({
        status: 401,
        detail: expect.stringMatching(/^The credential contains a colon\./) as unknown,
      })
    },
  )

  it('gets 401 when the server has no API callers', async () => {
    await using closed = await startStack()
    expect((await call('undefined', closed).get('/api/sessions')).status).toBe(401)
  })

  it('gets 429 after 60 wrong ones, and 200 when it is right', async () => {
    await using limited = await startStack({ env: { API_KEYS: `shop:${SHOP_SECRET}` } })
    const guess = async () => (await call('wrong', limited).get('/api/sessions')).status
    for (let i = 0; i < 60; i++) expect(await guess()).toBe(401)
    expect(await guess()).toBe(429)
    expect((await call(SHOP_SECRET, limited).get('/api/sessions')).status).toBe(200)
  })
})

describe('POST /api/sessions', () => {
  it('responds 201 with the session and a handover link', async () => {
    const response = await order({ returnUrl: 'https://shop.example/back' })
    expect(response.status).toBe(201)
    expect(response.headers['cache-control']).toBe('no-store')
    const body = createdSessionSchema.parse(response.body)
    const { clientSessionToken, clientSessionTokenTtl } = body
    expect(clientSessionToken).not.toBe('')
    expect(clientSessionTokenTtl).toBeGreaterThan(890)
    expect(body).toEqual({
      sessionId: body.sessionId,
      clientSessionToken,
      clientSessionTokenTtl,
      preset: 'default',
      url: expect.stringMatching(/\/handover\/[\w-]{43}$/) as unknown,
      state: 'ONGOING',
      target: 'emulator',
      warnings: [],
    })
    expect(body.url).toContain(stack.baseUrl)
    expect(response.headers.location).toBe(`${stack.baseUrl}/api/sessions/${body.sessionId}`)
  })

  it.each(Object.entries(PRESETS))('creates a session with the preset %s', async (name, spec) => {
    const response = await call().get(`${await create({ preset: name })}/configuration`)
    const types = (spec.requested_checks ?? []).map(({ type }) => type)
    const requested_checks = expect.arrayContaining(types) as unknown
    expect(response.body).toMatchObject({ requested_checks })
  })

  it('passes on what it does not know of a spec, and names it in warnings', async () => {
    const config = { liveness_type: 'STATIC', max_retries: 3 }
    const spec = { requested_checks: [{ type: 'LIVENESS', config }], a_new_field: { deep: 1 } }
    const { warnings } = createdSessionSchema.parse((await order({ spec })).body)
    expect(warnings.map(({ path }) => path)).toEqual(['spec.a_new_field'])
    const sent = JSON.parse(String(stack.emulator.requests().at(-1)?.body)) as object
    expect(sent).toMatchObject(spec)
  })

  it('responds SPEC_REFUSED when Yoti rejects a spec, and YOTI_REFUSED when it rejects a preset', async () => {
    const config = { liveness_type: 'STATIC', max_retries: 'Ada Secret' }
    const withSpec = await order({ spec: { requested_checks: [{ type: 'LIVENESS', config }] } })
    expect(withSpec.body).toMatchObject({
      status: 400,
      code: 'SPEC_REFUSED',
      yotiCode: 'PAYLOAD_VALIDATION',
      errors: [
        { path: 'spec.requested_checks[0].config.max_retries', message: 'rejected by Yoti' },
      ],
    })
    const fault = { kind: 'error', code: 'PAYLOAD_VALIDATION', endpoint: 'POST /sessions' } as const
    stack.emulator.control.setTrackingFaults('refused', { faults: [fault] })
    const withPreset = await order({ userReference: 'refused' })
    expect(withPreset.body).toMatchObject({ status: 502, code: 'YOTI_REFUSED' })
  })

  it.each([
    ['application/json', '{"userReference":', 400, 'MALFORMED_JSON'],
    ['application/json', '"user-1"', 400, 'MALFORMED_JSON'],
    ['application/json', '[]', 400, 'VALIDATION'],
    ['application/json', undefined, 400, 'VALIDATION'],
    ['application/json', '{"userReference":"Ada Secret"}', 400, 'VALIDATION'],
    ['application/json', `{"spec":"${'x'.repeat(102_400)}"}`, 413, 'TOO_LARGE'],
    ['application/json; charset=latin1', '{}', 415, 'UNSUPPORTED_TYPE'],
    ['text/plain', '{"userReference":"user-1"}', 415, 'UNSUPPORTED_TYPE'],
    ['application/x-www-form-urlencoded', 'userReference=user-1', 415, 'UNSUPPORTED_TYPE'],
    ['', '{"userReference":"user-1"}', 415, 'UNSUPPORTED_TYPE'],
  ])('rejects %j with the body %j', async (type, content, status, code) => {
    const countBefore = stack.emulator.requests().length
    const response = await call().post('/api/sessions').set('Content-Type', type).send(content)
    expect([response.status, response.body]).toMatchObject([status, { code }])
    expect(response.text).not.toContain('Ada Secret')
    expect(stack.emulator.requests()).toHaveLength(countBefore)
  })
})

describe('a session', () => {
  it('has no other fields than the published ones, and hides the user once it is being erased', async () => {
    const path = `/api/sessions/${await complete()}`
    const response = await call().get(path)
    expect(response.headers['cache-control']).toBe('no-store')
    const session = sessionSchema.parse(response.body)
    expect(session).toMatchObject({ state: 'COMPLETED', outcome: 'APPROVED' })
    expect(session.checks).not.toEqual([])
    expect((await call().delete(path)).status).toBe(204)
    expect((await call().delete(path)).status).toBe(204)
    const body = { userReference: `user-${users++}` }
    const captured = await capture(stack, await callApi(stack, 'POST', '/api/sessions', body))
    await stack.advanceTime(3001)
    const unfinished = `/api/sessions/${captured}`
    expect(sessionSchema.parse((await call().get(unfinished)).body).checks).not.toEqual([])
    const erasing = await call().delete(unfinished)
    expect([erasing.status, erasing.body]).toEqual([202, { state: 'CAPTURED', erasing: true }])
    for (const [erased, outcome] of [
      [path, 'APPROVED'],
      [unfinished, 'PENDING'],
    ] as const) {
      const seen = sessionSchema.parse((await call().get(erased)).body)
      expect(seen).toMatchObject({ userReference: null, checks: [], outcome })
    }
  })

  it('responds the same 404 whether it is unknown, invalid or another caller’s', async () => {
    const responses = [
      await call(BANK_SECRET).get(await create()),
      await call().get(`/api/sessions/${UNKNOWN}`),
      await call().get('/api/sessions/__proto__'),
      await call().delete(`/api/sessions/${UNKNOWN}/media/..%2F${UNKNOWN}`),
      await call().get('/api/nothing'),
      await call().get('/api'),
    ]
    const bodies = responses.map(({ body }) => ({ ...(body as object), requestId: '' }))
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1)
    expect(bodies[0]).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  })
})

interface Problem {
  code: string
  errors: { path: string; message: string }[]
}

describe('GET /api/sessions', () => {
  const zone = 'expected a time with its zone, such as 2030-01-31T12:00:00Z'
  const limit = 'expected a whole number from 1 to 100'
  const order = 'expected a time after createdAfter, got an earlier one'
  const early = '2030-01-31T12:00:00Z'

  it('accepts a time of another zone', async () => {
    const query = 'createdAfter=2030-01-31T12:00:00%2B01:00&createdBefore=2030-01-31T11:00:01Z'
    expect((await call().get(`/api/sessions?${query}`)).status).toBe(200)
  })

  it.each([
    ['limit=0', 'limit', `${limit}, got 0`],
    ['limit=101', 'limit', `${limit}, got 101`],
    ['limit=1e1', 'limit', `${limit}, got 3 other characters`],
    ['limit=5&limit=6', 'limit', 'expected one value, got 2'],
    ['createdAfter=2030-01-31', 'createdAfter', `${zone}, got 10 other characters`],
    ['createdBefore=2030-01-31T12:00:00', 'createdBefore', `${zone}, got 19 other characters`],
    [`createdAfter=${early}&createdBefore=${early}`, 'createdBefore', order],
    ['state=COMPLETE', 'state', /^expected ONGOING or .+, got COMPLETE: did you mean COMPLETED\?$/],
    ['outcome=Ada%20Secret', 'outcome', /^expected PENDING or .+, got a different string$/],
    ['userReference=Ada%20Secret', 'userReference', /^expected 1 to 128 .+, got 10 other char/],
    ['user_reference=u', 'user_reference', /^expected userReference or .+ mean userReference\?$/],
    ['page=2', 'page', /^expected userReference or .+ or cursor, got a different string$/],
  ])('responds 400 that names the parameter in ?%s', async (query, name, message) => {
    const response = await call().get(`/api/sessions?${query}`)
    const { code, errors } = response.body as Problem
    expect([response.status, code]).toEqual([400, 'VALIDATION'])
    const expected =
      typeof message === 'string' ? message : (expect.stringMatching(message) as unknown)
    expect(errors).toEqual([{ path: `query.${name}`, message: expected }])
    expect(response.text).not.toContain('Ada')
  })
})

describe('POST /api/sessions/:sessionId/decision', () => {
  const DECISION = { decision: 'APPROVED', decidedBy: 'agent-7', reason: 'CASE-1' }

  it.each([
    [{}, 'decision decidedBy reason'],
    [{ ...DECISION, decision: 'REVIEW' }, 'decision'],
    [{ ...DECISION, decidedBy: 'Ada Secret' }, 'decidedBy'],
    [{ ...DECISION, reason: 'looks fine@desk' }, 'reason'],
    [{ ...DECISION, reason: 'x'.repeat(129) }, 'reason'],
    [{ ...DECISION, overrules: 'yes' }, 'overrules'],
    [{ ...DECISION, note: 'x' }, 'note'],
  ])('responds 400 to %j', async (body, paths) => {
    const response = await call()
      .post(`${await create()}/decision`)
      .send(body)
    const { code, errors } = response.body as Problem
    expect([response.status, code]).toEqual([400, 'VALIDATION'])
    expect(errors.map(({ path }) => path).join(' ')).toBe(paths)
    expect(response.text).not.toContain('Ada')
  })

  it('responds 404 to an unknown session, whatever the body', async () => {
    const path = `/api/sessions/${randomUUID()}/decision`
    expect((await call().post(path).type('text/plain').send('x')).status).toBe(404)
    expect((await call().post(path).send({})).status).toBe(404)
  })
})

describe('data that only Yoti stores', () => {
  it('is gone once the erasure is requested, or when Yoti has deleted the session', async () => {
    const erased = await create()
    await call().delete(erased)
    for (const [method, path] of [
      ['get', 'result'],
      ['get', 'configuration'],
      ['get', 'tracked-devices'],
      ['get', `media/${UNKNOWN}`],
      ['delete', `media/${UNKNOWN}`],
      ['put', 'face-capture'],
    ] as const) {
      const response = await call()[method](`${erased}/${path}`)
      expect([path, response.body]).toMatchObject([path, { status: 410, code: 'GONE' }])
    }
    const sessionId = await complete()
    await stack.context.yoti.deleteSession(sessionId)
    expect((await call().get(`/api/sessions/${sessionId}/result`)).status).toBe(410)
  })

  it('is sent byte for byte, and media that Yoti may not return as 204', async () => {
    const sent = `{ "session_id":"${UNKNOWN}", "client_session_token":"t", "new":null, "state":"ONGOING",
      "client_session_token_ttl":900, "resources":{}, "checks":[], "supported_countries":[]}`
    await using yoti = await listen((req, res) => {
      const { pathname } = new URL(req.url ?? '', 'http://yoti')
      if (pathname.endsWith('/content')) res.writeHead(204).end()
      else {
        res.setHeader('Content-Type', 'application/json')
        res.end(pathname.endsWith('/tracked-devices') ? `[ ${sent}]` : sent)
      }
    })
    await using canned = await startStack({
      env: { API_KEYS: `shop:${SHOP_SECRET}`, YOTI_IDV_API_URL: `${yoti.url}/idverify/v1` },
    })
    const get = (path: string) => call(SHOP_SECRET, canned).get(path)
    await call(SHOP_SECRET, canned).post('/api/sessions').send({ userReference: 'user-1' })
    const path = `/api/sessions/${UNKNOWN}`
    for (const [url, text] of [
      [`${path}/result`, sent],
      [`${path}/configuration`, sent],
      [`${path}/tracked-devices`, `[ ${sent}]`],
      ['/api/supported-documents', sent],
    ] as const) {
      const response = await get(url)
      expect([url, response.text]).toEqual([url, text])
      expect(response.headers['content-type']).toBe('application/json; charset=utf-8')
    }
    expect((await get(`${path}/media/${UNKNOWN}`)).status).toBe(204)
  })

  it('includes media, as an attachment, until they are erased', async () => {
    const sessionId = await complete()
    const path = `/api/sessions/${sessionId}/media/${await readMediaId(stack, sessionId)}`
    const { status, headers } = await call().get(path)
    expect(status).toBe(200)
    expect(Number(headers['content-length'])).toBeGreaterThan(0)
    expect(headers).toMatchObject({
      'content-type': expect.stringMatching(/^image\//) as unknown,
      'content-disposition': 'attachment',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    const { lastRefreshedAt } = await stack.context.sessions.getForCaller(sessionId, SHOP_HASH)
    await stack.advanceTime(1)
    expect((await call().delete(path)).status).toBe(204)
    expect((await call().get(path)).status).toBe(404)
    // So that no results page shows what it has kept.
    const session = await stack.context.sessions.getForCaller(sessionId, SHOP_HASH)
    expect(session.lastRefreshedAt).not.toBe(lastRefreshedAt)
  })

  it.each([
    ['', false],
    ['?includeNonLatin=true', true],
    ['?includeNonLatin=false', false],
    ['?includeNonLatin=yes', undefined],
    ['?includeNonLatin=true&includeNonLatin=false', undefined],
  ])('includes the supported documents: %j', async (query, includeNonLatin) => {
    const response = await call().get(`/api/supported-documents${query}`)
    if (includeNonLatin === undefined) {
      expect(response.body).toMatchObject({ code: 'VALIDATION' })
      return
    }
    const { data: all } = await stack.context.yoti.raw.getSupportedDocuments({ includeNonLatin })
    expect(response.body).toEqual(all)
    expect(response.headers['cache-control']).toMatch(/^private, max-age=\d+$/)
  })
})

describe('PUT /api/sessions/:sessionId/face-capture', () => {
  const put = (path: string, type: string, image?: Buffer) =>
    call().put(`${path}/face-capture`).set('Content-Type', type).send(image)

  it.each([
    ['image/jpeg', JPEG],
    ['image/png', PNG],
  ])('uploads an image of type %s, once', async (type, image) => {
    const path = await create({ preset: 'face-comparison' })
    const content = Buffer.concat([image, Buffer.alloc(1_000_000, 7)])
    expect((await put(path, type, content)).status).toBe(204)
    const sessionId = path.slice('/api/sessions/'.length)
    const { resources } = await stack.context.yoti.getSession(sessionId)
    const stored = await stack.context.yoti.getMedia(
      sessionId,
      resources.face_capture?.[0]?.image?.media?.id ?? '',
    )
    expect([stored?.contentType, stored?.contentLength]).toEqual([type, content.length])
    stored?.body.destroy()
    const again = await put(path, type, content)
    expect(again.body).toMatchObject({ status: 409, code: 'NO_FACE_CAPTURE' })
    expect(again.text).toMatch(/already has a face.* create a new session/)
  })

  it('responds NO_FACE_CAPTURE when the session expects none', async () => {
    const response = await put(await create(), 'image/png', PNG)
    expect(response.body).toMatchObject({ status: 409, code: 'NO_FACE_CAPTURE' })
    expect(response.text).toContain('does not expect a face from you')
  })

  it.each([
    ['image/gif', JPEG, 415, 'UNSUPPORTED_TYPE'],
    ['application/json', Buffer.from('{}'), 415, 'UNSUPPORTED_TYPE'],
    ['image/png', Buffer.alloc(0), 400, 'VALIDATION'],
    ['IMAGE/PNG; q=1', undefined, 400, 'VALIDATION'],
    ['image/png', Buffer.alloc(10 * 1024 * 1024 + 1), 413, 'TOO_LARGE'],
  ])('rejects %s (case %#)', async (type, content, status, code) => {
    const response = await put(await create(), type, content)
    expect([response.status, response.body]).toMatchObject([status, { code }])
  })

  it.each([
    ['another type', PNG, /as image\/jpeg, because it is image\/png\. Send it with/],
    ['an unknown format', Buffer.from('x'), /as image\/jpeg\. Send another image of that type/],
  ])('explains why Yoti rejected the image: %s', async (_what, image, detail) => {
    const response = await put(await create({ preset: 'face-comparison' }), 'image/jpeg', image)
    expect(response.body).toMatchObject({ status: 422, yotiCode: 'UNPROCESSABLE_MEDIA' })
    expect(response.body).toHaveProperty('detail', expect.stringMatching(detail))
  })
})

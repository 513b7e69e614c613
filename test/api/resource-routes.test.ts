import { describe, expect, it } from '@jest/globals'
import { Readable } from 'node:stream'
import type { FaceCaptureImage } from '../../src/yoti/client.js'
import { YotiConnectionError, YotiResponseError } from '../../src/yoti/errors.js'
import {
  createTestApi,
  createApiClient,
  createFakeSessions,
  createFakeYoti,
  MEDIA_ID,
  NOW,
  OTHER_CALLER_SECRET,
  SHOP_HASH,
} from './api-fixture.js'

function start(change: Parameters<typeof createFakeYoti>[0] = {}) {
  const fake = createFakeSessions()
  const { yoti, supportedDocuments, calls } = createFakeYoti(change)
  const api = createTestApi({ sessions: fake.sessions, yoti, supportedDocuments })
  return {
    ...fake,
    calls,
    shop: createApiClient(api),
    rival: createApiClient(api, OTHER_CALLER_SECRET),
  }
}

const YOTI_ROUTES = [
  ['get', 'result'],
  ['get', 'configuration'],
  ['get', 'tracked-devices'],
  ['get', `media/${MEDIA_ID}`],
  ['delete', `media/${MEDIA_ID}`],
  ['put', 'face-capture'],
] as const

describe('resources at Yoti', () => {
  it.each(YOTI_ROUTES)('respond 404 to another caller: %s %s', async (method, path) => {
    const { rival, addSession, calls } = start()
    const { sessionId } = addSession()
    const response = await rival[method](`/api/sessions/${sessionId}/${path}`)
    expect(response.body).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    expect(calls).toEqual([])
  })

  it.each(YOTI_ROUTES)('respond 410 after an erase request: %s %s', async (method, path) => {
    const { shop, addSession, calls } = start()
    const erasing = addSession({ erasureRequestedAt: NOW })
    const erased = addSession({ state: 'ERASED' })
    for (const { sessionId } of [erasing, erased]) {
      const response = await shop[method](`/api/sessions/${sessionId}/${path}`)
      expect(response.body).toMatchObject({ status: 410, code: 'GONE' })
    }
    expect(calls).toEqual([])
  })

  it.each([
    ['result', '{ "state":"ONGOING", "session_id":"x" }'],
    ['configuration', '{"capture":null, "session_id":"x"}'],
    ['tracked-devices', '[{"event": "CONFIG_FIRST_LOADED"}]'],
  ])('are sent byte for byte as Yoti sent them: %s', async (path, sent) => {
    const { shop, addSession } = start()
    const response = await shop.get(`/api/sessions/${addSession().sessionId}/${path}`)
    expect(response.status).toBe(200)
    expect(response.text).toBe(sent)
    expect(response.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    })
  })

  it('respond 410 when Yoti has deleted the session', async () => {
    const err = new YotiResponseError('GET /x', { status: 404, code: 'SESSION_NOT_FOUND' })
    const { raw } = createFakeYoti().yoti
    const { shop, addSession } = start({
      raw: { ...raw, getSession: () => Promise.reject(err) },
    })
    const response = await shop.get(`/api/sessions/${addSession().sessionId}/result`)
    expect(response.status).toBe(410)
  })
})

describe('GET /api/supported-documents', () => {
  it.each([
    ['', false],
    ['?includeNonLatin=true', true],
    ['?includeNonLatin=false', false],
  ])(
    'sends Yoti’s documents and how long they may be cached: %j',
    async (query, includeNonLatin) => {
      const { shop, calls } = start()
      const response = await shop.get(`/api/supported-documents${query}`)
      expect(response.text).toBe('{"unheard_of":null, "supported_countries":[{"code":"GBR"}]}')
      expect(calls).toEqual([[{ includeNonLatin }]])
      expect(response.headers['cache-control']).toBe('private, max-age=90')
    },
  )

  it.each(['?includeNonLatin=yes', '?includeNonLatin=true&includeNonLatin=false'])(
    'responds VALIDATION to %s',
    async (query) => {
      const response = await start().shop.get(`/api/supported-documents${query}`)
      expect(response.body).toMatchObject({ code: 'VALIDATION' })
    },
  )
})

describe('media', () => {
  it('are streamed as an attachment', async () => {
    const { shop, addSession } = start()
    const response = await shop.get(`/api/sessions/${addSession().sessionId}/media/${MEDIA_ID}`)
    expect(response.status).toBe(200)
    expect(response.body).toEqual(Buffer.from('face'))
    expect(response.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': '4',
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
  })

  it('respond 204 when Yoti may not return them, and when it erased them', async () => {
    const { shop, addSession, sessions } = start({ getMedia: () => Promise.resolve(undefined) })
    const { sessionId, lastRefreshedAt } = addSession()
    const path = `/api/sessions/${sessionId}/media/${MEDIA_ID}`
    expect((await shop.get(path)).status).toBe(204)
    expect((await shop.delete(path)).status).toBe(204)
    // So that no results page shows what it has kept.
    const session = await sessions.getForCaller(sessionId, SHOP_HASH)
    expect(session.lastRefreshedAt).not.toBe(lastRefreshedAt)
  })

  it('respond 404 when the id is not a UUID', async () => {
    const { shop, addSession, calls } = start()
    const { sessionId } = addSession()
    expect((await shop.delete(`/api/sessions/${sessionId}/media/..%2F${MEDIA_ID}`)).status).toBe(
      404,
    )
    expect(calls).toEqual([])
  })

  it('respond YOTI_UNAVAILABLE when Yoti closes the connection before the first byte', async () => {
    const body = new Readable({
      read() {
        this.destroy(new YotiConnectionError('GET /media', 'cut'))
      },
    })
    const { shop, addSession } = start({
      getMedia: () => Promise.resolve({ contentType: 'image/jpeg', contentLength: 1000, body }),
    })
    const response = await shop.get(`/api/sessions/${addSession().sessionId}/media/${MEDIA_ID}`)
    expect(response.body).toMatchObject({ code: 'YOTI_UNAVAILABLE' })
    expect(response.headers).not.toHaveProperty('content-disposition')
  })
})

describe('PUT /api/sessions/:sessionId/face-capture', () => {
  const put = ({ shop, addSession }: ReturnType<typeof start>, type: string, image?: Buffer) =>
    shop
      .put(`/api/sessions/${addSession().sessionId}/face-capture`)
      .set('Content-Type', type)
      .send(image)

  it.each(['image/jpeg', 'image/png'])('uploads an image of type %s to Yoti', async (type) => {
    const server = start()
    const content = Buffer.alloc(1_000_000, 7)
    expect((await put(server, type, content)).status).toBe(204)
    const [[sessionId] = [], resource, [, , image] = []] = server.calls
    expect(resource).toEqual([sessionId, { requirement_id: 'business-face' }])
    // Jest takes seconds to compare a large buffer.
    const sent = image as FaceCaptureImage
    expect(sent.contentType).toBe(type)
    expect(sent.content.equals(content)).toBe(true)
  })

  it.each([
    ['image/gif', Buffer.alloc(10), 415, 'UNSUPPORTED_TYPE'],
    ['application/json', Buffer.from('{}'), 415, 'UNSUPPORTED_TYPE'],
    ['image/png', Buffer.alloc(0), 400, 'VALIDATION'],
    ['image/png', Buffer.alloc(10 * 1024 * 1024 + 1), 413, 'TOO_LARGE'],
  ])('rejects %s (case %#)', async (type, content, status, code) => {
    const server = start()
    const response = await put(server, type, content)
    expect(response.status).toBe(status)
    expect(response.body).toMatchObject({ code })
    expect(server.calls).toEqual([])
  })

  it('responds VALIDATION when there is no body', async () => {
    const response = await put(start(), 'IMAGE/PNG; q=1')
    expect(response.body).toMatchObject({
      code: 'VALIDATION',
      errors: [{ message: 'expected an image, got nothing' }],
    })
  })

  it.each([
    ['expects no face', [{ type: 'LIVENESS', id: 'x' }], /does not expect a face from you/],
    [
      'expects one from the user',
      [{ type: 'FACE_CAPTURE', id: 'x', allowed_sources: [{ type: 'END_USER' }] }],
      /does not expect a face from you/,
    ],
    [
      'already has one',
      [{ type: 'FACE_CAPTURE', id: 'business-face', state: 'COMPLETE' }],
      /already has a face.* create a new session/,
    ],
  ])('responds NO_FACE_CAPTURE when the session %s', async (_what, resources, detail) => {
    const server = start({
      getSessionConfiguration: () =>
        Promise.resolve({ session_id: 'x', capture: { required_resources: resources } }),
    })
    const response = await put(server, 'image/png', Buffer.alloc(10))
    expect(response.body).toMatchObject({ status: 409, code: 'NO_FACE_CAPTURE' })
    expect(response.body).toHaveProperty('detail', expect.stringMatching(detail))
  })

  it.each([
    ['another type', '89504e470d0a1a0a', /as image\/jpeg, because it is image\/png\. Send it with/],
    ['no face', 'ffd8ffe000104a46', /as image\/jpeg\. Send another image of that type/],
    ['an unknown format', '0102030405', /as image\/jpeg\. Send another image of that type/],
  ])('explains why Yoti rejected the image: %s', async (_what, bytes, detail) => {
    const unusable = new YotiResponseError('PUT /x', { status: 422, code: 'UNPROCESSABLE_MEDIA' })
    const server = start({ uploadFaceCaptureImage: () => Promise.reject(unusable) })
    const response = await put(server, 'image/jpeg', Buffer.from(bytes, 'hex'))
    expect(response.body).toMatchObject({ status: 422, yotiCode: 'UNPROCESSABLE_MEDIA' })
    expect(response.body).toHaveProperty('detail', expect.stringMatching(detail))
  })
})

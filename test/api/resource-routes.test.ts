import { describe, expect, it } from '@jest/globals'
import { Readable } from 'node:stream'
import type { ResourceClient } from '../../src/api/resource-routes.js'
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
} from './api-fixture.js'

function start(change: Partial<ResourceClient> = {}) {
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

const OF_YOTI = [
  ['get', 'result'],
  ['get', 'configuration'],
  ['get', 'tracked-devices'],
  ['get', `media/${MEDIA_ID}`],
  ['delete', `media/${MEDIA_ID}`],
  ['put', 'face-capture'],
] as const

describe('what Yoti holds', () => {
  it.each(OF_YOTI)('is another caller’s 404: %s %s', async (method, path) => {
    const { rival, keep: addSession, calls } = start()
    const { sessionId } = addSession()
    const answer = await rival[method](`/api/sessions/${sessionId}/${path}`)
    expect(answer.body).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    expect(calls).toEqual([])
  })

  it.each(OF_YOTI)('is gone from the wish to erase on: %s %s', async (method, path) => {
    const { shop, keep: addSession, calls } = start()
    const erasing = addSession({ erasureRequestedAt: NOW })
    const erased = addSession({ state: 'ERASED' })
    for (const { sessionId } of [erasing, erased]) {
      const answer = await shop[method](`/api/sessions/${sessionId}/${path}`)
      expect(answer.body).toMatchObject({ status: 410, code: 'GONE' })
    }
    expect(calls).toEqual([])
  })

  it.each([
    ['result', '{ "state":"ONGOING", "session_id":"x" }'],
    ['configuration', '{"capture":null, "session_id":"x"}'],
    ['tracked-devices', '[{"event": "CONFIG_FIRST_LOADED"}]'],
  ])('is handed on as it was sent, byte for byte: %s', async (path, sent) => {
    const { shop, keep: addSession } = start()
    const answer = await shop.get(`/api/sessions/${addSession().sessionId}/${path}`)
    expect(answer.status).toBe(200)
    expect(answer.text).toBe(sent)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    })
  })

  it('says so when Yoti has forgotten the session', async () => {
    const err = new YotiResponseError('GET /x', { status: 404, code: 'SESSION_NOT_FOUND' })
    const { raw } = createFakeYoti().yoti
    const { shop, keep: addSession } = start({
      raw: { ...raw, getSession: () => Promise.reject(err) },
    })
    const answer = await shop.get(`/api/sessions/${addSession().sessionId}/result`)
    expect(answer.status).toBe(410)
  })
})

describe('GET /api/supported-documents', () => {
  it.each([
    ['', false],
    ['?includeNonLatin=true', true],
    ['?includeNonLatin=false', false],
  ])(
    'asks what Yoti supports, and says how long that holds: %j',
    async (query, includeNonLatin) => {
      const { shop, calls } = start()
      const answer = await shop.get(`/api/supported-documents${query}`)
      expect(answer.text).toBe('{"unheard_of":null, "supported_countries":[{"code":"GBR"}]}')
      expect(calls).toEqual([[{ includeNonLatin }]])
      expect(answer.headers['cache-control']).toBe('private, max-age=90')
    },
  )

  it.each(['?includeNonLatin=yes', '?includeNonLatin=true&includeNonLatin=false'])(
    'refuses %s',
    async (query) => {
      const answer = await start().shop.get(`/api/supported-documents${query}`)
      expect(answer.body).toMatchObject({ code: 'VALIDATION' })
    },
  )
})

describe('media', () => {
  it('are streamed, and open in no browser', async () => {
    const { shop, keep: addSession } = start()
    const answer = await shop.get(`/api/sessions/${addSession().sessionId}/media/${MEDIA_ID}`)
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual(Buffer.from('face'))
    expect(answer.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': '4',
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
  })

  it('are 204 when Yoti may not hand them over, or has erased them', async () => {
    const { shop, keep: addSession } = start({ getMedia: () => Promise.resolve(undefined) })
    const path = `/api/sessions/${addSession().sessionId}/media/${MEDIA_ID}`
    expect((await shop.get(path)).status).toBe(204)
    expect((await shop.delete(path)).status).toBe(204)
  })

  it('are looked for by UUIDs only', async () => {
    const { shop, keep: addSession, calls } = start()
    const { sessionId } = addSession()
    expect((await shop.delete(`/api/sessions/${sessionId}/media/..%2F${MEDIA_ID}`)).status).toBe(
      404,
    )
    expect(calls).toEqual([])
  })

  it('are a problem, too, where Yoti broke off before anybody listened', async () => {
    const body = new Readable({ read: () => undefined })
    body.on('error', () => undefined)
    body.destroy(new YotiConnectionError('GET /media', 'cut'))
    await new Promise(setImmediate)
    const { shop, keep: addSession } = start({
      getMedia: () => Promise.resolve({ contentType: 'image/jpeg', body }),
    })
    const answer = await shop.get(`/api/sessions/${addSession().sessionId}/media/${MEDIA_ID}`)
    expect(answer.body).toMatchObject({ code: 'YOTI_UNAVAILABLE' })
  })

  it('are a problem where nothing came, and broken off where half of it came', async () => {
    const cut = (bytes: number) => {
      const body = new Readable({
        read() {
          if (bytes > 0) this.push(Buffer.alloc(bytes))
          bytes = 0
          setImmediate(() => this.destroy(new YotiConnectionError('GET /media', 'cut')))
        },
      })
      return { contentType: 'image/jpeg', contentLength: 1000, body }
    }
    const nothing = start({ getMedia: () => Promise.resolve(cut(0)) })
    const path = (sessionId: string) => `/api/sessions/${sessionId}/media/${MEDIA_ID}`
    const answer = await nothing.shop.get(path(nothing.keep().sessionId))
    expect(answer.body).toMatchObject({ code: 'YOTI_UNAVAILABLE' })
    expect(answer.headers).not.toHaveProperty('content-disposition')

    const half = start({ getMedia: () => Promise.resolve(cut(10)) })
    await expect(half.shop.get(path(half.keep().sessionId))).rejects.toThrow('aborted')
  })
})

describe('PUT /api/sessions/:sessionId/face-capture', () => {
  it.each(['image/jpeg', 'image/png'])('gives Yoti a picture of %s', async (type) => {
    const { shop, keep: addSession, calls } = start()
    const { sessionId } = addSession()
    const content = Buffer.alloc(1_000_000, 7)
    const answer = await shop
      .put(`/api/sessions/${sessionId}/face-capture`)
      .set('Content-Type', type)
      .send(content)
    expect(answer.status).toBe(204)
    const [configuration, resource, [, , image] = []] = calls
    expect(configuration).toEqual([sessionId])
    expect(resource).toEqual([sessionId, { requirement_id: 'ours' }])
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
  ])('refuses %s of %#', async (type, content, status, code) => {
    const { shop, keep: addSession, calls } = start()
    const answer = await shop
      .put(`/api/sessions/${addSession().sessionId}/face-capture`)
      .set('Content-Type', type)
      .send(content)
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject({ code })
    expect(calls).toEqual([])
  })

  it('asks for a picture where there is no body at all', async () => {
    const { shop, keep: addSession } = start()
    const answer = await shop
      .put(`/api/sessions/${addSession().sessionId}/face-capture`)
      .set('Content-Type', 'IMAGE/PNG; q=1')
    expect(answer.body).toMatchObject({
      code: 'VALIDATION',
      errors: [{ message: 'expected a picture, got nothing' }],
    })
  })

  it.each([
    ['waits for no face', [{ type: 'LIVENESS', id: 'x' }], /waits for no face from you/],
    [
      'waits for one of the person',
      [{ type: 'FACE_CAPTURE', id: 'x', allowed_sources: [{ type: 'END_USER' }] }],
      /waits for no face from you/,
    ],
    [
      'has one',
      [{ type: 'FACE_CAPTURE', id: 'ours', state: 'COMPLETE' }],
      /has its face already.* order a new session/,
    ],
  ])('is refused when the session %s', async (_what, resources, detail) => {
    const { shop, keep: addSession } = start({
      getSessionConfiguration: () =>
        Promise.resolve({ session_id: 'x', capture: { required_resources: resources } }),
    })
    const answer = await shop
      .put(`/api/sessions/${addSession().sessionId}/face-capture`)
      .set('Content-Type', 'image/png')
      .send(Buffer.alloc(10))
    expect(answer.body).toMatchObject({ status: 409, code: 'NO_FACE_CAPTURE' })
    expect(answer.body).toHaveProperty('detail', expect.stringMatching(detail))
  })

  it.each([
    ['another type', '89504e470d0a1a0a', /as image\/jpeg: it is image\/png\. Send it with/],
    ['no face', 'ffd8ffe000104a46', /as image\/jpeg\. Send another of that type/],
    ['nothing known', '0102030405', /as image\/jpeg\. Send another of that type/],
  ])('says what Yoti could not use: %s', async (_what, bytes, detail) => {
    const unusable = new YotiResponseError('PUT /x', { status: 422, code: 'UNPROCESSABLE_MEDIA' })
    const { shop, keep: addSession } = start({
      uploadFaceCaptureImage: () => Promise.reject(unusable),
    })
    const answer = await shop
      .put(`/api/sessions/${addSession().sessionId}/face-capture`)
      .set('Content-Type', 'image/jpeg')
      .send(Buffer.from(bytes, 'hex'))
    expect(answer.body).toMatchObject({ status: 422, yotiCode: 'UNPROCESSABLE_MEDIA' })
    expect(answer.body).toHaveProperty('detail', expect.stringMatching(detail))
  })
})

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { buildSandboxUrl, type YotiClient } from '../../src/yoti/client.js'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'
import {
  respondJson,
  isSigned,
  buildSession,
  API_PREFIX,
  SDK_ID,
  startYotiServer,
  type Handler,
  type YotiServer,
} from './yoti-server.js'

const NONCE = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'
const ofApplication = `sdkId=${SDK_ID}&nonce=${NONCE}&timestamp=1700000000000`
const created = {
  session_id: '0b6c1f0e-41f1-4f0e-9a55-0d4c1b8f7a10',
  client_session_token: 'token-1',
  client_session_token_ttl: 599,
}

let handler: Handler
let server: YotiServer
let yoti: YotiClient

beforeEach(async () => {
  server = await startYotiServer((req, res) => {
    handler(req, res)
  })
  yoti = server.createClient({ nonce: () => NONCE, now: () => 1_700_000_000_000 })
})
afterEach(() => server.close())

function respond(status: number, body?: unknown): void {
  handler = (_, res) => {
    if (body === undefined) res.writeHead(status).end()
    else respondJson(res, status, body)
  }
}

const getOnly = () => {
  expect(server.requests).toHaveLength(1)
  const [request] = server.requests
  if (request === undefined) throw new Error('nothing was received')
  return request
}

describe('createYotiClient', () => {
  const handedOn: [string, string, (client: YotiClient) => Promise<{ content: Buffer }>][] = [
    [
      'a session result',
      '{ "state":"ONGOING", "session_id": "s-1","checks":[{"type":"LIVENESS","id":"c","state":"PENDING","report":null}] }\n',
      (c) => c.raw.getSession('s-1'),
    ],
    [
      'a session configuration',
      '{"capture":null,"session_id":"s-1"}',
      (c) => c.raw.getSessionConfiguration('s-1'),
    ],
    [
      'tracked devices',
      '[{"device":null,"event":"CONFIG_FIRST_LOADED"}]',
      (c) => c.raw.getTrackedDevices('s-1'),
    ],
    [
      'supported documents',
      '{"later":1e2,"supported_countries":[]}',
      (c) => c.raw.getSupportedDocuments(),
    ],
  ]

  it.each(handedOn)('returns the original bytes of %s', async (_, sent, call) => {
    handler = (_req, res) => res.setHeader('Content-Type', 'application/json').end(sent)
    expect((await call(yoti)).content.toString()).toBe(sent)
  })

  it('sends the session specification as JSON, exactly as signed', async () => {
    respond(201, created)
    const spec = { ...DEFAULT_PRESET, user_tracking_id: ' ümlaut "quoted" \u2028 ' }
    await yoti.createSession(spec)
    const { body, headers } = getOnly()
    expect(body.toString()).toBe(JSON.stringify(spec))
    expect(headers['content-type']).toBe('application/json')
    expect(headers['content-length']).toBe(String(body.length))
    expect(headers.accept).toBe('application/json')
  })

  it('sends no body and no content type with GET and DELETE', async () => {
    respond(200, buildSession())
    await yoti.getSession('s-1')
    respond(204)
    await yoti.deleteSession('s-1')
    for (const { body, headers } of server.requests) {
      expect(body).toHaveLength(0)
      expect(headers).not.toHaveProperty('content-type')
      expect(headers).not.toHaveProperty('transfer-encoding')
    }
  })

  it('uploads a face capture image as multipart/form-data, exactly as signed', async () => {
    respond(200)
    const content = Buffer.from([0x89, 0x50, 0x0d, 0x0a, 0x00, 0xff])
    await yoti.uploadFaceCaptureImage('s-1', 'r-1', { contentType: 'image/png', content })
    const request = getOnly()
    expect(request.method).toBe('PUT')
    expect(request.url).toBe(
      `${API_PREFIX}/sessions/s-1/resources/face-capture/r-1/image?${ofApplication}`,
    )
    expect(isSigned(request)).toBe(true)

    const form = await new Response(new Uint8Array(request.body), {
      headers: { 'Content-Type': request.headers['content-type'] ?? '' },
    }).formData()
    const file = form.get('binary-content') as File
    expect([file.name, file.type]).toEqual(['face-capture-image', 'image/png'])
    expect(Buffer.from(await file.arrayBuffer())).toEqual(content)
  })

  it('signs exactly what it sends for any id and SDK id', async () => {
    respond(204)
    const id = fc.string({ unit: 'grapheme', minLength: 1 })
    const property = fc.asyncProperty(id, id, id, async (sdkId, sessionId, mediaId) => {
      fc.pre(![sessionId, mediaId].some((text) => /^\.{1,2}$/.test(text)))
      server.requests.length = 0
      await server.createClient({ sdkId }).deleteMedia(sessionId, mediaId)
      const request = getOnly()
      expect(isSigned(request)).toBe(true)
      const path = request.url.slice(API_PREFIX.length).split('?')[0] ?? ''
      const [, , session, , media, ...rest] = path.split('/').map(decodeURIComponent)
      expect([session, media, rest]).toEqual([sessionId, mediaId, ['content']])
    })
    await fc.assert(property, { numRuns: 100 })
  })

  it.each(['', '.', '..', '\ud800'])('rejects the id %j before sending a request', async (id) => {
    await expect(yoti.getSession(id)).rejects.toMatchObject({ code: 'INVALID_ID' })
    await expect(yoti.getMedia('s-1', id)).rejects.toMatchObject({ code: 'INVALID_ID' })
    expect(server.requests).toEqual([])
  })

  it('accepts a base URL with trailing slashes', async () => {
    respond(200, buildSession())
    await server.createClient({ apiUrl: `${server.apiUrl}//` }).getSession('s-1')
    expect(getOnly().url).toMatch(`${API_PREFIX}/sessions/s-1?`)
    expect(isSigned(getOnly())).toBe(true)
  })
})

describe('buildSandboxUrl', () => {
  it.each([
    ['http://127.0.0.1:4000/idverify/v1', 'http://127.0.0.1:4000/sandbox/idverify/v1'],
    ['http://127.0.0.1:4000/sandbox/idverify/v1/', 'http://127.0.0.1:4000/sandbox/idverify/v1'],
    ['http://127.0.0.1:4000/yoti/idverify/v1', 'http://127.0.0.1:4000/yoti/sandbox/idverify/v1'],
  ])('finds the sandbox of %s', (apiUrl, sandboxUrl) => {
    expect(buildSandboxUrl(apiUrl)).toBe(sandboxUrl)
  })
})

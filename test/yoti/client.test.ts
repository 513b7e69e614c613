import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { buildSandboxUrl, type YotiClient } from '../../src/yoti/client.js'
import { buildClientUrl } from '../../src/yoti/web-client.js'
import {
  respondJson,
  isSigned,
  buildSession,
  API_PREFIX,
  startYotiServer,
  type Handler,
  type YotiServer,
} from './yoti-server.js'

let handler: Handler
let server: YotiServer
let yoti: YotiClient

beforeEach(async () => {
  server = await startYotiServer((req, res) => {
    handler(req, res)
  })
  yoti = server.createClient()
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
  it('returns the original bytes next to the parsed response', async () => {
    const sent =
      '{ "state":"ONGOING", "session_id": "s-1","checks":[{"type":"LIVENESS","id":"c","state":"PENDING","report":null}] }\n'
    handler = (_req, res) => res.setHeader('Content-Type', 'application/json').end(sent)
    const { content, data } = await yoti.raw.getSession('s-1')
    expect(content.toString()).toBe(sent)
    expect(data.checks).toEqual([{ type: 'LIVENESS', id: 'c', state: 'PENDING' }])
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

describe('buildClientUrl', () => {
  it.each([
    [undefined, undefined, ''],
    ['s-1', 'a&b', '?sessionID=s-1&sessionToken=a%26b'],
  ])('puts the session %s and its token %s into the query', (sessionId, token, query) => {
    expect(buildClientUrl('https://api.yoti.com/idverify/v1/', sessionId, token)).toBe(
      `https://api.yoti.com/idverify/v1/web/index.html${query}`,
    )
  })
})

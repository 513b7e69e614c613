import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { buildSandboxUrl, type YotiClient } from '../../src/yoti/client.js'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'
import { buildClientUrl } from '../../src/yoti/web-client.js'
import { waitFor } from '../support/wait-for.js'
import {
  API_PREFIX,
  CREATED,
  isSigned,
  respond,
  SESSION,
  startYotiServer,
  type Handler,
  type YotiServer,
} from './yoti-server.js'

let handler: Handler
let server: YotiServer
let yoti: YotiClient

beforeEach(async () => {
  handler = respond(200, SESSION)
  server = await startYotiServer((req, res) => {
    handler(req, res)
  })
  yoti = server.createClient()
})
afterEach(() => server.close())

describe('a sent request', () => {
  it('is signed exactly as it is sent, for any id and SDK id', async () => {
    handler = respond(204)
    const id = fc.string({ unit: 'grapheme', minLength: 1 })
    const property = fc.asyncProperty(id, id, id, async (sdkId, sessionId, mediaId) => {
      fc.pre(![sessionId, mediaId].some((text) => /^\.{1,2}$/.test(text)))
      await server.createClient({ sdkId }).deleteMedia(sessionId, mediaId)
      const [request] = server.requests.splice(0)
      expect(request && isSigned(request)).toBe(true)
      const { pathname, searchParams } = new URL(request?.url ?? '', server.apiUrl)
      const [, , session, , media, ...rest] = pathname
        .slice(API_PREFIX.length)
        .split('/')
        .map(decodeURIComponent)
      expect([session, media, rest]).toEqual([sessionId, mediaId, ['content']])
      expect(searchParams.get('sdkId')).toBe(sdkId)
    })
    // URL parsers rewrite an apostrophe.
    const examples: [string, string, string][] = [["o'neil&co=?#/ é", "s'1", 'm+1']]
    await fc.assert(property, { numRuns: 100, examples })
  })

  it.each(['', '.', '..', '\ud800'])('is none for the id %j', async (id) => {
    await expect(yoti.getSession(id)).rejects.toMatchObject({ code: 'INVALID_ID' })
    await expect(yoti.getMedia('s-1', id)).rejects.toMatchObject({ code: 'INVALID_ID' })
    expect(server.requests).toEqual([])
  })

  it('goes to a base URL with trailing slashes, and accepts only plain JSON', async () => {
    await server.createClient({ apiUrl: `${server.apiUrl}//` }).getSession('s-1')
    const [request] = server.requests
    expect(request?.url).toMatch(`${API_PREFIX}/sessions/s-1?sdkId=`)
    expect(request?.headers).toMatchObject({
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'yoti-doc-scan-relying-party',
    })
  })

  it('ignores proxies in the environment', async () => {
    const proxies = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'ALL_PROXY', 'all_proxy']
    const before = { ...process.env }
    const proxy = await startYotiServer(respond(200))
    try {
      for (const name of proxies) process.env[name] = new URL(proxy.apiUrl).origin
      await server.createClient().getSession('s-1')
    } finally {
      for (const name of proxies) Reflect.deleteProperty(process.env, name)
      Object.assign(process.env, before)
    }
    expect(server.requests).toHaveLength(1)
    expect(proxy.connections).toBe(0)
    await proxy.close()
  })
})

describe('the connections of a client', () => {
  it('stay at 1 for sequential calls and within maxSockets for concurrent ones', async () => {
    const client = server.createClient({ maxSockets: 3 })
    for (const status of [404, 200, 404]) {
      handler = respond(status, SESSION)
      await client.getSession('s-1').catch(() => undefined)
    }
    handler = respond(204)
    await client.deleteSession('s-1')
    expect(server.connections).toBe(1)
    handler = respond(200, SESSION)
    await Promise.all(Array.from({ length: 30 }, () => client.getSession('s-1')))
    expect(server.connections).toBe(3)
  })

  it('of orders are not those of reads that hang', async () => {
    handler = (req, res) => {
      if (req.method === 'POST') respond(201, CREATED)(req, res)
    }
    const client = server.createClient({ maxSockets: 2 })
    const reads = Array.from({ length: 8 }, () => client.getSession('s-1').catch(() => undefined))
    await waitFor('the hanging reads', () => server.requests.length === 2)
    await client.createSession(DEFAULT_PRESET)
    client.close()
    await Promise.all(reads)
  })

  it('fail when they are not established within connectTimeoutMs', async () => {
    // Accepts the connection but never answers the TLS handshake.
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const apiUrl = `https://127.0.0.1:${port}/v1`
    const client = server.createClient({ apiUrl, connectTimeoutMs: 50 })
    await expect(client.createSession(DEFAULT_PRESET)).rejects.toMatchObject({
      name: 'YotiConnectionError',
      cause: { code: 'ETIMEDOUT', message: 'no connection within 50 ms' },
    })
    silent.close()
  })
})

it.each([
  ['http://127.0.0.1:4000/idverify/v1', 'http://127.0.0.1:4000/sandbox/idverify/v1'],
  ['http://127.0.0.1:4000/sandbox/idverify/v1/', 'http://127.0.0.1:4000/sandbox/idverify/v1'],
  ['http://127.0.0.1:4000/yoti/idverify/v1', 'http://127.0.0.1:4000/yoti/sandbox/idverify/v1'],
])('buildSandboxUrl finds the sandbox of %s', (apiUrl, sandboxUrl) => {
  expect(buildSandboxUrl(apiUrl)).toBe(sandboxUrl)
})

it('buildClientUrl encodes the session and its token', () => {
  const url = buildClientUrl('https://api.yoti.com/idverify/v1/', 's-1', 'a&b')
  const client = 'https://api.yoti.com/idverify/v1/web/index.html'
  expect(url).toBe(`${client}?sessionID=s-1&sessionToken=a%26b`)
})

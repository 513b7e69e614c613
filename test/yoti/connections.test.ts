import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { YotiConnectionError, YotiProtocolError } from '../../src/yoti/errors.js'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'
import { waitFor } from '../support/wait-for.js'
import { respondJson, buildSession, startYotiServer, type YotiServer } from './yoti-server.js'

let server: YotiServer

beforeEach(async () => {
  server = await startYotiServer((_, res) => {
    respondJson(res, 200, buildSession())
  })
})
afterEach(() => server.close())

describe('the connections of a client', () => {
  it('stay at 1 for sequential calls and within maxSockets for concurrent ones', async () => {
    const yoti = server.createClient({ maxSockets: 3 })
    for (let count = 0; count < 10; count++) await yoti.getSession('s-1')
    expect(server.connections).toBe(1)
    await Promise.all(Array.from({ length: 30 }, () => yoti.getSession('s-1')))
    expect(server.connections).toBe(3)
  })

  it('of orders are not those of reads that hang', async () => {
    const busy = await startYotiServer((req, res) => {
      const created = { session_id: randomUUID(), client_session_token_ttl: 900 }
      if (req.method === 'POST') respondJson(res, 201, { ...created, client_session_token: 'x' })
    })
    const yoti = busy.createClient({ maxSockets: 2 })
    const reads = Array.from({ length: 8 }, () => yoti.getSession('s-1').catch(() => undefined))
    await waitFor('the hanging reads', () => busy.requests.length === 2)
    await yoti.createSession(DEFAULT_PRESET)
    yoti.close()
    await Promise.all(reads)
    await busy.close()
  })

  it('are reused after an error response and after an empty response', async () => {
    const refusing = await startYotiServer((req, res) => {
      if (req.method === 'DELETE') res.writeHead(204).end()
      else respondJson(res, 404, { code: 'SESSION_NOT_FOUND' })
    })
    const yoti = refusing.createClient()
    await expect(yoti.getSession('s-1')).rejects.toMatchObject({ status: 404 })
    await yoti.deleteSession('s-1')
    await expect(yoti.getSession('s-1')).rejects.toMatchObject({ status: 404 })
    expect(refusing.connections).toBe(1)
    await refusing.close()
  })

  it('fail when they are not established within connectTimeoutMs', async () => {
    // Accepts the connection but never answers the TLS handshake.
    const silent = createServer()
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const yoti = server.createClient({
      apiUrl: `https://127.0.0.1:${port}/v1`,
      connectTimeoutMs: 50,
    })
    const failure = yoti.createSession(DEFAULT_PRESET)
    await expect(failure).rejects.toBeInstanceOf(YotiConnectionError)
    await expect(failure).rejects.toMatchObject({
      cause: { code: 'ETIMEDOUT', message: 'no connection within 50 ms' },
    })
    silent.close()
  })
})

describe('a sent request', () => {
  it('ignores proxies in the environment', async () => {
    const proxies = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'ALL_PROXY', 'all_proxy']
    const before = proxies.map((name) => [name, process.env[name]] as const)
    const proxy = await startYotiServer((_, res) => res.end())
    try {
      for (const name of proxies) process.env[name] = new URL(proxy.apiUrl).origin
      await server.createClient().getSession('s-1')
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) Reflect.deleteProperty(process.env, name)
        else process.env[name] = value
      }
    }
    expect(server.requests).toHaveLength(1)
    expect(proxy.connections).toBe(0)
    await proxy.close()
  })

  it('requests uncompressed JSON and has a User-Agent', async () => {
    await server.createClient().getSession('s-1')
    expect(server.requests[0]?.headers).toMatchObject({
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'yoti-doc-scan-relying-party',
    })
  })

  it('fails with a protocol error when the response is not HTTP', async () => {
    const odd = createServer((socket) => socket.end('SSH-2.0-odd\r\n'))
    odd.listen(0, '127.0.0.1')
    await once(odd, 'listening')
    const { port } = odd.address() as AddressInfo
    const yoti = server.createClient({ apiUrl: `http://127.0.0.1:${port}` })
    await expect(yoti.getSession('s-1')).rejects.toBeInstanceOf(YotiProtocolError)
    odd.close()
  })
})

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { findProxy } from '../../src/config/network.js'
import { createWebhookSender } from '../../src/webhooks/webhook-sender.js'
import { generateCertificate } from '../../tools/certificate/certificate.js'
import { mayHaveSucceeded } from '../../src/yoti/errors.js'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'
import { respond, SESSION, startYotiServer, type YotiServer } from './yoti-server.js'

const certificate = generateCertificate(['127.0.0.1', 'localhost'], Date.now())

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** An HTTP proxy that accepts one password and records the targets of its tunnels. */
function createProxy(tunnels: string[], sockets: Socket[]): Server {
  return createServer().on('connect', (req: IncomingMessage, client: Socket) => {
    sockets.push(client)
    const credentials = `Basic ${Buffer.from('user:password').toString('base64')}`
    if (req.headers['proxy-authorization'] !== credentials) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n')
      return
    }
    const { hostname, port } = new URL(`http://${req.url ?? ''}`)
    tunnels.push(hostname)
    const upstream = connect(Number(port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      client.pipe(upstream).pipe(client)
    })
    client.on('close', () => upstream.destroy())
    for (const socket of [client, upstream]) socket.on('error', () => undefined)
  })
}

describe('an HTTP proxy', () => {
  let tunnels: string[]
  let sockets: Socket[]
  let proxy: Server
  let target: Server
  let proxyUrl: (password?: string) => string
  let clients: YotiServer

  beforeEach(async () => {
    tunnels = []
    sockets = []
    proxy = createProxy(tunnels, sockets)
    const port = await listen(proxy)
    proxyUrl = (password = 'password') => `http://user:${password}@127.0.0.1:${port}`
    target = createSecureServer(certificate)
    clients = await startYotiServer(respond(200, SESSION))
  })
  afterEach(async () => {
    await clients.close()
    for (const socket of sockets) socket.destroy()
    proxy.close()
    target.close()
  })

  const createClient = (password?: string) =>
    clients.createClient({ findProxy: () => proxyUrl(password) })

  it('receives one tunnel for the calls of a client to Yoti', async () => {
    const yoti = createClient()
    for (let n = 0; n < 3; n++) await yoti.getSession('s-1')
    expect(tunnels).toEqual(['127.0.0.1'])
  })

  it('is named in the error when it rejects its password', async () => {
    const failure = createClient('wrong').createSession(DEFAULT_PRESET)
    await expect(failure).rejects.toThrow('Yoti did not respond (PROXY_407). Check')
    await expect(failure).rejects.toThrow('HTTPS_PROXY')
    await expect(failure.catch(mayHaveSucceeded)).resolves.toBe(false)
    expect(tunnels).toEqual([])
  })

  it('receives the tunnel of a webhook', async () => {
    const secrets = [`whsec_${Buffer.alloc(32, 1).toString('base64')}`]
    const targetUrl = `https://localhost:${await listen(target)}`
    const sender = createWebhookSender({ url: targetUrl, secrets, findProxy: () => proxyUrl() })
    const sent = sender.send({ id: 'evt_1', payload: '{}', now: Date.now() })
    // The receiver's certificate is not trusted, which only the other end of the tunnel can tell.
    await expect(sent).rejects.toThrow('could not be reached (DEPTH_ZERO_SELF_SIGNED_CERT)')
    expect(tunnels).toEqual(['localhost'])
  })
})

describe('findProxy', () => {
  const names = ['HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy', 'ALL_PROXY']
  const original = names.map((name) => [name, process.env[name]] as const)
  beforeEach(() => {
    for (const name of names) Reflect.deleteProperty(process.env, name)
  })
  afterEach(() => {
    for (const [name, value] of original) {
      if (value === undefined) Reflect.deleteProperty(process.env, name)
      else process.env[name] = value
    }
  })
  const PROXY = 'http://proxy.example:3128'

  it.each([
    [{}, 'https://api.yoti.com/v1', undefined],
    [{ HTTPS_PROXY: PROXY }, 'https://api.yoti.com/v1', PROXY],
    [{ https_proxy: PROXY }, 'https://api.yoti.com/v1', PROXY],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: 'api.yoti.com' }, 'https://api.yoti.com/v1', undefined],
    [{ HTTPS_PROXY: PROXY, no_proxy: '.internal' }, 'https://hooks.internal/a', undefined],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: '*' }, 'https://api.yoti.com/v1', undefined],
    [{ HTTPS_PROXY: PROXY }, 'https://127.0.0.1:4000/v1', undefined],
    [{ HTTPS_PROXY: PROXY }, 'http://localhost:4000/v1', undefined],
    [{ ALL_PROXY: 'socks5://proxy.example' }, 'https://api.yoti.com/v1', undefined],
  ])('with %j sends %s through %s', (environment, url, expected) => {
    Object.assign(process.env, environment)
    expect(findProxy(url)).toBe(expected)
  })
})

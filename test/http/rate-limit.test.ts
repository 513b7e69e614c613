import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import express, { type Request, type RequestHandler, type Response } from 'express'
import supertest from 'supertest'
import { PublicError } from '../../src/errors.js'
import { createErrorHandler } from '../../src/http/error-handler.js'
import { createRateLimits } from '../../src/http/rate-limit.js'
import { startStack } from '../support/start-stack.js'

const realNow = Date.now
let now = 0

beforeEach(() => {
  now = 1_000_000
  // A mock function would record each of the many calls.
  Date.now = () => now
})
afterEach(() => {
  Date.now = realNow
})

const sendCode = createErrorHandler(({ code }, _requestId, res) => {
  res.json({ code })
})

/** Responds with the status in the path, such as `/401`. */
function serve(limit: RequestHandler) {
  const app = express()
    .set('trust proxy', 1)
    .use(limit)
    .use((req, res) => {
      res.status(Number(req.path.slice(1))).end()
    })
    .use(sendCode)
  const send = (path = '/200', address = '192.0.2.1') =>
    supertest(app).get(path).set('X-Forwarded-For', address)
  const repeat = async (times: number, path?: string, address?: string) => {
    const statuses = new Set<number>()
    for (let time = 0; time < times; time++) statuses.add((await send(path, address)).status)
    return [...statuses]
  }
  return { send, repeat }
}

describe('a rate limit', () => {
  it('responds 429 with Retry-After when there are too many requests in a minute', async () => {
    const { send, repeat } = serve(createRateLimits(true).start)
    expect(await repeat(20)).toEqual([200])
    now += 20_500
    const limited = await send()
    expect(limited.status).toBe(429)
    expect(limited.body).toEqual({ code: 'TOO_MANY_REQUESTS' })
    expect(limited.headers['retry-after']).toBe('40')

    now -= 3_600_000
    expect((await send()).headers['retry-after']).toBe('60')
    now += 3_600_000

    now += 39_499
    expect((await send()).headers['retry-after']).toBe('1')
    now += 1
    expect(await repeat(20)).toEqual([200])
    expect((await send()).status).toBe(429)
  })

  it.each([
    ['the same address', '192.0.2.1', '192.0.2.1', 429],
    ['another address', '192.0.2.1', '192.0.2.2', 200],
    ['an address that the client put before its own', '192.0.2.1', '192.0.2.3, 192.0.2.1', 429],
    ['the same IPv6 network', '2001:db8:1:1::1', '2001:db8:1:2::9', 429],
    ['another IPv6 network', '2001:db8:1:1::1', '2001:db8:2::1', 200],
    ['IPv4 written as IPv6', '::ffff:192.0.2.1', '192.0.2.1', 429],
    ['another IPv4 written as IPv6', '::ffff:192.0.2.1', '::ffff:192.0.2.2', 200],
    ['text with the same 64 characters', `${'x'.repeat(64)}1`, `${'x'.repeat(64)}2`, 429],
    ['other text', 'x', 'y', 200],
  ])('identifies a client by its address: %s', async (_what, counted, address, status) => {
    const { send, repeat } = serve(createRateLimits(true).start)
    await repeat(20, '/200', counted)
    expect((await send('/200', address)).status).toBe(status)
  })

  it('counts each kind of route separately', async () => {
    const limits = createRateLimits(true)
    await serve(limits.start).repeat(20)
    expect((await serve(limits.start).send()).status).toBe(429)
    expect((await serve(limits.handover).send()).status).toBe(200)
  })

  it('tracks 100,000 addresses and counts further ones as one', async () => {
    const { start } = createRateLimits(true)
    const isLimited = (req: Request, res: Response, ip: string) =>
      new Promise<boolean>((resolve) => {
        void start(Object.create(req, { ip: { value: ip } }) as Request, res, (err?: unknown) => {
          resolve(err instanceof PublicError)
        })
      })
    const app = express().use(async (req, res) => {
      for (let i = 0; i < 100_000; i++) {
        await isLimited(req, res, `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`)
      }
      const others: boolean[] = []
      for (let i = 0; i < 21; i++) others.push(await isLimited(req, res, `192.0.2.${i}`))
      res.json({ others, known: await isLimited(req, res, '10.0.0.1') })
    })
    const response = await supertest(app).get('/')
    expect(response.body).toEqual({
      others: [...Array.from({ length: 20 }, () => false), true],
      known: false,
    })
  })

  it('never applies when RATE_LIMIT is off', async () => {
    const limits = createRateLimits(false)
    expect(await serve(limits.start).repeat(30)).toEqual([200])
    expect(await serve(limits.api).repeat(70, '/401')).toEqual([401])
  })

  it('of 1,200 requests applies to OpenAPI document and assets, but not to probes and notifications', async () => {
    await using stack = await startStack()
    const statusOf = async (path: string, init?: RequestInit) =>
      (await fetch(stack.baseUrl + path, init)).status
    const statuses = new Set<number>()
    // Strangers at the address of a proxy could otherwise use up the limits of platform and Yoti.
    for (let sent = 0; sent < 1250; sent += 50) {
      const all = Array.from({ length: 50 }, () => statusOf('/assets/missing.css'))
      for (const status of await Promise.all(all)) statuses.add(status)
    }
    expect(statuses).toEqual(new Set([404, 429]))
    const unauthorized = Array.from({ length: 610 }, () =>
      statusOf('/notifications', { method: 'POST' }),
    )
    expect(new Set(await Promise.all(unauthorized))).toEqual(new Set([401]))
    const probes = ['/healthz', '/livez', '/readyz', '/metrics']
    expect(await Promise.all(probes.map((path) => statusOf(path)))).toEqual([200, 200, 200, 200])
  })
})

describe('a limit on failures', () => {
  it('accepts 400 concurrent successful requests', async () => {
    const held: Response[] = []
    const app = express()
      .use(createRateLimits(true).owned)
      .use((_req, res) => {
        held.push(res)
        if (held.length === 400) for (const each of held) each.status(200).end()
      })
      .use(sendCode)
    const server = app.listen(0)
    const statuses = await Promise.all(
      Array.from({ length: 400 }, async () => (await supertest(server).get('/')).status),
    )
    server.close()
    expect(new Set(statuses)).toEqual(new Set([200]))
  })

  it.each([
    ['192.0.2.1:4000', '192.0.2.1:4001'],
    ['[2001:db8::1]:4000', '[2001:DB8:0::1]'],
    ['[2001:db8::1]:4000', '2001:db8::2'],
    ['[::ffff:192.0.2.1]:4000', '192.0.2.1'],
    ['::FFFF:192.0.2.1', '192.0.2.1:80'],
  ])('counts the addresses %s and %s as one client', async (address, same) => {
    const { send, repeat } = serve(createRateLimits(true).start)
    await repeat(20, '/200', address)
    expect((await send('/200', same)).status).toBe(429)
    expect((await send('/200', '192.0.2.7')).status).toBe(200)
  })

  it.each([['owned', 300, [403, 404], [200, 401, 500]]] as const)(
    'of %s responds 429 to every request after %d counted ones',
    async (name, limit, counted, ignored) => {
      const { send, repeat } = serve(createRateLimits(true)[name])
      for (const status of ignored) await repeat(2, `/${status}`)
      for (const status of counted) {
        expect(await repeat(limit / counted.length, `/${status}`)).toEqual([status])
      }
      expect((await send('/200')).status).toBe(429)
    },
  )
})

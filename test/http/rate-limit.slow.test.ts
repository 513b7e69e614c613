import { describe, expect, it } from '@jest/globals'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
} from 'express'
import supertest from 'supertest'
import { startStack } from '../support/start-stack.js'
import { createRateLimits, TooManyRequestsError } from '../../src/http/rate-limit.js'

const sendError: ErrorRequestHandler = (err: unknown, _req, res, _next) => {
  if (!(err instanceof TooManyRequestsError)) throw err
  res.status(err.status).json({ code: err.code, retryAfter: err.retryAfterSeconds })
}

/** Responds with the status in the path, such as `/401`. */
function serve(limit: RequestHandler) {
  const app = express()
  app.set('trust proxy', 1)
  app.use(limit)
  app.use((req, res) => {
    res.status(Number(req.path.slice(1))).end()
  })
  app.use(sendError)
  const send = (path: string, address = '192.0.2.1') =>
    supertest(app).get(path).set('X-Forwarded-For', address)
  return async (times: number, path = '/200', address?: string) => {
    const statuses: number[] = []
    for (let time = 0; time < times; time++) statuses.push((await send(path, address)).status)
    return { statuses, last: await send(path, address) }
  }
}

function createClock() {
  let time = 1_000_000
  return { now: () => time, pass: (ms: number) => (time += ms) }
}

describe('a rate limit', () => {
  it('responses 429 with Retry-After when there are too many requests, and 200 after that time', async () => {
    const clock = createClock()
    const send = serve(createRateLimits({ enabled: true, now: clock.now }).start)
    clock.pass(20_500)
    const { statuses, last } = await send(20)
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(last.status).toBe(429)
    expect(last.headers['retry-after']).toBe('40')
    expect(last.body).toEqual({ code: 'TOO_MANY_REQUESTS', retryAfter: 40 })

    clock.pass(39_000)
    expect((await send(0)).last.headers['retry-after']).toBe('1')
    clock.pass(500)
    expect((await send(0)).last.status).toBe(200)
  })

  it.each(['/healthz', '/readyz', '/metrics', '/openapi.json', '/assets/app.css'])(
    'applies to %s in the app',
    async (path) => {
      await using stack = await startStack({ env: { RATE_LIMIT: 'on' } })
      const send = async () => (await fetch(stack.baseUrl + path)).status
      const statuses = new Set<number>()
      for (let i = 0; i < 60; i++) {
        for (const status of await Promise.all(Array.from({ length: 20 }, send)))
          statuses.add(status)
      }
      expect(statuses).toEqual(new Set([200]))
      expect(await send()).toBe(429)
    },
  )

  it('counts each address separately when a proxy forwards it', async () => {
    const send = serve(createRateLimits({ enabled: true, now: () => 0 }).start)
    expect((await send(20)).last.status).toBe(429)
    expect((await send(0, '/200', '192.0.2.2')).last.status).toBe(200)
    // The proxy appends to the header that the client sends.
    expect((await send(0, '/200', '192.0.2.3, 192.0.2.1')).last.status).toBe(429)
  })

  it('counts an IPv6 network as one, and IPv4 written as IPv6 as what it is', async () => {
    const send = serve(createRateLimits({ enabled: true, now: () => 0 }).start)
    expect((await send(20, '/200', '2001:db8:1:1::1')).last.status).toBe(429)
    expect((await send(0, '/200', '2001:db8:1:2::9')).last.status).toBe(429)
    expect((await send(0, '/200', '2001:db8:2::1')).last.status).toBe(200)
    expect((await send(20, '/200', '::ffff:192.0.2.1')).last.status).toBe(429)
    expect((await send(0, '/200', '192.0.2.1')).last.status).toBe(429)
    expect((await send(0, '/200', '::ffff:192.0.2.2')).last.status).toBe(200)
  })

  it('counts each kind of route separately', async () => {
    const limits = createRateLimits({ enabled: true, now: () => 0 })
    expect((await serve(limits.start)(20)).last.status).toBe(429)
    expect((await serve(limits.handover)(20)).last.status).toBe(200)
  })

  it('tracks 100,000 addresses and counts further ones as one', () => {
    const { start } = createRateLimits({ enabled: true, now: () => 0 })
    const request = new IncomingMessage(new Socket())
    const response = new ServerResponse(request) as Response
    const isLimited = (ip: string) => {
      try {
        start(Object.assign(request, { ip }) as unknown as Request, response, () => undefined)
        return false
      } catch (err) {
        if (err instanceof TooManyRequestsError) return true
        throw err
      }
    }
    for (let i = 0; i < 100_000; i++) isLimited(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`)
    const others = Array.from({ length: 21 }, (_, i) => isLimited(`192.0.2.${i}`))
    expect(others.filter((limited) => limited)).toHaveLength(1)
    expect(isLimited('192.0.2.99')).toBe(true)
    expect(isLimited('10.0.0.1')).toBe(false)
  })

  it('uses only the first 64 characters of an address', async () => {
    const send = serve(createRateLimits({ enabled: true, now: () => 0 }).start)
    const long = 'x'.repeat(64)
    expect((await send(20, '/200', `${long}1`)).last.status).toBe(429)
    expect((await send(0, '/200', `${long}2`)).last.status).toBe(429)
    expect((await send(0, '/200', 'y')).last.status).toBe(200)
  })

  it('never applies when it is off', async () => {
    const limits = createRateLimits({ enabled: false, now: () => 0 })
    expect((await serve(limits.start)(30)).last.status).toBe(200)
    expect((await serve(limits.api)(70, '/401')).last.status).toBe(401)
  })
})

describe('a limit on failures', () => {
  it('accepts 400 concurrent successful requests', async () => {
    const { owned } = createRateLimits({ enabled: true, now: () => 0 })
    const held: (() => void)[] = []
    const app = express()
      .use(owned)
      .use((_req, res) => {
        held.push(() => res.status(200).end())
        if (held.length === 400) for (const respond of held) respond()
      })
      .use(sendError)
    const server = app.listen(0)
    const statuses = await Promise.all(
      Array.from({ length: 400 }, async () => (await supertest(server).get('/')).status),
    )
    server.close()
    expect(new Set(statuses)).toEqual(new Set([200]))
  })

  it('counts only 403 and 404, and then responds 429 to all requests', async () => {
    const send = serve(createRateLimits({ enabled: true, now: () => 0 }).owned)
    await send(30, '/401')
    await send(30, '/500')
    // send() adds one request to the count.
    expect((await send(298, '/404')).last.status).toBe(404)
    expect((await send(0, '/200')).last.status).toBe(200)
    expect((await send(0, '/403')).last.status).toBe(403)
    expect((await send(0, '/200')).last.status).toBe(429)
  })

  it.each([
    ['notifications', 600, '/401'],
    ['notifications', 600, '/413'],
    ['owned', 300, '/404'],
    ['owned', 300, '/403'],
  ] as const)(
    'of %s responds 429 after %d requests with %s in a minute',
    async (name, limit, path) => {
      const send = serve(createRateLimits({ enabled: true, now: () => 0 })[name])
      const { statuses, last } = await send(limit, path)
      expect(statuses).not.toContain(429)
      expect(last.status).toBe(429)
    },
  )
})

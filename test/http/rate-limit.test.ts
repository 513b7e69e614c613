import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { EventEmitter } from 'node:events'
import type { Request, RequestHandler, Response } from 'express'
import { PublicError } from '../../src/errors.js'
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

/** Returns `Retry-After`, or undefined if the request passes. Without a status, its response stays open. */
async function send(limit: RequestHandler, ip = '192.0.2.1', statusCode?: number) {
  const res = Object.assign(new EventEmitter(), { statusCode })
  const err = await new Promise<unknown>((resolve) => {
    void limit({ ip } as unknown as Request, res as unknown as Response, resolve)
  })
  if (statusCode !== undefined) res.emit('finish')
  return err instanceof PublicError ? err.details.retryAfterSeconds : undefined
}

async function countPassed(times: number, ...args: Parameters<typeof send>): Promise<number> {
  let passed = 0
  for (let time = 0; time < times; time++) if ((await send(...args)) === undefined) passed += 1
  return passed
}

describe('a rate limit', () => {
  it('refuses with Retry-After when there are too many requests in a minute', async () => {
    const { start } = createRateLimits(true)
    expect(await countPassed(20, start)).toBe(20)
    now += 20_500
    expect(await send(start)).toBe(40)
    now -= 3_600_000
    expect(await send(start)).toBe(60)
    now += 3_600_000
    now += 39_499
    expect(await send(start)).toBe(1)
    now += 1
    expect(await countPassed(21, start)).toBe(20)
  })

  it.each([
    ['192.0.2.1', '192.0.2.1', true],
    ['192.0.2.1', '192.0.2.2', false],
    ['2001:db8:1:1::1', '2001:db8:1:2::9', true],
    ['2001:db8:1:1::1', '2001:db8:2::1', false],
    ['::ffff:192.0.2.1', '192.0.2.1', true],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.2', false],
    ['::FFFF:192.0.2.1', '192.0.2.1:80', true],
    ['192.0.2.1:4000', '192.0.2.1:4001', true],
    ['[2001:db8::1]:4000', '[2001:DB8:0::1]', true],
    ['[2001:db8::1]:4000', '2001:db8::2', true],
    ['[::ffff:192.0.2.1]:4000', '192.0.2.1', true],
    [`${'x'.repeat(64)}1`, `${'x'.repeat(64)}2`, true],
    ['x', 'y', false],
  ])('counts %s and %s as one client: %s', async (counted, address, isSame) => {
    const { start } = createRateLimits(true)
    await countPassed(20, start, counted)
    expect((await send(start, address)) !== undefined).toBe(isSame)
  })

  it('tracks 100,000 addresses and counts further ones as one', async () => {
    const { start } = createRateLimits(true)
    for (let i = 0; i < 100_000; i++)
      await send(start, `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`)
    for (let i = 0; i < 20; i++) expect(await send(start, `192.0.2.${i}`)).toBeUndefined()
    expect(await send(start, '192.0.2.20')).toBe(60)
    expect(await send(start, '10.0.0.1')).toBeUndefined()
  })

  it('never applies when RATE_LIMIT is off', async () => {
    expect(await countPassed(30, createRateLimits(false).start)).toBe(30)
  })

  it('of sessions counts only responses 403 and 404 that have ended', async () => {
    const { owned } = createRateLimits(true)
    expect(await countPassed(400, owned)).toBe(400)
    for (const status of [200, 401, 500])
      expect(await countPassed(100, owned, '', status)).toBe(100)
    for (const status of [403, 404]) expect(await countPassed(150, owned, '', status)).toBe(150)
    expect(await send(owned, '', 200)).toBe(60)
  })

  it('applies to each kind of route, but not to probes and notifications', async () => {
    await using stack = await startStack()
    const statusOf = async ([method, path]: readonly [string, string, ...unknown[]]) =>
      (await fetch(stack.baseUrl + path, { method, redirect: 'manual' })).status
    for (const row of [
      ['POST', '/sessions', 20, 403],
      ['GET', '/sessions/00000000-0000-4000-8000-000000000000', 280, 404],
      ['GET', '/privacy-policy', 300, 200],
      ['HEAD', '/assets/missing.css', 1200, 404],
      ['POST', '/phone/x', 60, 403],
      ['POST', '/csp-reports', 30, 204],
      ['GET', '/api/sessions', 60, 401],
    ] as const) {
      const [, path, limit, status] = row
      const statuses = new Set<number>()
      for (let sent = 0; sent < limit; sent += 10) {
        const all = Array.from({ length: 10 }, () => statusOf(row))
        for (const each of await Promise.all(all)) statuses.add(each)
      }
      expect([path, [...statuses], await statusOf(row)]).toEqual([path, [status], 429])
    }
    // Strangers at the address of a proxy could otherwise use up the limits of platform and Yoti.
    expect(await statusOf(['POST', '/notifications'])).toBe(401)
    for (const path of ['/healthz', '/livez', '/readyz', '/metrics'])
      expect([path, await statusOf(['GET', path])]).toEqual([path, 200])
  })
})

import type { Request, RequestHandler } from 'express'
import { ipKeyGenerator } from 'express-rate-limit'
import { PublicError } from '../errors.js'

const WINDOW_MS = 60_000
const MAX_KEY_LENGTH = 64
const OVERFLOW_KEY = 'overflow'
/** Bounds the memory. Further clients share one count. */
const MAX_TRACKED_CLIENTS = 100_000

type ClientCounts = Map<string, number>
export type RateLimits = ReturnType<typeof createRateLimits>

/**
 * Per minute, address and process. They stop guessing; only a proxy can stop a flood. Probes and
 * notifications have none, because strangers behind the same proxy could use it up.
 *
 * @param now monotonic
 */
export function createRateLimits(enabled: boolean, now = () => performance.now()) {
  const create = (limit: number, countedStatuses?: readonly number[]): RequestHandler =>
    enabled ? createRateLimit(limit, now, countedStatuses) : skipLimit
  return {
    pages: create(300),
    /** Cheap routes: OpenAPI document, assets. */
    plain: create(1200),
    /** `POST /sessions`, which may be billed. */
    start: create(20),
    handover: create(60),
    /** Sessions of an owner. Counts only requests for sessions of others. */
    owned: create(300, [403, 404]),
    /** Reports of browsers. */
    reports: create(30),
    /** API requests without a valid key. */
    api: create(60),
  }
}

/** @param countedStatuses counts only responses with these statuses, instead of all requests */
function createRateLimit(
  limit: number,
  now: () => number,
  countedStatuses?: readonly number[],
): RequestHandler {
  const counts: ClientCounts = new Map()
  let endsAt = 0
  const startWindow = () => {
    if (now() < endsAt) return
    counts.clear()
    endsAt = now() + WINDOW_MS
  }
  return (req, res, next) => {
    startWindow()
    const key = getClientKey(req, counts)
    const count = () => counts.set(key, (counts.get(key) ?? 0) + 1)
    if ((counts.get(key) ?? 0) >= limit) {
      const retryAfterSeconds = Math.ceil((endsAt - now()) / 1000)
      next(new PublicError('TOO_MANY_REQUESTS', { retryAfterSeconds }))
      return
    }
    if (countedStatuses === undefined) count()
    else {
      // Not at arrival, because open requests would count as failed.
      res.once('finish', () => {
        startWindow()
        if (countedStatuses.includes(res.statusCode)) count()
      })
    }
    next()
  }
}

/**
 * `req.ip` may be any text if `TRUST_PROXY` is too high. An IPv6 network counts as one client,
 * because its addresses are free.
 */
function getClientKey({ ip }: Request, counts: ClientCounts): string {
  if (ip === undefined) return OVERFLOW_KEY
  const key = ipKeyGenerator(toBareAddress(ip)).slice(0, MAX_KEY_LENGTH)
  return counts.has(key) || counts.size < MAX_TRACKED_CLIENTS ? key : OVERFLOW_KEY
}

/** Some proxies add the port, and write IPv6 in brackets or IPv4 as IPv6. */
function toBareAddress(address: string): string {
  const [, bracketed] = /^\[(.*)\](?::\d+)?$/.exec(address) ?? []
  const bare = bracketed ?? address.replace(/^([\d.]+):\d+$/, '$1')
  return bare.replace(/^::ffff:(?=\d+\.)/i, '')
}

const skipLimit: RequestHandler = (_req, _res, next) => {
  next()
}

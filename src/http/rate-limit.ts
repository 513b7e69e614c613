import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { ipKeyGenerator, MemoryStore, rateLimit, type AugmentedRequest } from 'express-rate-limit'
import { PublicError } from '../errors.js'

const WINDOW_MS = 60_000
const MAX_KEY_LENGTH = 64
const OVERFLOW_KEY = 'overflow'
/** Bounds the memory. Further clients share one count. */
const MAX_TRACKED_CLIENTS = 100_000

export type RateLimits = ReturnType<typeof createRateLimits>

/**
 * Per minute, address and process. They stop guessing; only a proxy can stop a flood. Probes and
 * notifications have none, because strangers behind the same proxy could use it up.
 */
export function createRateLimits(enabled: boolean) {
  const create = (limit: number, countedStatuses?: readonly number[]): RequestHandler =>
    enabled ? createRateLimit(limit, countedStatuses) : skipLimit
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
function createRateLimit(limit: number, countedStatuses?: readonly number[]): RequestHandler {
  const store = new MemoryStore()
  const isBelowLimit = async (req: Request) =>
    ((await store.get(getClientKey(req, store)))?.totalHits ?? 0) < limit
  const limiter = rateLimit({
    windowMs: WINDOW_MS,
    limit,
    store,
    keyGenerator: (req) => getClientKey(req, store),
    standardHeaders: false,
    legacyHeaders: false,
    handler: rejectRequest,
    // Its checks concern keys and stores of other kinds, and cost time for each request.
    validate: false,
    ...(countedStatuses && { skip: isBelowLimit }),
  })
  if (countedStatuses === undefined) return limiter
  return (req, res, next) => {
    const key = getClientKey(req, store)
    // express-rate-limit counts requests when they arrive, so open requests would count as failed.
    res.once('finish', () => {
      if (countedStatuses.includes(res.statusCode)) void store.increment(key)
    })
    void limiter(req, res, next)
  }
}

/**
 * `req.ip` may be any text if `TRUST_PROXY` is too high. An IPv6 network counts as one client,
 * because its addresses are free.
 */
function getClientKey({ ip }: Request, { current, previous }: MemoryStore): string {
  if (ip === undefined) return OVERFLOW_KEY
  const key = ipKeyGenerator(toBareAddress(ip)).slice(0, MAX_KEY_LENGTH)
  const isTracked = current.has(key) || previous.has(key)
  return isTracked || current.size + previous.size < MAX_TRACKED_CLIENTS ? key : OVERFLOW_KEY
}

/** Some proxies add the port, and write IPv6 in brackets or IPv4 as IPv6. */
export function toBareAddress(address: string): string {
  const [, bracketed] = /^\[(.*)\](?::\d+)?$/.exec(address) ?? []
  const bare = bracketed ?? address.replace(/^([\d.]+):\d+$/, '$1')
  return bare.replace(/^::ffff:(?=\d+\.)/i, '')
}

function rejectRequest(req: Request, _res: Response, next: NextFunction): void {
  const resetTime = (req as AugmentedRequest).rateLimit?.resetTime?.getTime() ?? 0
  // The clock may have been set back.
  const remainingMs = Math.min(resetTime - Date.now(), WINDOW_MS)
  const retryAfterSeconds = Math.max(1, Math.ceil(remainingMs / 1000))
  next(new PublicError('TOO_MANY_REQUESTS', { retryAfterSeconds }))
}

const skipLimit: RequestHandler = (_req, _res, next) => {
  next()
}

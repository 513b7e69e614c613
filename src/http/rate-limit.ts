import type { Request, RequestHandler } from 'express'
import { ipKeyGenerator } from 'express-rate-limit'
import { HttpError } from './http-error.js'

export class TooManyRequestsError extends HttpError {
  readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super(
      429,
      'TOO_MANY_REQUESTS',
      `There were too many requests from your network. Please wait ${retryAfterSeconds} seconds, then try again.`,
    )
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export interface RateLimitsOptions {
  enabled: boolean
  now: () => number
}

export interface RateLimits {
  pages: RequestHandler
  /** Cheap routes: health, metrics, OpenAPI document, assets. */
  plain: RequestHandler
  /** `POST /sessions`, which may be billed. */
  start: RequestHandler
  handover: RequestHandler
  /** Sessions of an owner. Counts only requests for sessions of others. */
  owned: RequestHandler
  /** `POST /notifications`. Counts only invalid requests, so that Yoti is never limited. */
  notifications: RequestHandler
  /** API requests without a valid key. */
  api: RequestHandler
}

const WINDOW_MS = 60_000
const MAX_KEY_LENGTH = 64
const OVERFLOW_KEY = 'overflow'
/** Bounds the memory. Further clients share one count. */
const MAX_TRACKED_CLIENTS = 100_000
const INVALID_REQUEST_STATUSES = [400, 401, 413, 415]

/** Per minute, address and process. They stop guessing; only a proxy can stop a flood. */
export function createRateLimits({ enabled, now }: RateLimitsOptions): RateLimits {
  const create = (limit: number, countedStatuses?: readonly number[]): RequestHandler =>
    enabled ? createRateLimit(limit, now, countedStatuses) : skipLimit
  return {
    pages: create(300),
    plain: create(1200),
    start: create(20),
    handover: create(60),
    owned: create(300, [403, 404]),
    notifications: create(600, INVALID_REQUEST_STATUSES),
    api: create(60),
  }
}

/** @param countedStatuses counts only responses with these statuses, instead of all requests */
function createRateLimit(
  limit: number,
  now: () => number,
  countedStatuses?: readonly number[],
): RequestHandler {
  let counts = new Map<string, number>()
  let windowEndsAt = now() + WINDOW_MS
  const toBucketKey = (key: string) =>
    counts.has(key) || counts.size < MAX_TRACKED_CLIENTS ? key : OVERFLOW_KEY
  const getCount = (key: string) => counts.get(toBucketKey(key)) ?? 0
  const increment = (key: string) => counts.set(toBucketKey(key), getCount(key) + 1)

  return (req, res, next) => {
    if (now() >= windowEndsAt) {
      counts = new Map()
      windowEndsAt = now() + WINDOW_MS
    }
    const key = clientKey(req)
    if (getCount(key) >= limit) {
      const retryAfterSeconds = Math.ceil((windowEndsAt - now()) / 1000)
      res.setHeader('Retry-After', retryAfterSeconds)
      throw new TooManyRequestsError(retryAfterSeconds)
    }
    if (countedStatuses === undefined) {
      increment(key)
    } else {
      res.once('finish', () => {
        if (countedStatuses.includes(res.statusCode)) increment(key)
      })
    }
    next()
  }
}

/**
 * `req.ip` may be any text if `TRUST_PROXY` is too high. An IPv6 network counts as one client,
 * because its addresses are free.
 */
function clientKey({ ip }: Request): string {
  return ip === undefined ? OVERFLOW_KEY : ipKeyGenerator(ip).slice(0, MAX_KEY_LENGTH)
}

const skipLimit: RequestHandler = (_req, _res, next) => {
  next()
}

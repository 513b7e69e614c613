import type { Request, RequestHandler } from 'express'
import { ipKeyGenerator } from 'express-rate-limit'
import { HttpError } from './http-error.js'

export class TooManyRequestsError extends HttpError {
  /** Seconds until the next request is accepted. */
  readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super(
      429,
      'TOO_MANY_REQUESTS',
      `Too many requests came from your network. Please wait ${retryAfterSeconds} seconds and try again.`,
    )
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export interface RateLimitsOptions {
  enabled: boolean
  now: () => number
}

/** One for each kind of unauthenticated route, to stand before it. */
export interface RateLimits {
  /** Pages for anybody. */
  pages: RequestHandler
  /** What costs next to nothing: health, metrics, the API's description, assets. */
  plain: RequestHandler
  /** `POST /sessions`: each may be billed. */
  start: RequestHandler
  handover: RequestHandler
  /** What belongs to an owner: only who asks for what is not theirs is slowed down. */
  owned: RequestHandler
  /** `POST /notifications`: Yoti may send as fast as it likes. */
  notifications: RequestHandler
  /** The JSON API: for those without a key. */
  api: RequestHandler
}

const WINDOW_MS = 60_000
const MAX_KEY_LENGTH = 64
const OVERFLOW_KEY = 'the others'
/** So that nobody fills the memory with addresses: those beyond count as one. */
const MAX_TRACKED_CLIENTS = 100_000
const UNREADABLE_OR_UNAUTHORIZED_STATUSES = [400, 401, 413, 415]

/**
 * Limits a minute, for each address and in this process. They keep mistakes and guessing away; a
 * flood is for the proxy in front.
 */
export function createRateLimits({ enabled, now }: RateLimitsOptions): RateLimits {
  const create = (limit: number, countedStatuses?: readonly number[]): RequestHandler =>
    enabled ? createRateLimit(limit, now, countedStatuses) : skipLimit
  return {
    pages: create(300),
    plain: create(1200),
    start: create(20),
    handover: create(60),
    owned: create(300, [403, 404]),
    notifications: create(600, UNREADABLE_OR_UNAUTHORIZED_STATUSES),
    api: create(60),
  }
}

/**
 * @param countedStatuses the answers that count, when not all requests do. They count once they are
 * given: many good requests at once are never taken for failures.
 */
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
 * `req.ip` follows `TRUST_PROXY`, and may be any text when that is too high. An IPv6 network counts
 * as one: its addresses are free.
 */
function clientKey({ ip }: Request): string {
  return ip === undefined ? OVERFLOW_KEY : ipKeyGenerator(ip).slice(0, MAX_KEY_LENGTH)
}

const skipLimit: RequestHandler = (_req, _res, next) => {
  next()
}

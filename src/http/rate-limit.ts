import type { Request, RequestHandler } from 'express'
import { ipKeyGenerator } from 'express-rate-limit'
import { HttpError } from './http-error.js'

export class TooManyRequestsError extends HttpError {
  /** Seconds until the next request is accepted. */
  readonly retryAfter: number

  constructor(retryAfter: number) {
    super(
      429,
      'TOO_MANY_REQUESTS',
      `Too many requests came from your network. Please wait ${retryAfter} seconds and try again.`,
    )
    this.retryAfter = retryAfter
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

const MINUTE = 60_000
const LONGEST_ADDRESS = 64
const THE_OTHERS = 'the others'
/** So that nobody fills the memory with addresses: those beyond count as one. */
const MOST_SENDERS = 100_000
const UNREADABLE_OR_UNAUTHORIZED = [400, 401, 413, 415]

/**
 * Limits a minute, for each address and in this process. They keep mistakes and guessing away; a
 * flood is for the proxy in front.
 */
export function createRateLimits({ enabled, now }: RateLimitsOptions): RateLimits {
  const create = (limit: number, failures?: readonly number[]): RequestHandler =>
    enabled ? createLimit(limit, now, failures) : passOn
  return {
    pages: create(300),
    plain: create(1200),
    start: create(20),
    handover: create(60),
    owned: create(300, [403, 404]),
    notifications: create(600, UNREADABLE_OR_UNAUTHORIZED),
    api: create(60),
  }
}

/**
 * @param failures the answers that count, when not all requests do. They count once they are
 * given: many good requests at once are never taken for failures.
 */
function createLimit(
  limit: number,
  now: () => number,
  failures?: readonly number[],
): RequestHandler {
  let counts = new Map<string, number>()
  let endsAt = now() + MINUTE
  const choose = (key: string) => (counts.has(key) || counts.size < MOST_SENDERS ? key : THE_OTHERS)
  const count = (key: string) => counts.get(choose(key)) ?? 0
  const add = (key: string) => counts.set(choose(key), count(key) + 1)

  return (req, res, next) => {
    if (now() >= endsAt) {
      counts = new Map()
      endsAt = now() + MINUTE
    }
    const key = nameSender(req)
    if (count(key) >= limit) {
      const retryAfter = Math.ceil((endsAt - now()) / 1000)
      res.setHeader('Retry-After', retryAfter)
      throw new TooManyRequestsError(retryAfter)
    }
    if (failures === undefined) {
      add(key)
    } else {
      res.once('finish', () => {
        if (failures.includes(res.statusCode)) add(key)
      })
    }
    next()
  }
}

/**
 * `req.ip` follows `TRUST_PROXY`, and may be any text when that is too high. An IPv6 network counts
 * as one: its addresses are free.
 */
function nameSender({ ip }: Request): string {
  return ip === undefined ? THE_OTHERS : ipKeyGenerator(ip).slice(0, LONGEST_ADDRESS)
}

const passOn: RequestHandler = (_req, _res, next) => {
  next()
}

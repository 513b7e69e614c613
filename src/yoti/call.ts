import { randomUUID, type KeyObject } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Readable } from 'node:stream'
import { fillEndpoint, type Endpoint, type Ids } from './endpoint.js'
import { YotiConnectionError, YotiResponseError } from './errors.js'
import { toAnswerError, toCallError, type AnswerHead } from './judge-answer.js'
import { readBody } from './read-body.js'
import { planRetry } from './retry.js'
import { buildRequest, signRequest, type Method, type RequestBody } from './signed-request.js'
import type { Transport } from './transport.js'

export interface Call {
  endpoint: Endpoint
  ids?: Ids
  query?: readonly (readonly [name: string, value: string])[]
  body?: RequestBody | undefined
}

/** A 2xx answer. Whoever uses it reads `body` to the end, `read`s it whole, or destroys it. */
export interface Received extends AnswerHead {
  body: Readable
  read: () => Promise<Buffer>
}

/** Told after every attempt. */
export interface CallReport {
  /** A pattern such as `GET /sessions/:sessionId`, never an id. */
  endpoint: string
  status?: number
  attempt: number
  /** Until the answer was read; for media, until it began. */
  durationMs: number
  outcome: 'ok' | 'refused' | 'no-answer' | 'unreadable'
}

export interface CallOptions {
  key: KeyObject
  transport: Transport
  /** Milliseconds for a call with all its attempts. */
  timeout: number
  /** Bytes of an answer that is read whole. */
  maxAnswerSize: number
  onCall?: ((report: CallReport) => void) | undefined
  now?: (() => number) | undefined
  nonce?: (() => string) | undefined
  random?: (() => number) | undefined
  sleep?: ((milliseconds: number) => Promise<unknown>) | undefined
}

export type MakeCall = <T>(call: Call, use: (received: Received) => Promise<T> | T) => Promise<T>

/**
 * Calls Yoti: signs, sends, judges. Reads are tried again, each time freshly signed; however often
 * it tries, it settles within `timeout`.
 */
export function createCall(options: CallOptions): MakeCall {
  const { key, transport, timeout, maxAnswerSize, onCall = () => undefined } = options
  const { now = Date.now, nonce = randomUUID, random = Math.random, sleep = wait } = options

  return async (call, use) => {
    const { method, path } = fillEndpoint(call.endpoint, call.ids ?? {})
    const deadline = performance.now() + timeout
    for (let attempt = 1; ; attempt++) {
      const startedAt = performance.now()
      const progress: { status?: number } = {}
      const report = (outcome: CallReport['outcome']) => {
        const durationMs = performance.now() - startedAt
        onCall({ endpoint: call.endpoint, ...progress, attempt, durationMs, outcome })
      }
      try {
        const result = await makeAttempt(call, method, path, deadline - startedAt, progress, use)
        report('ok')
        return result
      } catch (err) {
        report(toOutcome(err))
        const delay = method === 'GET' ? planRetry(err, attempt, random()) : undefined
        if (delay === undefined || performance.now() + delay >= deadline) throw err
        await sleep(delay)
      }
    }
  }

  async function makeAttempt<T>(
    { endpoint, query = [], body }: Call,
    method: Method,
    path: string,
    timeLeft: number,
    progress: { status?: number },
    use: (received: Received) => Promise<T> | T,
  ): Promise<T> {
    const fresh = [
      ['nonce', nonce()],
      ['timestamp', String(now())],
    ] as const
    const unsigned = buildRequest({ method, path, query: [...query, ...fresh], body })
    const request = await signRequest(unsigned, key)
    const abort = new AbortController()
    const timer = setTimeout(() => {
      abort.abort()
    }, timeLeft)
    try {
      const answer = await transport.send(request, abort.signal)
      progress.status = answer.status
      const read = () => readBody(answer.body, maxAnswerSize)
      const received = { ...answer, endpoint, read }
      if (answer.status < 200 || answer.status > 299) {
        throw toAnswerError(received, await read(), now())
      }
      return await use(received)
    } catch (err) {
      throw toCallError(err, endpoint, abort.signal.aborted ? timeout : undefined)
    } finally {
      clearTimeout(timer)
    }
  }
}

function toOutcome(err: unknown): CallReport['outcome'] {
  if (err instanceof YotiConnectionError) return 'no-answer'
  return err instanceof YotiResponseError ? 'refused' : 'unreadable'
}

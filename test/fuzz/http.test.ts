import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { startStack } from '../support/start-stack.js'
import { createVisitor, startSession } from '../support/visitor.js'
import { CANARY, HOUR_MS, mutated, NUM_REQUESTS, NUM_RUNS, textArbitrary } from './random-input.js'

const SHOP = 'a-secret-of-the-shop-that-is-long-enough'
/** Are replaced by those of a session that exists. */
const SESSION_ID = ':sessionId'
const OWNER = ':owner'
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']
const ORDER = {
  userReference: 'user-1',
  returnUrl: 'https://shop.example.com/back',
  spec: { requested_checks: [{ type: 'LIVENESS', config: { liveness_type: 'STATIC' } }] },
}

interface RequestInput {
  method: string
  path: string
  headers: Record<string, string>
  body: string
}

interface ReceivedResponse {
  status: number
  body: string
}

/** On a machine that is four times slower, too. */
const HANGS_AFTER_MS = 30_000

/** As it is: nothing is normalised on the way, as `fetch` would. */
function send(
  baseUrl: string,
  { method, path, headers, body }: RequestInput,
): Promise<ReceivedResponse> {
  return new Promise((resolve, reject) => {
    const timeout = HANGS_AFTER_MS
    const sent = request(baseUrl, { method, path, headers, agent: false, timeout }, (response) => {
      text(response).then((received) => {
        resolve({ status: response.statusCode ?? 0, body: received })
      }, reject)
    })
    sent.once('timeout', () => sent.destroy(new Error(`${method} ${path} hangs`)))
    sent.once('error', reject)
    sent.end(body)
  })
}

/** What may stand in a path, a header or a cookie. */
const printable = textArbitrary.map((text) => encodeURIComponent(text).slice(0, 200))

function requests(paths: string[]): fc.Arbitrary<RequestInput> {
  const path = fc
    .tuple(fc.constantFrom(...paths), fc.option(printable), fc.option(printable))
    .map(
      ([known, more, query]) =>
        known + (more ?? '') + (query === null ? '' : `?${CANARY}=${query}`),
    )
  const headers = fc.record(
    {
      authorization: fc.constantFrom(`Bearer ${SHOP}`, 'Bearer ', CANARY, 'Basic bWFyaw=='),
      'content-type': fc.constantFrom(
        'application/json',
        'application/x-www-form-urlencoded',
        'image/jpeg',
        'application/json; charset=utf-99',
        CANARY,
      ),
      'content-encoding': fc.constantFrom('gzip', 'identity', CANARY),
      cookie: fc.oneof(
        printable.map((value) => `owner=${value}; ${CANARY}`),
        fc.constant(OWNER),
      ),
      origin: fc.constantFrom('null', 'https://evil.example', CANARY),
      'idempotency-key': printable,
      'x-forwarded-for': printable,
      host: fc.constantFrom('localhost', 'evil.example', `${CANARY}:1`),
    },
    { requiredKeys: [] },
  )
  const body = fc.oneof(
    textArbitrary,
    mutated(ORDER).map((value) => JSON.stringify(value)),
    mutated({ session_id: 'x', topic: 'check_completion' }).map((value) => JSON.stringify(value)),
  )
  return fc.record({ method: fc.constantFrom(...METHODS), path, headers, body })
}

const BATCH_SIZE = 20
/** A frame of a stack, or a path of a source file. */
const STACK = /\n\s+at |node:internal|\.[jt]s:\d+:\d+/

/**
 * No request gets a 5xx response or a stack, or hangs. Requests are sent in batches.
 *
 * @param prepare called before each batch
 */
async function expectNoFailure(
  baseUrl: string,
  inputs: fc.Arbitrary<RequestInput>,
  count: number,
  prepare: (input: RequestInput) => RequestInput | Promise<RequestInput> = (input) => input,
): Promise<void> {
  const batches = fc.array(inputs, { minLength: BATCH_SIZE, maxLength: BATCH_SIZE, size: 'max' })
  const property = fc.asyncProperty(batches, async (batch) => {
    const responses = await Promise.all(
      batch.map(async (input) => send(baseUrl, await prepare(input))),
    )
    for (const [index, { status, body }] of responses.entries()) {
      const { method = '', path = '' } = batch[index] ?? {}
      const failed = status >= 500 || STACK.test(body)
      expect(failed ? `${method} ${path}: ${status} ${body}` : 'answered').toBe('answered')
    }
  })
  await fc.assert(property, { numRuns: Math.ceil(count / BATCH_SIZE), endOnFailure: true })
}

describe('random requests', () => {
  it(
    'get no 5xx response from the server and are not logged',
    async () => {
      await using stack = await startStack({
        env: {
          API_KEYS: `shop:${SHOP}`,
          PUBLIC_START: 'on',
          RATE_LIMIT: 'off',
          RETURN_URL_ORIGINS: 'https://shop.example.com',
          LOG_LEVEL: 'trace',
        },
      })
      let sent = 0
      let owned = { sessionId: '', cookie: '' }
      const startAnother = async () => {
        const visitor = createVisitor(stack.baseUrl)
        owned = { sessionId: await startSession(visitor), cookie: `owner=${visitor.cookie ?? ''}` }
      }
      await startAnother()
      const known = [
        '/',
        '/sessions',
        '/success',
        '/error',
        '/notifications',
        '/handover/',
        '/assets/',
      ]
      const ofSession = ['', '/status', '/delete', '/finish', '/media/'].map(
        (rest) => `/sessions/${SESSION_ID}${rest}`,
      )
      const ofApi = [
        ...['', '/result', '/face-capture', '/media/', '/configuration', '/tracked-devices'],
        `/media/${randomUUID()}`,
      ].map((rest) => `/api/sessions/${SESSION_ID}${rest}`)
      const ops = [
        ...['/healthz', '/readyz', '/metrics', '/openapi.json'],
        ...['/api/sessions', '/api/supported-documents'],
      ]
      const paths = [...known, ...ofSession, ...ofApi, ...ops]
      await expectNoFailure(stack.baseUrl, requests(paths), NUM_REQUESTS, async (input) => {
        // A request may have erased the session.
        if (++sent % 500 === 0) await startAnother()
        const { sessionId, cookie } = owned
        const headers =
          input.headers.cookie === OWNER ? { ...input.headers, cookie } : input.headers
        return { ...input, path: input.path.replace(SESSION_ID, sessionId), headers }
      })
      expect(stack.logLines.filter((line) => line.includes(CANARY))).toEqual([])
    },
    HOUR_MS,
  )

  it(
    'to the emulator is answered as Yoti would, never with a failure of its own',
    async () => {
      await using stack = await startStack()
      const sessionId = await startSession(createVisitor(stack.baseUrl))
      const { apiUrl, sandboxUrl, url } = stack.emulator
      const token = stack.emulator.session(sessionId)?.clientSessionToken ?? ''
      const paths = [apiUrl, sandboxUrl].flatMap((base) =>
        ['', '/configuration', '/resources/id-documents', '/resources/liveness', '/client-error']
          .map((rest) => `${base}/sessions/${sessionId}${rest}`)
          .concat(`${base}/supported-documents`, `${base}/sessions`, `${base}/web/`),
      )
      const asPerson = requests(paths.map((path) => path.slice(url.length))).map((input) => ({
        ...input,
        headers: { ...input.headers, 'x-yoti-auth-token': token },
      }))
      await expectNoFailure(url, asPerson, NUM_RUNS)
    },
    HOUR_MS,
  )
})

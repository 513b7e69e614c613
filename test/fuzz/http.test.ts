import { request } from 'node:http'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { startStack } from '../support/start-stack.js'
import { createVisitor, startSession } from '../support/visitor.js'
import { CANARY, HOUR_MS, mutated, NUM_RUNS, textArbitrary } from './random-input.js'

const SHOP = 'a-secret-of-the-shop-that-is-long-enough'
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

/** As it is: nothing is normalised on the way, as `fetch` would. Resolves to the status. */
function send(baseUrl: string, { method, path, headers, body }: RequestInput): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(baseUrl, { method, path, headers, agent: false }, (response) => {
      response.resume().once('end', () => {
        resolve(response.statusCode ?? 0)
      })
      response.once('error', reject)
    })
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
      cookie: printable.map((value) => `owner=${value}; ${CANARY}`),
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

/** No request gets a 5xx response. */
async function expectNoFailure(baseUrl: string, inputs: fc.Arbitrary<RequestInput>): Promise<void> {
  const property = fc.asyncProperty(inputs, async (input) => {
    expect(await send(baseUrl, input)).toBeLessThan(500)
  })
  await fc.assert(property, { numRuns: NUM_RUNS })
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
      const sessionId = await startSession(createVisitor(stack.baseUrl))
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
        (rest) => `/sessions/${sessionId}${rest}`,
      )
      const ofApi = ['', '/result', '/face-capture', '/media/', '/configuration'].map(
        (rest) => `/api/sessions/${sessionId}${rest}`,
      )
      const ops = ['/healthz', '/readyz', '/metrics', '/openapi.json', '/api/sessions']
      const paths = [...known, ...ofSession, ...ofApi, ...ops]
      await expectNoFailure(stack.baseUrl, requests(paths))
      expect(stack.logLines.join('')).not.toContain(CANARY)
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
      await expectNoFailure(url, asPerson)
    },
    HOUR_MS,
  )
})

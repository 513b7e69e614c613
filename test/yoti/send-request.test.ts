import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { AttemptReport, YotiClient } from '../../src/yoti/client.js'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'
import { getFreePort } from '../support/free-port.js'
import {
  isSigned,
  respond,
  SDK_ID,
  SESSION,
  startYotiServer,
  type Handler,
  type YotiServer,
} from './yoti-server.js'

let script: Handler[]
let server: YotiServer
let yoti: YotiClient
let reports: AttemptReport[]
let delays: number[]

beforeEach(async () => {
  reports = []
  delays = []
  server = await startYotiServer((req, res) => {
    const next = script.length > 1 ? script.shift() : script[0]
    next?.(req, res)
  })
  yoti = server.createClient({
    random: () => 0.5,
    now: () => Date.UTC(2025, 0, 1, 12),
    onAttempt: (report) => reports.push(report),
    maxResponseBytes: 1000,
    sleep: (milliseconds) => {
      delays.push(milliseconds)
      return Promise.resolve()
    },
  })
})
afterEach(() => server.close())

const found = respond(200, SESSION)
const cut: Handler = (_, res) => {
  res.destroy()
}
const cutWithin: Handler = (_, res) => {
  res.writeHead(200, { 'Content-Length': '1000' })
  res.write('{', () => res.destroy())
}
const hang: Handler = () => undefined
const attempts = () => reports.map(({ attempt, status, outcome }) => [attempt, status, outcome])

async function getFailure(call: Promise<unknown>): Promise<Error> {
  const err = await call.then(
    () => 'it succeeded',
    (thrown: unknown) => thrown,
  )
  if (err instanceof Error) return err
  throw new Error(String(err))
}

describe('a read', () => {
  it('is retried with a new signature after no response, 429 and 5xx', async () => {
    for (const [first, ...outcome] of [
      [respond(429), 429, 'rejected'],
      [respond(500), 500, 'rejected'],
      [cut, undefined, 'no-response'],
      [cutWithin, 200, 'no-response'],
    ] as [Handler, number | undefined, string][]) {
      script = [first, found]
      expect(await yoti.getSession('s-1')).toEqual(SESSION)
      expect(attempts()).toEqual([
        [1, ...outcome],
        [2, 200, 'ok'],
      ])
      reports = []
    }
    expect(server.requests.map((request) => isSigned(request))).not.toContain(false)
    const nonces = server.requests.map(({ url }) => /nonce=([^&]+)/.exec(url)?.[1])
    expect(new Set(nonces).size).toBe(8)
  })

  it('is attempted at most 3 times with increasing delays', async () => {
    script = [respond(503)]
    await expect(yoti.getSession('s-1')).rejects.toMatchObject({ status: 503, code: 'HTTP_503' })
    expect(server.requests).toHaveLength(3)
    expect(delays).toEqual([150, 300])
  })

  it.each([
    ['5', 5000],
    [' 0 ', 150],
    ['Wed, 01 Jan 2025 12:00:03 GMT', 3000],
    ['Wed, 01 Jan 2025 11:00:00 GMT', 150],
    ['soon', 150],
  ])('waits %j as Retry-After requests, but no less than the delay', async (header, delayMs) => {
    script = [respond(429, undefined, { 'Retry-After': header }), found]
    await yoti.getSession('s-1')
    expect(delays).toEqual([delayMs])
  })

  it.each([
    ['6', 6000],
    ['86400', 300_000],
    ['9'.repeat(400), 300_000],
    ['Thu, 31 Dec 2099 00:00:00 GMT', 300_000],
  ])('fails when Retry-After is %s, at most 5 minutes', async (header, retryAfterMs) => {
    script = [respond(429, undefined, { 'Retry-After': header })]
    await expect(yoti.getSession('s-1')).rejects.toMatchObject({ retryAfterMs })
    expect(server.requests).toHaveLength(1)
  })

  it('is not retried after 409, or when the delay would exceed the timeout', async () => {
    script = [respond(409), respond(503)]
    const hurried = server.createClient({ timeoutMs: 100 })
    for (const status of [409, 503])
      await expect(hurried.getSession('s-1')).rejects.toMatchObject({ status })
    expect(server.requests).toHaveLength(2)
  })
})

it.each<[string, (client: YotiClient) => Promise<unknown>]>([
  ['POST /sessions', (c) => c.createSession(DEFAULT_PRESET)],
  ['DELETE /sessions', (c) => c.deleteSession('s-1')],
  ['PUT response-config', (c) => c.configureSessionResponse('s-1', {})],
])('%s is never retried', async (_, call) => {
  script = [respond(503, undefined, { 'Retry-After': '0' }), cut]
  await expect(call(yoti)).rejects.toMatchObject({ status: 503 })
  await expect(call(yoti)).rejects.toMatchObject({ name: 'YotiConnectionError' })
  expect(server.requests).toHaveLength(2)
})

describe('an error response', () => {
  it('becomes an error with its code, details and request id', async () => {
    const errors = [{ property: 'requested_checks', message: 'must not be empty' }]
    const message = 'There were errors validating the payload'
    script = [
      respond(400, { code: 'PAYLOAD_VALIDATION', message, errors: [...errors, { odd: true }] }),
    ]
    expect(await getFailure(yoti.createSession({}))).toMatchObject({
      ...{ name: 'YotiResponseError', endpoint: 'POST /sessions', status: 400, errors },
      ...{ code: 'PAYLOAD_VALIDATION', requestId: 'request-7' },
      message: `POST /sessions: Yoti answered 400 PAYLOAD_VALIDATION: ${message}; requested_checks must not be empty`,
    })
  })

  it.each<[string, unknown]>([
    ['null fields', { code: null, message: null, errors: null }],
    ['odd types', { code: 7, message: {}, errors: 'no' }],
    ['a code of another kind', { code: 'Jane Roe' }],
    ['a list', []],
    ['HTML', '<p>Jane Roe</p>'],
  ])('is HTTP_404 without details when the body has %s', async (_, body) => {
    script = [respond(404, body)]
    const err = await getFailure(yoti.getSession('s-1'))
    expect(err).toMatchObject({ status: 404, code: 'HTTP_404', errors: [] })
    expect(inspect(err)).not.toContain('Jane')
  })
})

const JSON_BYTES = JSON.stringify(SESSION)
const ofType = (type: string) => ({ 'Content-Type': type })
const encoded = (encoding: string) => ({
  ...ofType('application/json'),
  'Content-Encoding': encoding,
})

it.each([
  [{}, JSON_BYTES],
  [ofType('Application/JSON;charset=UTF-8'), JSON_BYTES],
  [ofType('application/vnd.yoti+json'), JSON_BYTES],
  // A proxy may encode although the request refuses it.
  [encoded('gzip'), gzipSync(JSON_BYTES)],
  [encoded('br'), brotliCompressSync(JSON_BYTES)],
  [encoded('deflate'), deflateSync(JSON_BYTES)],
])('a response is read with the headers %j', async (headers, body) => {
  script = [respond(200, body, headers)]
  expect(await yoti.getSession('s-1')).toEqual(SESSION)
})

it.each<[string, Handler, RegExp]>([
  ['HTML', respond(200, '<p>Jane Roe</p>'), /expected JSON, got 15 bytes of no content type/],
  ['nothing', respond(204), /expected JSON, got 0 bytes/],
  [
    'JSON that says it is something else',
    respond(200, JSON_BYTES, ofType('text/html')),
    /expected JSON, got \d+ bytes of text\/html \(200\)/,
  ],
  [
    'JSON that is not an object',
    respond(200, ['Jane Roe']),
    /session result: the root: expected an object, got array/,
  ],
  ['a redirect', respond(302, undefined, { Location: '/elsewhere' }), /got a redirect \(302\)/],
  ['too much', respond(200, ' '.repeat(2000)), /expected at most 1000 bytes/],
  [
    'too much in gzip',
    respond(200, gzipSync(' '.repeat(2000)), encoded('gzip')),
    /expected at most 1000 bytes/,
  ],
  ['no gzip', respond(200, '{}', encoded('gzip')), /expected HTTP, got something else \(Z_/],
  ['no Brotli', respond(200, '{}', encoded('br')), /expected HTTP, got something else \(/],
  ['an unknown encoding', respond(200, '{}', encoded('odd')), /not encoded, or in gzip/],
])('an unreadable response is a protocol error: %s', async (_, response, message) => {
  script = [response]
  const err = await getFailure(yoti.getSession('s-1'))
  expect(err.name).toBe('YotiProtocolError')
  expect(err.message).toMatch(message)
  expect(err.message).toMatch(/^GET \/sessions\/:sessionId: /)
  expect(inspect(err)).not.toContain('Jane')
  expect(server.requests).toHaveLength(1)
  expect(reports.map(({ outcome }) => outcome)).toEqual(['unreadable'])
})

it('a response that is not HTTP is a protocol error', async () => {
  const odd = createServer((socket) => socket.end('SSH-2.0-odd\r\n')).listen(0, '127.0.0.1')
  await once(odd, 'listening')
  const apiUrl = `http://127.0.0.1:${(odd.address() as AddressInfo).port}`
  const err = await getFailure(server.createClient({ apiUrl }).getSession('s-1'))
  expect(err.name).toBe('YotiProtocolError')
  odd.close()
})

describe('no response', () => {
  it('is a connection error when the port is closed', async () => {
    const apiUrl = `http://127.0.0.1:${await getFreePort()}`
    const err = await getFailure(server.createClient({ apiUrl }).createSession(DEFAULT_PRESET))
    expect(err).toMatchObject({ code: 'YOTI_CONNECTION', cause: { code: 'ECONNREFUSED' } })
  })

  it.each<[string, Handler]>([
    ['never begins', hang],
    ['never ends', (_, res) => res.writeHead(200, { 'Content-Length': '9' }).write('{')],
  ])('is a connection error without a retry when the response %s', async (_, response) => {
    script = [response]
    const err = await getFailure(server.createClient({ timeoutMs: 300 }).getSession('s-1'))
    expect(err).toMatchObject({ name: 'YotiConnectionError', cause: { code: 'ETIMEDOUT' } })
    expect(err.message).toContain('did not respond within 300 ms')
    expect(server.requests).toHaveLength(1)
  })
})

it.each<[string, Handler]>([
  ['a refusal', respond(401)],
  ['a cut connection', cut],
  ['a timeout', hang],
  ['a redirect', respond(307, undefined, { Location: 'https://elsewhere.example/' })],
  ['a body that is not JSON', respond(200, 'no')],
])('an error contains nothing from the request: %s', async (_, response) => {
  script = [response]
  const client = server.createClient({ timeoutMs: 200 })
  const spec = { ...DEFAULT_PRESET, user_tracking_id: 'tracked-person' }
  const errors = [
    await getFailure(client.createSession(spec)),
    await getFailure(client.getSession('session-token-like-id')),
  ]
  const digests = server.requests.map(({ headers }) => String(headers['x-yoti-auth-digest']))
  expect(digests).not.toEqual([])
  const shown = errors.map(
    (err) => inspect(err, { depth: 20, showHidden: true }) + JSON.stringify(err),
  )
  const secrets = [...digests, 'tracked-person', 'session-token-like-id', SDK_ID, 'requested_']
  for (const secret of secrets) expect(shown.join()).not.toContain(secret)
  expect(shown.join()).not.toMatch(/axios/i)
})

import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { AttemptReport, YotiClient } from '../../src/yoti/client.js'
import { YotiConnectionError, YotiProtocolError, YotiResponseError } from '../../src/yoti/errors.js'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'
import { getFreePort } from '../support/free-port.js'
import {
  respondJson,
  isSigned,
  buildSession,
  SDK_ID,
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
    sleep: (milliseconds) => {
      delays.push(milliseconds)
      return Promise.resolve()
    },
  })
})
afterEach(() => server.close())

const found: Handler = (_, res) => {
  respondJson(res, 200, buildSession({ session_id: 's-1' }))
}
const fail =
  (status: number, headers: Record<string, string> = {}): Handler =>
  (_, res) => {
    res.writeHead(status, headers).end()
  }
const cut: Handler = (_, res) => {
  res.destroy()
}
const hang: Handler = () => undefined
const attempts = () => reports.map(({ attempt, status, outcome }) => [attempt, status, outcome])

async function getFailure(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => {
      throw new Error('it succeeded')
    },
    (err: unknown) => err,
  )
}

describe('a read', () => {
  it.each([429, 500])('is retried with a new signature after %i', async (status) => {
    script = [fail(status), found]
    expect(await yoti.getSession('s-1')).toMatchObject({ session_id: 's-1' })
    expect(server.requests.map((request) => isSigned(request))).toEqual([true, true])
    const nonces = server.requests.map(({ url }) => /nonce=([^&]+)/.exec(url)?.[1])
    expect(new Set(nonces).size).toBe(2)
    expect(attempts()).toEqual([
      [1, status, 'rejected'],
      [2, 200, 'ok'],
    ])
  })

  it('is retried when the connection closes before or during the response', async () => {
    const cutWithin: Handler = (_, res) => {
      res.writeHead(200, { 'Content-Length': '1000' })
      res.write('{', () => res.destroy())
    }
    script = [cut, cutWithin, found]
    expect(await yoti.getSession('s-1')).toMatchObject({ session_id: 's-1' })
    expect(attempts()).toEqual([
      [1, undefined, 'no-response'],
      [2, 200, 'no-response'],
      [3, 200, 'ok'],
    ])
  })

  it('is attempted at most 3 times with increasing delays', async () => {
    script = [fail(503)]
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
    script = [fail(429, { 'Retry-After': header }), found]
    await yoti.getSession('s-1')
    expect(delays).toEqual([delayMs])
  })

  it.each([
    ['6', 6000],
    ['86400', 300_000],
    ['9'.repeat(400), 300_000],
    ['Thu, 31 Dec 2099 00:00:00 GMT', 300_000],
  ])(
    'fails immediately when Retry-After is %s, at most 5 minutes',
    async (header, retryAfterMs) => {
      script = [fail(429, { 'Retry-After': header })]
      await expect(yoti.getSession('s-1')).rejects.toMatchObject({ retryAfterMs })
      expect(server.requests).toHaveLength(1)
    },
  )

  it('is not retried after 409', async () => {
    script = [fail(409)]
    await expect(yoti.getSession('s-1')).rejects.toBeInstanceOf(YotiResponseError)
    expect(server.requests).toHaveLength(1)
  })

  it('is not retried when the delay would exceed the timeout of the call', async () => {
    script = [fail(503)]
    const hurried = server.createClient({ timeoutMs: 100 })
    await expect(hurried.getSession('s-1')).rejects.toMatchObject({ status: 503 })
    expect(server.requests).toHaveLength(1)
  })
})

describe('a write', () => {
  const writes: [string, (client: YotiClient) => Promise<unknown>][] = [
    ['POST /sessions', (c) => c.createSession(DEFAULT_PRESET)],
    ['DELETE /sessions', (c) => c.deleteSession('s-1')],
    ['PUT response-config', (c) => c.configureSessionResponse('s-1', {})],
  ]

  it.each(writes)('%s is never retried', async (_, call) => {
    script = [fail(503, { 'Retry-After': '0' }), cut]
    await expect(call(yoti)).rejects.toMatchObject({ status: 503 })
    await expect(call(yoti)).rejects.toBeInstanceOf(YotiConnectionError)
    expect(server.requests).toHaveLength(2)
  })
})

describe('an error response', () => {
  it('becomes an error with its code, details and request id', async () => {
    script = [
      (_, res) => {
        respondJson(res, 400, {
          code: 'PAYLOAD_VALIDATION',
          message: 'There were errors validating the payload',
          errors: [{ property: 'requested_checks', message: 'must not be empty' }, { odd: true }],
        })
      },
    ]
    const err = await getFailure(yoti.createSession({}))
    expect(err).toBeInstanceOf(YotiResponseError)
    expect(err).toMatchObject({
      name: 'YotiResponseError',
      endpoint: 'POST /sessions',
      status: 400,
      code: 'PAYLOAD_VALIDATION',
      errors: [{ property: 'requested_checks', message: 'must not be empty' }],
      requestId: 'request-7',
      message:
        'POST /sessions: Yoti answered 400 PAYLOAD_VALIDATION: There were errors validating the payload; requested_checks must not be empty',
    })
  })

  it.each<[string, unknown]>([
    ['null fields', { code: null, message: null, errors: null }],
    ['odd types', { code: 7, message: {}, errors: 'no' }],
    ['a code of another kind', { code: 'Jane Roe' }],
    ['a list', []],
  ])('is HTTP_404 without details when the body has %s', async (_, body) => {
    script = [
      (_req, res) => {
        respondJson(res, 404, body)
      },
    ]
    const expected = { status: 404, code: 'HTTP_404', errors: [] }
    await expect(yoti.getSession('s-1')).rejects.toMatchObject(expected)
  })

  it('is HTTP_404 without details when the body is HTML', async () => {
    script = [(_, res) => res.writeHead(404, { 'Content-Type': 'text/html' }).end('<p>Secret</p>')]
    const err = await getFailure(yoti.getSession('s-1'))
    expect(err).toMatchObject({ status: 404, code: 'HTTP_404', errors: [], requestId: undefined })
    expect(inspect(err)).not.toContain('Secret')
  })
})

describe('a readable response', () => {
  it.each(['Application/JSON;charset=UTF-8', 'application/vnd.yoti+json', undefined])(
    'is parsed as JSON with the content type %s',
    async (type) => {
      script = [
        (_, res) => {
          if (type !== undefined) res.setHeader('Content-Type', type)
          res.end(JSON.stringify(buildSession({ session_id: 's-1' })))
        },
      ]
      expect(await yoti.getSession('s-1')).toMatchObject({ session_id: 's-1' })
    },
  )
})

describe('an unreadable response', () => {
  const unreadable: [string, Handler, RegExp][] = [
    [
      'HTML',
      (_, res) => res.end('<p>Jane Roe</p>'),
      /expected JSON, got 15 bytes of no content type/,
    ],
    ['nothing', (_, res) => res.writeHead(204).end(), /expected JSON, got 0 bytes/],
    [
      'JSON that says it is something else',
      (_, res) => {
        res.setHeader('Content-Type', 'text/html').end(JSON.stringify(buildSession()))
      },
      /expected JSON, got \d+ bytes of text\/html \(200\)/,
    ],
    [
      'JSON that is not an object',
      (_, res) => {
        respondJson(res, 200, ['Jane Roe'])
      },
      /session result: the root: expected an object, got array/,
    ],
    [
      'a redirect',
      (_, res) => res.writeHead(302, { Location: '/elsewhere' }).end(),
      /got a redirect \(302\)/,
    ],
    ['too much', (_, res) => res.end(Buffer.alloc(2000, ' ')), /expected at most 1000 bytes/],
    [
      'too much in gzip',
      (_, res) => {
        res.setHeader('Content-Encoding', 'gzip').end(gzipSync(Buffer.alloc(2000, ' ')))
      },
      /expected at most 1000 bytes/,
    ],
    [
      'an unknown encoding',
      (_, res) => {
        res.setHeader('Content-Encoding', 'odd').end('{}')
      },
      /not encoded, or in gzip/,
    ],
  ]

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ] as const)(
    'is unpacked when it is JSON in %s although it was refused',
    async (encoding, pack) => {
      const session = buildSession()
      const packed = pack(JSON.stringify(session))
      script = [
        (_, res) => {
          res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': encoding })
          res.end(packed)
        },
      ]
      expect(await server.createClient().getSession('s-1')).toEqual(session)
    },
  )

  it.each(unreadable)('is a protocol error: %s', async (_, response, message) => {
    script = [response]
    const strict = server.createClient({
      maxResponseBytes: 1000,
      onAttempt: (it) => reports.push(it),
    })
    const err = await getFailure(strict.getSession('s-1'))
    expect(err).toBeInstanceOf(YotiProtocolError)
    expect((err as Error).message).toMatch(message)
    expect((err as Error).message).toMatch(/^GET \/sessions\/:sessionId: /)
    expect(inspect(err)).not.toContain('Jane')
    expect(server.requests).toHaveLength(1)
    expect(reports.map(({ outcome }) => outcome)).toEqual(['unreadable'])
  })
})

describe('no response', () => {
  it('is a connection error when the port is closed', async () => {
    const apiUrl = `http://127.0.0.1:${await getFreePort()}`
    const err = await getFailure(server.createClient({ apiUrl }).createSession(DEFAULT_PRESET))
    expect(err).toBeInstanceOf(YotiConnectionError)
    expect(err).toMatchObject({ code: 'YOTI_CONNECTION', cause: { code: 'ECONNREFUSED' } })
  })

  it('is a connection error without a retry after the timeout of the call', async () => {
    script = [hang]
    const err = await getFailure(server.createClient({ timeoutMs: 500 }).getSession('s-1'))
    expect(err).toBeInstanceOf(YotiConnectionError)
    expect(err).toMatchObject({ cause: { code: 'ETIMEDOUT' } })
    expect((err as Error).message).toContain('did not respond within 500 ms')
    expect(server.requests).toHaveLength(1)
  })

  it('is a connection error when a response never ends', async () => {
    script = [
      (_, res) => {
        res.writeHead(200, { 'Content-Length': '1000' }).write('{')
      },
    ]
    const err = await getFailure(server.createClient({ timeoutMs: 50 }).getSession('s-1'))
    expect(err).toMatchObject({ name: 'YotiConnectionError', cause: { code: 'ETIMEDOUT' } })
  })
})

describe('an error of a call', () => {
  const failures: [string, Handler][] = [
    ['a refusal', fail(401)],
    ['a cut connection', cut],
    ['a timeout', hang],
    ['a redirect', fail(307, { Location: 'https://elsewhere.example/' })],
    ['a body that is not JSON', (_, res) => res.end('no')],
  ]

  it.each(failures)('contains nothing from the request: %s', async (_, response) => {
    script = [response]
    const client = server.createClient({ timeoutMs: 200 })
    const spec = { ...DEFAULT_PRESET, user_tracking_id: 'tracked-person' }
    const errors = [
      await getFailure(client.createSession(spec)),
      await getFailure(client.getSession('session-token-like-id')),
    ]
    const digests = server.requests.map(({ headers }) => String(headers['x-yoti-auth-digest']))
    expect(digests).not.toEqual([])
    for (const err of errors) {
      const shown = inspect(err, { depth: 20, showHidden: true }) + JSON.stringify(err)
      const secrets = [...digests, 'tracked-person', 'session-token-like-id', SDK_ID, 'requested_']
      for (const secret of secrets) expect(shown).not.toContain(secret)
      expect(shown).not.toMatch(/axios/i)
    }
  })
})

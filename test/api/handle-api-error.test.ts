import { describe, expect, it } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import {
  serializeError,
  NotFoundError,
  LockTimeoutError,
  SessionLimitError,
} from '../../src/errors.js'
import { createRequestLogger } from '../../src/http/request-logger.js'
import { createLogger } from '../../src/logger.js'
import { ProblemError } from '../../src/api/problem-error.js'
import { handleApiError } from '../../src/api/handle-api-error.js'
import { problemSchema } from '../../src/api/schemas/problem.js'
import { IdempotencyMismatchError } from '../../src/sessions/errors.js'
import { YotiConnectionError, YotiProtocolError, YotiResponseError } from '../../src/yoti/errors.js'

function fail(err: unknown) {
  const api = express()
    .use(createRequestLogger(createLogger('silent')))
    .get('/', () => {
      throw err
    })
    .use(handleApiError)
  return supertest(api).get('/')
}

function yotiError(status: number, code?: string, retryAfter?: number) {
  const message = 'Ada Secret is not known'
  return new YotiResponseError('GET /x', { status, code, message, retryAfterMs: retryAfter })
}

const marked = (status: number, type?: string) =>
  Object.assign(new SyntaxError('Ada Secret'), { status, type, expose: true })

describe('handleApiError', () => {
  it.each([
    ['an unknown resource', new NotFoundError(), 404, 'NOT_FOUND'],
    ['a session limit', new SessionLimitError('The limit is reached.', 4711), 429, 'SESSION_LIMIT'],
    ['a reused idempotency key', new IdempotencyMismatchError(), 422, 'IDEMPOTENCY_MISMATCH'],
    ['a lock timeout', new LockTimeoutError(), 503, 'BUSY'],
    ['invalid fields', new ProblemError('VALIDATION', { errors: [] }), 400, 'VALIDATION'],
    ['a body that is not JSON', marked(400, 'entity.parse.failed'), 400, 'MALFORMED_JSON'],
    ['a malformed URL', marked(400), 400, 'MALFORMED_REQUEST'],
    ['a large body', marked(413, 'entity.too.large'), 413, 'TOO_LARGE'],
    ['an unknown charset', marked(415, 'charset.unsupported'), 415, 'UNSUPPORTED_TYPE'],
    ['no response from Yoti', new YotiConnectionError('GET /x', 'gone'), 503, 'YOTI_UNAVAILABLE'],
    ['429 from Yoti', yotiError(429, 'TOO_MANY_REQUESTS'), 503, 'YOTI_UNAVAILABLE'],
    ['500 from Yoti', yotiError(500), 503, 'YOTI_UNAVAILABLE'],
    ['a rejected key', yotiError(401, 'MESSAGE_SIGNING'), 502, 'YOTI_REFUSED'],
    ['an unknown application', yotiError(404, 'APP_NOT_FOUND'), 502, 'YOTI_REFUSED'],
    ['a session that Yoti deleted', yotiError(404, 'SESSION_NOT_FOUND'), 410, 'GONE'],
    ['media that Yoti deleted', yotiError(404, 'MEDIA_CONTENT_NOT_FOUND'), 404, 'NOT_FOUND'],
    ['a locked session', yotiError(409, 'SESSION_LOCKED'), 409, 'YOTI_CONFLICT'],
    ['an unusable image', yotiError(422), 422, 'YOTI_UNPROCESSABLE'],
    ['an invalid response from Yoti', new YotiProtocolError('GET /x', 'odd'), 502, 'YOTI_REFUSED'],
    ['a bug', new TypeError('Ada Secret'), 500, 'INTERNAL'],
    ['a thrown value', 'Ada Secret', 500, 'INTERNAL'],
  ])('converts %s to a problem', async (_what, err, status, code) => {
    const response = await fail(err)
    expect(response.status).toBe(status)
    expect(response.type).toBe('application/problem+json')
    expect(response.headers['cache-control']).toBe('no-store')
    const body = problemSchema.parse(response.body)
    expect(body).toMatchObject({ type: 'about:blank', status, code })
    expect(body.requestId).toBe(response.headers['x-request-id'])
    expect(response.text).not.toContain('Ada Secret')
  })

  it.each([
    ['a session limit', new SessionLimitError('x', 4711), '4711'],
    ['Yoti’s Retry-After', yotiError(503, undefined, 7100), '8'],
    ['no response from Yoti', new YotiConnectionError('GET /x', 'gone'), '30'],
  ] as [string, Error, string][])('sends Retry-After for %s', async (_what, err, seconds) => {
    expect((await fail(err)).headers['retry-after']).toBe(seconds)
  })

  it.each([
    yotiError(401, 'MESSAGE_SIGNING'),
    yotiError(401, 'BAD_SDK_ID'),
    yotiError(401),
    yotiError(403, 'INSUFFICIENT_PERMISSION'),
    yotiError(404, 'APP_NOT_FOUND'),
  ])(
    'responds YOTI_REFUSED and logs a remedy when Yoti rejects the credentials: %s',
    async (err) => {
      expect((await fail(err)).body).toMatchObject({
        status: 502,
        code: 'YOTI_REFUSED',
        yotiCode: err.code,
        detail: expect.stringMatching(
          /Your request is valid, but Yoti rejects this server’s credentials/,
        ) as unknown,
      })
      expect(serializeError(err)).toMatchObject({
        remedy: expect.stringMatching(/SDK id, the key .* Run npm run doctor/) as unknown,
      })
    },
  )

  it('logs no remedy when Yoti responds SESSION_LOCKED', () => {
    expect(serializeError(yotiError(409, 'SESSION_LOCKED'))).not.toHaveProperty('remedy')
  })

  it('asks for the face when Yoti responds SESSION_NOT_READY', async () => {
    const response = await fail(yotiError(409, 'SESSION_NOT_READY'))
    expect(response.body).toMatchObject({
      code: 'YOTI_CONFLICT',
      detail: expect.stringMatching(/PUT .*face-capture first/) as unknown,
    })
  })

  it('aborts a response that has started', async () => {
    const api = express()
      .get('/', (_req, res) => {
        res.write('half')
        throw new Error('Ada Secret')
      })
      .use(handleApiError)
    await expect(supertest(api).get('/')).rejects.toThrow(/aborted|hang up/)
  })
})

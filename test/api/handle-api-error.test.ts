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

describe('sendProblem', () => {
  it.each([
    ['what is not there', new NotFoundError(), 404, 'NOT_FOUND'],
    [
      'a limit',
      new SessionLimitError('This user reference reached it.', 4711),
      429,
      'SESSION_LIMIT',
    ],
    ['a key come again', new IdempotencyMismatchError(), 422, 'IDEMPOTENCY_MISMATCH'],
    ['the same under way', new LockTimeoutError(), 503, 'BUSY'],
    ['mistakes', new ProblemError('VALIDATION', { errors: [] }), 400, 'VALIDATION'],
    ['no JSON', marked(400, 'entity.parse.failed'), 400, 'MALFORMED_JSON'],
    ['a bad address', marked(400), 400, 'MALFORMED_REQUEST'],
    ['a large body', marked(413, 'entity.too.large'), 413, 'TOO_LARGE'],
    ['an odd charset', marked(415, 'charset.unsupported'), 415, 'UNSUPPORTED_TYPE'],
    ['no answer of Yoti', new YotiConnectionError('GET /x', 'gone'), 503, 'YOTI_UNAVAILABLE'],
    ['a busy Yoti', yotiError(429, 'TOO_MANY_REQUESTS'), 503, 'YOTI_UNAVAILABLE'],
    ['a Yoti in trouble', yotiError(500), 503, 'YOTI_UNAVAILABLE'],
    ['our key refused', yotiError(401, 'MESSAGE_SIGNING'), 502, 'YOTI_REFUSED'],
    ['our application unknown', yotiError(404, 'APP_NOT_FOUND'), 502, 'YOTI_REFUSED'],
    ['a session Yoti forgot', yotiError(404, 'SESSION_NOT_FOUND'), 410, 'GONE'],
    ['media Yoti forgot', yotiError(404, 'MEDIA_CONTENT_NOT_FOUND'), 404, 'NOT_FOUND'],
    ['a locked session', yotiError(409, 'SESSION_LOCKED'), 409, 'YOTI_CONFLICT'],
    ['an unusable picture', yotiError(422), 422, 'YOTI_UNPROCESSABLE'],
    ['nonsense of Yoti', new YotiProtocolError('GET /x', 'odd'), 502, 'YOTI_REFUSED'],
    ['a bug', new TypeError('Ada Secret'), 500, 'INTERNAL'],
    ['a thrown value', 'Ada Secret', 500, 'INTERNAL'],
  ])('makes a problem of %s', async (_what, err, status, code) => {
    const answer = await fail(err)
    expect(answer.status).toBe(status)
    expect(answer.type).toBe('application/problem+json')
    expect(answer.headers['cache-control']).toBe('no-store')
    const body = problemSchema.parse(answer.body)
    expect(body).toMatchObject({ type: 'about:blank', status, code })
    expect(body.requestId).toBe(answer.headers['x-request-id'])
    expect(answer.text).not.toContain('Ada Secret')
  })

  it.each([
    ['ours', new SessionLimitError('x', 4711), '4711'],
    ['of Yoti', yotiError(503, undefined, 7100), '8'],
    ['when Yoti names none', new YotiConnectionError('GET /x', 'gone'), '30'],
  ] as [string, Error, string][])('says when to try again: %s', async (_whose, err, seconds) => {
    expect((await fail(err)).headers['retry-after']).toBe(seconds)
  })

  it.each([
    yotiError(401, 'MESSAGE_SIGNING'),
    yotiError(401, 'BAD_SDK_ID'),
    yotiError(401),
    yotiError(403, 'INSUFFICIENT_PERMISSION'),
    yotiError(404, 'APP_NOT_FOUND'),
  ])('says that the server is to be mended, and to its operator how: %s', async (err) => {
    expect((await fail(err)).body).toMatchObject({
      status: 502,
      code: 'YOTI_REFUSED',
      yotiCode: err.code,
      detail: expect.stringMatching(
        /Your request is well: the operator of this server has to mend its set-up/,
      ) as unknown,
    })
    expect(serializeError(err)).toMatchObject({
      remedy: expect.stringMatching(/SDK id, the key .* run npm run doctor/) as unknown,
    })
  })

  it('sends no operator to the doctor for what the session’s state refuses', () => {
    expect(serializeError(yotiError(409, 'SESSION_LOCKED'))).not.toHaveProperty('remedy')
  })

  it('says who owes a face', async () => {
    const answer = await fail(yotiError(409, 'SESSION_NOT_READY'))
    expect(answer.body).toMatchObject({
      code: 'YOTI_CONFLICT',
      detail: expect.stringMatching(/PUT .*face-capture first/) as unknown,
    })
  })

  it('breaks off an answer that has begun', async () => {
    const api = express()
      .get('/', (_req, res) => {
        res.write('half')
        throw new Error('Ada Secret')
      })
      .use(handleApiError)
    await expect(supertest(api).get('/')).rejects.toThrow(/aborted|hang up/)
  })
})

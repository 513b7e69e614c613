import { describe, expect, it } from '@jest/globals'
import express, { type ErrorRequestHandler } from 'express'
import supertest from 'supertest'
import { handleProblem, problemSchema } from '../../src/api/problem.js'
import { LockTimeoutError, NotFoundError, PublicError, serializeError } from '../../src/errors.js'
import { createErrorPageHandler } from '../../src/http/error-handler.js'
import { createRequestLogger } from '../../src/http/request-logger.js'
import { createAuditLog, createLogger } from '../../src/logger.js'
import { YotiConnectionError, YotiProtocolError, YotiResponseError } from '../../src/yoti/errors.js'
import { createTestPages } from '../support/page-context.js'

const handlePage = createErrorPageHandler(createTestPages(), 'http://localhost')

const logger = createLogger('silent')
const recordRequest = () => undefined

function fail(err: unknown, handler: ErrorRequestHandler) {
  const app = express()
    .use(createRequestLogger({ logger, audit: createAuditLog('off', logger), recordRequest }))
    .get('/', () => {
      throw err
    })
    .use(handler)
  return supertest(app).get('/')
}

const fromYoti = (status: number, code?: string, retryAfterMs?: number) =>
  new YotiResponseError('GET /x', { status, code, message: 'Ada Secret', retryAfterMs })

const fromExpress = (status: number, type?: string) =>
  Object.assign(new SyntaxError('Ada Secret'), { status, type, expose: true })

const LIMIT = new PublicError('SESSION_LIMIT', { retryAfterSeconds: 4711, values: { limit: 20 } })
const UNREADABLE = 'couldn’t read the request'
const REFUSED = 'couldn’t do this'
const NO_RESPONSE = 'isn’t responding'
const INTERNAL = 'Something went wrong on our side'

describe('an error response', () => {
  it.each([
    ['a missing page', new NotFoundError(), 404, 'NOT_FOUND', 'another browser'],
    ['a limit', LIMIT, 429, 'SESSION_LIMIT', 'of 20 sessions a day'],
    ['a lock timeout', new LockTimeoutError(), 503, 'BUSY', 'already in progress'],
    ['an erased image', new PublicError('GONE'), 410, 'GONE', 'has been erased'],
    ['invalid JSON', fromExpress(400, 'entity.parse.failed'), 400, 'MALFORMED_JSON', UNREADABLE],
    ['a malformed URL', fromExpress(400), 400, 'MALFORMED_REQUEST', UNREADABLE],
    ['a large body', fromExpress(413), 413, 'TOO_LARGE', UNREADABLE],
    ['an unknown charset', fromExpress(415), 415, 'UNSUPPORTED_TYPE', UNREADABLE],
    ['no response', new YotiConnectionError('GET /', ''), 503, 'YOTI_UNAVAILABLE', NO_RESPONSE],
    ['429 from Yoti', fromYoti(429), 503, 'YOTI_UNAVAILABLE', NO_RESPONSE],
    ['500 from Yoti', fromYoti(500), 503, 'YOTI_UNAVAILABLE', NO_RESPONSE],
    ['an odd response', new YotiProtocolError('GET /', ''), 502, 'YOTI_REFUSED', REFUSED],
    ['403 from Yoti', fromYoti(403), 502, 'YOTI_REFUSED', REFUSED],
    ['404 from Yoti', fromYoti(404, 'MEDIA_NOT_FOUND'), 404, 'NOT_FOUND', 'another browser'],
    ['a deleted session', fromYoti(404, 'SESSION_NOT_FOUND'), 410, 'GONE', 'has been erased'],
    ['a locked session', fromYoti(409, 'SESSION_LOCKED'), 409, 'YOTI_CONFLICT', INTERNAL],
    ['an unusable image', fromYoti(422), 422, 'YOTI_UNPROCESSABLE', INTERNAL],
    ['a bug', new TypeError('Ada Secret'), 500, 'INTERNAL', INTERNAL],
    ['a thrown value', 'Ada Secret', 500, 'INTERNAL', INTERNAL],
  ])('to %s is a problem and a page', async (_what, err, status, code, text) => {
    const [problem, page] = [await fail(err, handleProblem), await fail(err, handlePage)]
    expect(problem.type).toBe('application/problem+json')
    expect(problemSchema.parse(problem.body)).toMatchObject({
      type: 'about:blank',
      status,
      code,
      requestId: problem.headers['x-request-id'] as unknown,
    })
    expect(page.type).toBe('text/html')
    expect(page.text).toContain(text)
    expect(page.text).toContain(page.headers['x-request-id'])
    for (const response of [problem, page]) {
      expect(response.status).toBe(status)
      expect(response.headers['cache-control']).toBe('no-store')
      expect(response.text).not.toContain('Ada Secret')
    }
  })

  it.each([
    ['a session limit', LIMIT, '4711'],
    ['a lock timeout', new LockTimeoutError(), '5'],
    ['Yoti’s Retry-After', fromYoti(503, undefined, 7100), '8'],
    ['no response from Yoti', new YotiConnectionError('GET /x', 'gone'), '30'],
  ] as [string, Error, string][])('to %s has Retry-After', async (_what, err, seconds) => {
    for (const handler of [handleProblem, handlePage]) {
      expect((await fail(err, handler)).headers['retry-after']).toBe(seconds)
    }
  })

  it('to a foreign form names the origin that it must be sent from', async () => {
    const values = { origin: 'https://a.example' }
    const response = await fail(new PublicError('FOREIGN_ORIGIN', { values }), handlePage)
    expect(response.status).toBe(403)
    expect(response.text).toContain('must be sent from https://a.example')
  })

  it.each([
    fromYoti(401, 'MESSAGE_SIGNING'),
    fromYoti(401),
    fromYoti(403, 'INSUFFICIENT_PERMISSION'),
    fromYoti(404, 'APP_NOT_FOUND'),
  ])('to rejected credentials explains them to the caller and in the log: %s', async (err) => {
    expect((await fail(err, handleProblem)).body).toMatchObject({
      status: 502,
      code: 'YOTI_REFUSED',
      yotiCode: err.code,
      detail: expect.stringMatching(
        /^Your request is valid, but Yoti rejects this server’s credentials/,
      ) as unknown,
    })
    expect(serializeError(err)).toMatchObject({
      remedy: expect.stringMatching(/SDK id, the key .* Run npm run doctor/) as unknown,
    })
  })

  it('to SESSION_NOT_READY from Yoti requests the face, and logs no remedy', async () => {
    const err = fromYoti(409, 'SESSION_NOT_READY')
    expect((await fail(err, handleProblem)).body).toMatchObject({
      code: 'YOTI_CONFLICT',
      detail: expect.stringMatching(/PUT .*face-capture first/) as unknown,
    })
    expect(serializeError(err)).not.toHaveProperty('remedy')
  })

  it('aborts a response that has started', async () => {
    const app = express()
      .get('/', (_req, res) => {
        res.write('half')
        throw new Error('Ada Secret')
      })
      .use(handleProblem)
    await expect(supertest(app).get('/')).rejects.toThrow(/aborted|hang up/)
  })
})

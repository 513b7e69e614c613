import { NotFoundError, LockTimeoutError } from '../../src/errors.js'
import { describe, expect, it } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { createErrorHandler } from '../../src/http/error-handler.js'
import { HttpError } from '../../src/http/http-error.js'
import { createPages } from '../../src/http/pages.js'
import { createRequestLogger } from '../../src/http/request-logger.js'
import { createLogger } from '../../src/logger.js'
import { YotiConnectionError, YotiProtocolError, YotiResponseError } from '../../src/yoti/errors.js'

function serve(err: unknown): express.Express {
  return express()
    .use(createRequestLogger(createLogger('silent')))
    .get('/', () => {
      throw err
    })
    .use(createErrorHandler(createPages({ target: 'live' })))
}

describe('the error handler', () => {
  it.each([
    [
      'what we refuse',
      new HttpError(403, 'NO', 'Come in by the door.'),
      403,
      'Come in by the door.',
    ],
    ['what is not there', new NotFoundError(), 404, 'Not found'],
    ['the same under way', new LockTimeoutError(), 503, 'still under way'],
    ['no answer from Yoti', new YotiConnectionError('GET /x', 'gone'), 503, 'did not answer'],
    [
      'a refusal by Yoti',
      new YotiResponseError('GET /x', { status: 401 }),
      502,
      'could not do this',
    ],
    ['nonsense from Yoti', new YotiProtocolError('GET /x', 'odd'), 502, 'could not do this'],
    [
      'a body that cannot be read',
      Object.assign(new Error('x'), { status: 413 }),
      413,
      'could not be read',
    ],
    ['a bug', new TypeError('Ada Secret'), 500, 'on our side'],
    ['a thrown value', 'Ada Secret', 500, 'on our side'],
  ])('makes a page of %s', async (_what, err, status, text) => {
    const answer = await supertest(serve(err)).get('/')
    expect(answer.status).toBe(status)
    expect(answer.text).toContain(text)
    expect(answer.text).toContain(answer.headers['x-request-id'])
    expect(answer.text).not.toContain('Ada Secret')
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  it('says when to try again what is under way', async () => {
    const answer = await supertest(serve(new LockTimeoutError())).get('/')
    expect(answer.headers['retry-after']).toBe('5')
  })
})

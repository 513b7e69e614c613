import { NotFoundError, LockTimeoutError } from '../../src/errors.js'
import { describe, expect, it } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { createErrorHandler } from '../../src/http/error-handler.js'
import { HttpError } from '../../src/http/http-error.js'
import { createPages } from '../../src/http/pages.js'
import { createTexts } from '../../src/http/texts.js'
import { createRequestLogger } from '../../src/http/request-logger.js'
import { createLogger } from '../../src/logger.js'
import { YotiConnectionError, YotiProtocolError, YotiResponseError } from '../../src/yoti/errors.js'

function serve(err: unknown): express.Express {
  return express()
    .use(createRequestLogger(createLogger('silent')))
    .get('/', () => {
      throw err
    })
    .use(createErrorHandler(createPages(createTexts(), { target: 'live' })))
}

describe('the error handler', () => {
  it.each([
    ['an HttpError', new HttpError(403, 'NO', 'You can’t do this.'), 403, 'You can’t do this.'],
    ['a NotFoundError', new NotFoundError(), 404, 'Not found'],
    ['a lock timeout', new LockTimeoutError(), 503, 'already in progress'],
    ['no response from Yoti', new YotiConnectionError('GET /x', 'gone'), 503, 'isn’t responding'],
    ['401 from Yoti', new YotiResponseError('GET /x', { status: 401 }), 502, 'couldn’t do this'],
    [
      'an invalid response from Yoti',
      new YotiProtocolError('GET /x', 'odd'),
      502,
      'couldn’t do this',
    ],
    [
      'a body that is too large',
      Object.assign(new Error('x'), { status: 413 }),
      413,
      'couldn’t read the request',
    ],
    ['a bug', new TypeError('Ada Secret'), 500, 'on our side'],
    ['a thrown value', 'Ada Secret', 500, 'on our side'],
  ])('shows a page for %s', async (_what, err, status, text) => {
    const response = await supertest(serve(err)).get('/')
    expect(response.status).toBe(status)
    expect(response.text).toContain(text)
    expect(response.text).toContain(response.headers['x-request-id'])
    expect(response.text).not.toContain('Ada Secret')
    expect(response.headers['cache-control']).toBe('no-store')
  })

  it('sends Retry-After for a lock timeout', async () => {
    const response = await supertest(serve(new LockTimeoutError())).get('/')
    expect(response.headers['retry-after']).toBe('5')
  })
})

import { describe, expect, it } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { createErrorHandler } from '../../src/http/error-handler.js'
import { createRequestLogger } from '../../src/http/request-logger.js'
import { createAuditLog, createLogger } from '../../src/logger.js'

const ID = '0f0d7a3e-31a5-4f0e-8f4e-2f9b1c3d4e5f'

/** The log line of a request. */
async function log(path: string) {
  const lines: string[] = []
  const logger = createLogger('trace', { write: (line) => lines.push(line) })
  const audit = createAuditLog('off', logger)
  const app = express()
    .use(createRequestLogger({ logger, audit, recordRequest: () => undefined }))
    .get('/sessions/:sessionId', (_req, res) => res.send('ok'))
    .use(
      express.Router().get('/api/sessions/:sessionId/broken', () => {
        throw new TypeError('Ada Secret was here')
      }),
    )
    .use(createErrorHandler((_error, _requestId, res) => res.end()))
  const { headers } = await supertest(app).get(path).set('Cookie', 'a=secret')
  expect(lines).toHaveLength(1)
  const [text = ''] = lines
  return { text, fields: JSON.parse(text) as Record<string, unknown>, headers }
}

describe('the request log', () => {
  it('has the route pattern, and no URL, header or query', async () => {
    const { text, fields, headers } = await log('/sessions/secret-id?token=secret')
    expect(fields).toMatchObject({
      method: 'GET',
      route: '/sessions/:sessionId',
      status: 200,
      requestId: headers['x-request-id'],
    })
    expect(text).not.toContain('secret')
  })

  it.each([
    [`/sessions/${ID}?token=secret`, ID],
    [`/api/sessions/${ID}/broken`, ID],
    ['/sessions/secret-id', undefined],
    [`/unknown/${ID}`, undefined],
  ])('of %s has the session id %s', async (path, sessionId) => {
    expect((await log(path)).fields.sessionId).toBe(sessionId)
  })

  it('has the stack of an error without its message', async () => {
    const { text } = await log(`/api/sessions/${ID}/broken`)
    expect(text).toMatch(/TypeError.*request-logger\.test/)
    expect(text).not.toContain('Ada Secret')
  })
})

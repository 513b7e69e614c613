import { describe, expect, it } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { createRequestLogger } from '../../src/http/request-logger.js'
import { createLogger } from '../../src/logger.js'

function createLogged(): { app: express.Express; lines: string[] } {
  const lines: string[] = []
  const app = express()
  app.use(createRequestLogger(createLogger('trace', { write: (line) => lines.push(line) })))
  app.get('/sessions/:sessionId', (_req, res) => {
    res.send('ok')
  })
  app.get('/broken', (_req, res) => {
    res.err = new TypeError('Ada Secret was here')
    res.status(500).send('no')
  })
  const router = express.Router().get('/api/sessions/:sessionId/broken', () => {
    throw new TypeError('broken')
  })
  app.use(router)
  app.use(((_err, _req, res, _next) => {
    res.status(500).send('no')
  }) satisfies express.ErrorRequestHandler)
  return { app, lines }
}

describe('the request log', () => {
  it('logs the route pattern, and no URL, header or query', async () => {
    const { app, lines } = createLogged()
    const response = await supertest(app)
      .get('/sessions/secret-id?token=secret')
      .set('Cookie', 'a=secret')
    expect(lines).toHaveLength(1)
    const line = JSON.parse(lines[0] ?? '') as Record<string, unknown>
    expect(line).toMatchObject({
      method: 'GET',
      route: '/sessions/:sessionId',
      status: 200,
      requestId: response.headers['x-request-id'],
    })
    expect(lines[0]).not.toContain('secret')
  })

  it('logs the session id when the response is 200 and when a handler throws', async () => {
    const { app, lines } = createLogged()
    const sessionId = '0f0d7a3e-31a5-4f0e-8f4e-2f9b1c3d4e5f'
    await supertest(app).get(`/sessions/${sessionId}?token=secret`)
    await supertest(app).get(`/api/sessions/${sessionId}/broken`)
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ sessionId })
    expect(lines).toHaveLength(2)
  })

  it('logs no session id when it is not a UUID or the route has none', async () => {
    const { app, lines } = createLogged()
    await supertest(app).get('/sessions/secret-id')
    await supertest(app).get('/broken')
    await supertest(app).get('/unknown/0f0d7a3e-31a5-4f0e-8f4e-2f9b1c3d4e5f')
    for (const line of lines) expect(JSON.parse(line)).not.toHaveProperty('sessionId')
    expect(lines).toHaveLength(3)
  })

  it('logs the stack of an error without its message', async () => {
    const { app, lines } = createLogged()
    await supertest(app).get('/broken')
    expect(lines[0]).toContain('TypeError')
    expect(lines[0]).toContain('request-logger.test')
    expect(lines[0]).not.toContain('Ada Secret')
  })
})

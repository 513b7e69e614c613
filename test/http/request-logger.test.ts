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
  return { app, lines }
}

describe('the request log', () => {
  it('names the route’s pattern and never the address, a header or a query', async () => {
    const { app, lines } = createLogged()
    const answer = await supertest(app)
      .get('/sessions/secret-id?token=secret')
      .set('Cookie', 'a=secret')
    expect(lines).toHaveLength(1)
    const line = JSON.parse(lines[0] ?? '') as Record<string, unknown>
    expect(line).toMatchObject({
      method: 'GET',
      route: '/sessions/:sessionId',
      status: 200,
      requestId: answer.headers['x-request-id'],
    })
    expect(lines[0]).not.toContain('secret')
  })

  it('says where an error came from without its message', async () => {
    const { app, lines } = createLogged()
    await supertest(app).get('/broken')
    expect(lines[0]).toContain('TypeError')
    expect(lines[0]).toContain('request-logger.test')
    expect(lines[0]).not.toContain('Ada Secret')
  })
})

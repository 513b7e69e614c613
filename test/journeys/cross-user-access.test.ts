import { describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { createApp } from '../../src/app.js'
import { startStack } from '../support/start-stack.js'
import { createVisitor, startSession } from '../support/visitor.js'
import { API_ENV, callApi, readMediaId, SHOP_SECRET, startAndCapture } from './journey.js'
import { listRoutes } from './list-routes.js'

const BANK_SECRET = 'a-secret-of-the-bank-that-is-long-enough'

/** What a response says apart from its own request id. */
async function describeResponse(response: Response): Promise<[status: number, body: string]> {
  const body = await response.text()
  return [response.status, body.replace(/[0-9a-f-]{36}/g, '')]
}

describe('a second user', () => {
  it('gets the 401 or 404 of an unknown session from every session route', async () => {
    const keys = `shop:${SHOP_SECRET},bank:${BANK_SECRET}`
    await using stack = await startStack({ env: { ...API_ENV, API_KEYS: keys, RATE_LIMIT: 'off' } })
    const app = createApp(stack.context)
    const routes = listRoutes(app).filter(({ path }) => path.includes(':sessionId'))
    const ofBrowsers = routes.filter(({ path }) => !path.startsWith('/api/'))
    const ofCallers = routes.filter(({ path }) => path.startsWith('/api/'))
    expect([ofBrowsers.length, ofCallers.length]).toEqual([6, 9])

    const { sessionId: ofBrowser } = await startAndCapture(stack)
    const { body } = await callApi(stack, 'POST', '/api/sessions', { userReference: 'user-1' })
    const mediaId = await readMediaId(stack, ofBrowser)
    const otherBrowser = createVisitor(stack.baseUrl)
    await startSession(otherBrowser)

    const request = async (method: string, path: string, sessionId: string, headers: object) => {
      const url = path.replace(':sessionId', sessionId).replace(':mediaId', mediaId)
      const response = await fetch(stack.baseUrl + url, {
        method,
        redirect: 'manual',
        headers: { origin: stack.baseUrl, 'content-type': 'image/jpeg', ...headers },
      })
      return describeResponse(response)
    }
    const cookie = `owner=${otherBrowser.cookie ?? ''}`
    const authorization = `Bearer ${BANK_SECRET}`
    for (const [{ method, path }, headers, status] of [
      ...ofBrowsers.map((route) => [route, { cookie }, 404] as const),
      ...ofBrowsers.map((route) => [route, {}, 404] as const),
      ...ofCallers.map((route) => [route, { authorization }, 404] as const),
      ...ofCallers.map((route) => [route, { cookie }, 401] as const),
    ]) {
      const unknown = await request(method, path, randomUUID(), headers)
      expect({ method, path, status: unknown[0] }).toEqual({ method, path, status })
      for (const sessionId of [ofBrowser, body.sessionId]) {
        expect(await request(method, path, sessionId, headers)).toEqual(unknown)
      }
    }
  })

  it('gets 404 when the id is malformed', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    const sessionId = await startSession(visitor)
    for (const path of [
      '/sessions/x',
      '/sessions/..%2f..%2f',
      `/sessions/${sessionId.toUpperCase()}`,
      `/sessions/${sessionId}/media/../../x`,
      `/sessions/${sessionId}/media/%00`,
    ]) {
      expect((await visitor.get(path)).status).toBe(404)
    }
  })
})

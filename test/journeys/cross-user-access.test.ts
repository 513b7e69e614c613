import { describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { createApp } from '../../src/app.js'
import { startStack } from '../support/start-stack.js'
import { createVisitor, startSession } from '../support/visitor.js'

const SHOP_SECRET = 'a-secret-of-the-shop-that-is-long-enough'
const BANK_SECRET = 'a-secret-of-the-bank-that-is-long-enough'

interface Layer {
  route?: { path: string; methods: Record<string, boolean> }
  handle: { stack?: Layer[] }
}

/** The route table itself, so that a route which is added tomorrow is walked as well. */
function listRoutes(layers: readonly Layer[]): { method: string; path: string }[] {
  return layers.flatMap(({ route, handle }) =>
    route === undefined
      ? listRoutes(handle.stack ?? [])
      : Object.keys(route.methods).map((method) => ({
          method: method.toUpperCase(),
          path: route.path,
        })),
  )
}

describe('a second user', () => {
  it('gets only 401 or 404 from every session route', async () => {
    await using stack = await startStack({
      env: {
        API_KEYS: `shop:${SHOP_SECRET},bank:${BANK_SECRET}`,
        PUBLIC_START: 'on',
        RATE_LIMIT: 'off',
      },
    })
    const app = createApp(stack.context) as unknown as { router: { stack: Layer[] } }
    const routes = listRoutes(app.router.stack).filter(({ path }) => path.includes(':sessionId'))
    const ofBrowsers = routes.filter(({ path }) => !path.startsWith('/api/'))
    const ofCallers = routes.filter(({ path }) => path.startsWith('/api/'))
    expect([ofBrowsers.length, ofCallers.length]).toEqual([5, 8])

    const sessionId = await startSession(createVisitor(stack.baseUrl))
    const ordered = await fetch(`${stack.baseUrl}/api/sessions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${SHOP_SECRET}`, 'content-type': 'application/json' },
      body: JSON.stringify({ userReference: 'user-1' }),
    })
    const { sessionId: orderedId = '' } = (await ordered.json()) as Record<string, string>
    const otherBrowser = createVisitor(stack.baseUrl)
    await otherBrowser.get('/')

    const request = async (method: string, path: string, id: string, headers: object) => {
      const url = path.replace(':sessionId', id).replace(':mediaId', randomUUID())
      const response = await fetch(stack.baseUrl + url, {
        method,
        redirect: 'manual',
        headers: { origin: stack.baseUrl, ...headers },
      })
      return `${method} ${path} ${response.status}`
    }
    const cookie = `owner=${otherBrowser.cookie ?? ''}`
    for (const { method, path } of ofBrowsers) {
      const refused = `${method} ${path} 404`
      for (const id of [sessionId, orderedId, randomUUID()]) {
        expect(await request(method, path, id, { cookie })).toBe(refused)
        expect(await request(method, path, id, {})).toBe(refused)
      }
    }
    for (const { method, path } of ofCallers) {
      for (const id of [sessionId, orderedId, randomUUID()]) {
        const type = method === 'PUT' ? { 'content-type': 'image/jpeg' } : {}
        const asBank = { ...type, authorization: `Bearer ${BANK_SECRET}` }
        expect(await request(method, path, id, asBank)).toBe(`${method} ${path} 404`)
        expect(await request(method, path, id, { ...type, cookie })).toBe(`${method} ${path} 401`)
      }
    }
  })
})

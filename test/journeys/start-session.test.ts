import { describe, expect, it } from '@jest/globals'
import { captureOverHttp } from '../support/capture-over-http.js'
import { readClientSessionToken } from '../support/read-client-session-token.js'
import { startStack } from '../support/start-stack.js'
import { createVisitor, startSession } from '../support/visitor.js'

function countCreateRequests(stack: Awaited<ReturnType<typeof startStack>>): number {
  return stack.emulator
    .requests()
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/sessions')).length
}

describe('starting a session', () => {
  it('is refused to a form of another site and creates nothing', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    await visitor.get('/')
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      {},
    ]
    for (const headers of foreign) {
      expect((await visitor.submitForm('/sessions', {}, headers)).status).toBe(403)
    }
    expect(countCreateRequests(stack)).toBe(0)
  })

  it('is accepted without Origin when the browser says that it is same-origin', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    const response = await visitor.submitForm('/sessions', {}, { 'sec-fetch-site': 'same-origin' })
    expect(response.status).toBe(303)
  })

  it('gives a second click, and two at once, the same session', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    await visitor.get('/')
    const [first, second] = await Promise.all([
      visitor.submitForm('/sessions'),
      visitor.submitForm('/sessions'),
    ])
    const third = await visitor.submitForm('/sessions')
    const locations = [first, second, third].map((response) => response.headers.get('location'))
    expect(new Set(locations).size).toBe(1)
    expect(countCreateRequests(stack)).toBe(1)
  })

  it('creates another only when the person gives the live one up, once', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    const sessionId = await startSession(visitor)
    const again = await visitor.submitForm('/sessions', { insteadOf: sessionId })
    const twice = await visitor.submitForm('/sessions', { insteadOf: sessionId })
    expect(again.headers.get('location')).not.toBe(`/sessions/${sessionId}`)
    expect(twice.headers.get('location')).toBe(again.headers.get('location'))
    expect(countCreateRequests(stack)).toBe(2)
  })

  it('creates a new one once the last is completed', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    const sessionId = await startSession(visitor)
    const client = await (await visitor.get(`/sessions/${sessionId}`)).text()
    await captureOverHttp(stack.emulator.apiUrl, sessionId, readClientSessionToken(client))
    await stack.advanceTime(600_000)
    expect((await visitor.submitForm('/sessions')).headers.get('location')).not.toContain(sessionId)
  })

  it('is closed where PUBLIC_START is off', async () => {
    await using stack = await startStack({ env: { PUBLIC_START: 'off' } })
    const visitor = createVisitor(stack.baseUrl)
    expect(await (await visitor.get('/')).text()).not.toContain('<form')
    expect((await visitor.submitForm('/sessions')).status).toBe(403)
    expect(countCreateRequests(stack)).toBe(0)
  })

  it.each([
    ['nobody but the person', {}, false],
    ['the business as well', { API_KEYS: `shop:${'s'.repeat(40)}` }, true],
  ])('says who sees the result: %s', async (_who, env, business) => {
    await using stack = await startStack({ env })
    const page = await (await createVisitor(stack.baseUrl).get('/privacy-policy')).text()
    expect(page.includes('it can see your result and pictures, too')).toBe(business)
  })
})

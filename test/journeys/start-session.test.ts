import { describe, expect, it } from '@jest/globals'
import { startStack } from '../support/start-stack.js'
import { createVisitor, startSession } from '../support/visitor.js'
import { CHECKS_DONE_MS, countCreateRequests, startAndCapture } from './journey.js'

describe('starting a session', () => {
  it('answers 403 and creates nothing unless Origin or Sec-Fetch-Site is its own', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    await visitor.get('/')
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'cross-site' },
      {},
    ]
    for (const headers of foreign) {
      expect((await visitor.submitForm('/sessions', {}, headers)).status).toBe(403)
    }
    expect(countCreateRequests(stack)).toBe(0)
    for (const headers of [{}, { origin: 'null' }]) {
      const sameOrigin = { ...headers, 'sec-fetch-site': 'same-origin' }
      expect((await visitor.submitForm('/sessions', {}, sameOrigin)).status).toBe(303)
    }
  })

  it('returns the same session for a second click and for simultaneous clicks', async () => {
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

  it('creates one other session when the user abandons the unfinished one', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    const sessionId = await startSession(visitor)
    const again = await visitor.submitForm('/sessions', { insteadOf: sessionId })
    const twice = await visitor.submitForm('/sessions', { insteadOf: sessionId })
    expect(again.headers.get('location')).not.toBe(`/sessions/${sessionId}`)
    expect(twice.headers.get('location')).toBe(again.headers.get('location'))
    expect(countCreateRequests(stack)).toBe(2)
  })

  it('creates a new session when the last one is COMPLETED', async () => {
    await using stack = await startStack()
    const { visitor, sessionId } = await startAndCapture(stack)
    await stack.advanceTime(CHECKS_DONE_MS)
    expect((await visitor.submitForm('/sessions')).headers.get('location')).not.toContain(sessionId)
  })

  it('leads to the result, and creates nothing, when the page that says Continue is out of date', async () => {
    await using stack = await startStack()
    const { visitor, sessionId } = await startAndCapture(stack)
    const page = await (await visitor.get('/')).text()
    const [, continued = ''] = /name="continued" value="([^"]+)"/.exec(page) ?? []
    await stack.advanceTime(CHECKS_DONE_MS)
    const response = await visitor.submitForm('/sessions', { continued })
    expect(response.headers.get('location')).toBe(`/sessions/${sessionId}`)
    expect(countCreateRequests(stack)).toBe(1)
  })

  it('answers 404 and creates nothing when the continued session belongs to another browser', async () => {
    await using stack = await startStack()
    const { sessionId } = await startAndCapture(stack)
    const other = createVisitor(stack.baseUrl)
    await other.get('/')
    expect((await other.submitForm('/sessions', { continued: sessionId })).status).toBe(404)
    expect(countCreateRequests(stack)).toBe(1)
  })

  it('answers 403 when PUBLIC_START is off', async () => {
    await using stack = await startStack({ env: { PUBLIC_START: 'off' } })
    const visitor = createVisitor(stack.baseUrl)
    expect(await (await visitor.get('/')).text()).not.toContain('<form')
    expect((await visitor.submitForm('/sessions')).status).toBe(403)
    expect(countCreateRequests(stack)).toBe(0)
  })

  it.each([
    ['only the user', {}, false],
    ['the business as well', { API_KEYS: `shop:${'s'.repeat(40)}` }, true],
  ])('states who sees the result: %s', async (_who, env, business) => {
    await using stack = await startStack({ env })
    const page = await (await createVisitor(stack.baseUrl).get('/privacy-policy')).text()
    expect(page.includes('can see your result and photos too')).toBe(business)
  })
})

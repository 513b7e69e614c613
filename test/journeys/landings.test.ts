import { describe, expect, it } from '@jest/globals'
import { startStack } from '../support/start-stack.js'
import { createVisitor, startSession } from '../support/visitor.js'

describe('a landing', () => {
  it.each(['/success', '/error'])('shows no session data at %s', async (path) => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    const sessionId = await startSession(visitor)
    const requestCount = stack.emulator.requests().length
    const response = await visitor.get(`${path}?sessionID=${sessionId}`)
    const body = await response.text()
    expect(response.status).toBe(200)
    expect(body).not.toContain(sessionId)
    expect(body).toContain('Continue')
    expect(stack.emulator.requests()).toHaveLength(requestCount)
  })

  it('can be framed by this server and by Yoti, unlike other pages', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    const landing = (await visitor.get('/success')).headers
    expect(landing.get('content-security-policy')).toContain(
      `frame-ancestors 'self' ${stack.emulator.url}`,
    )
    expect(landing.get('x-frame-options')).toBeNull()
    const start = (await visitor.get('/')).headers
    expect(start.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(start.get('x-frame-options')).toBe('DENY')
  })

  it('forwards a client error code only when it is a number', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    const good = await (await visitor.get('/error?yotiErrorCode=4000')).text()
    expect(good).toContain('data-yoti-error-code="4000"')
    const bad = await (await visitor.get('/error?yotiErrorCode=%22%3E%3Cscript%3E')).text()
    expect(bad).toContain('data-yoti-error-code=""')
  })
})

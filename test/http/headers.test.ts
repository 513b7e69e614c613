import { describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { startStack, type Stack } from '../support/start-stack.js'
import { createVisitor, startSession } from '../support/visitor.js'

const HTTPS = { YOTI_APP_BASE_URL: 'https://verify.example' }

describe('the headers of a page', () => {
  it('allow Yoti’s origin as frame and camera, and no inline scripts', async () => {
    await using stack = await startStack()
    const { headers } = await createVisitor(stack.baseUrl).get('/')
    const csp = headers.get('content-security-policy') ?? ''
    expect(csp).toContain(`frame-src ${stack.emulator.url} 'self'`)
    expect(csp).toContain("script-src 'self'")
    expect(csp).not.toContain('unsafe')
    expect(csp).not.toContain('upgrade-insecure-requests')
    expect(headers.get('permissions-policy')).toContain(`camera=(self "${stack.emulator.url}")`)
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('strict-transport-security')).toBeNull()
    expect(headers.get('x-powered-by')).toBeNull()
    for (const path of ['/', '/privacy-policy', '/success', '/sessions/x', '/handover/x', '/api/x'])
      expect((await fetch(stack.baseUrl + path)).headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    ['301', 86_400],
    ['604800', 604_800],
  ])('set an owner cookie that outlasts CLIENT_SESSION_TOKEN_TTL=%s', async (ttl, seconds) => {
    await using stack = await startStack({ env: { CLIENT_SESSION_TOKEN_TTL: ttl } })
    const visitor = createVisitor(stack.baseUrl)
    const sessionId = await startSession(visitor)
    const cookie = `owner=${visitor.cookie ?? ''}; Max-Age=${seconds}; Path=/; Expires=`
    const again = await visitor.submitForm('/sessions')
    for (const { headers } of [await visitor.get(`/sessions/${sessionId}`), again]) {
      const [line = '', ...others] = headers.getSetCookie()
      expect([line.startsWith(cookie), others]).toEqual([true, []])
      expect(line).toMatch(/GMT; HttpOnly; SameSite=Lax$/)
    }
  })

  it('set HSTS and a Secure __Host- cookie when the base URL is https', async () => {
    await using stack = await startStack({ env: HTTPS })
    const { headers } = await send(stack, { host: 'verify.example' })
    expect(headers['set-cookie']?.[0]).toMatch(/^__Host-owner=.*Secure/)
    expect(headers['strict-transport-security']).toBeDefined()
  })

  it('are not echoed by TRACE, which gets 404', async () => {
    await using stack = await startStack()
    const response = await send(stack, { host: 'localhost', cookie: 'owner=x' }, '/', 'TRACE')
    expect(response.statusCode).toBe(404)
    expect(response.body).not.toContain('owner=x')
  })
})

describe('the host of a request', () => {
  it.each([
    ['https://verify.example', 'VERIFY.example.:443', 200],
    ['https://verify.example', 'verify.example:80', 308],
    ['https://verify.example:8443', 'verify.example.:8443', 200],
    ['https://verify.example', 'verify.example.other', 308],
    ['http://[::1]', '[0:0:0:0:0:0:0:1]:80', 200],
  ])('of %s is %s: %i', async (baseUrl, host, status) => {
    await using stack = await startStack({ env: { YOTI_APP_BASE_URL: baseUrl } })
    expect((await send(stack, { host })).statusCode).toBe(status)
  })

  it('redirects to the configured one on this server only, except for probes', async () => {
    await using stack = await startStack({ env: HTTPS })
    const { statusCode, headers } = await send(stack, { host: 'other' }, '//evil.example/x?y=1')
    expect(statusCode).toBe(308)
    expect(headers.location).toBe('https://verify.example/evil.example/x?y=1')
    expect((await send(stack, { host: 'other' }, '/healthz')).statusCode).toBe(200)
  })

  it('is that of X-Forwarded-Host only when TRUST_PROXY is set', async () => {
    for (const [trusted, status] of [
      ['0', 308],
      ['1', 200],
    ] as const) {
      await using stack = await startStack({ env: { ...HTTPS, TRUST_PROXY: trusted } })
      const headers = { host: 'inside', 'x-forwarded-host': 'verify.example' }
      expect((await send(stack, headers)).statusCode).toBe(status)
    }
  })
})

/** fetch can neither set Host nor send TRACE. */
async function send(stack: Stack, headers: Record<string, string>, path = '/', method = 'GET') {
  const { port } = new URL(stack.baseUrl)
  const sent = request({ port, host: '127.0.0.1', path, method, headers }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  const body = await text(response)
  return { statusCode: response.statusCode, headers: response.headers, body }
}

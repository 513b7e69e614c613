import { describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { createApp, type AppContext } from '../../src/app.js'
import { listen } from '../support/listen.js'
import { startStack } from '../support/start-stack.js'
import { createVisitor, startSession } from '../support/visitor.js'

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
  })

  it.each(['/', '/privacy-policy', '/success', '/sessions/x', '/handover/x', '/api/x', '/x'])(
    'forbid to store %s',
    async (path) => {
      await using stack = await startStack()
      const { headers } = await createVisitor(stack.baseUrl).get(path)
      expect(headers.get('cache-control')).toBe('no-store')
    },
  )

  it.each([
    ['301', 86_400],
    ['604800', 604_800],
  ])('set an owner cookie that outlasts CLIENT_SESSION_TOKEN_TTL=%s', async (ttl, seconds) => {
    await using stack = await startStack({ env: { CLIENT_SESSION_TOKEN_TTL: ttl } })
    const visitor = createVisitor(stack.baseUrl)
    const sessionId = await startSession(visitor)
    const { headers } = await visitor.get(`/sessions/${sessionId}`)
    expect(headers.getSetCookie()).toEqual([
      expect.stringContaining(`owner=${visitor.cookie ?? ''}; Max-Age=${seconds};`),
    ])
  })

  it('set the owner cookie HttpOnly and Lax, and extend it by a day', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    const { headers } = await visitor.get('/')
    const cookie = `owner=${visitor.cookie ?? ''}; Max-Age=86400; Path=/; Expires=`
    const isCookie = (text: string) => text.startsWith(cookie) && !text.includes('Secure')
    expect(headers.getSetCookie()).toEqual([expect.stringMatching(/; HttpOnly; SameSite=Lax$/)])
    expect(headers.getSetCookie().filter(isCookie)).toHaveLength(1)
    const created = await visitor.submitForm('/sessions')
    expect(created.headers.getSetCookie().filter(isCookie)).toHaveLength(1)
  })

  it('set HSTS and a Secure __Host- cookie when the base URL is https', async () => {
    await using stack = await startStack({ env: { YOTI_APP_BASE_URL: 'https://verify.example' } })
    const response = await sendRequest(stack.context, '/', 'verify.example')
    expect(response.headers['set-cookie']?.[0]).toMatch(/^__Host-owner=.*Secure/)
    expect(response.headers['strict-transport-security']).toBeDefined()
  })

  it('use X-Forwarded-Host only when TRUST_PROXY is set', async () => {
    const env = { YOTI_APP_BASE_URL: 'https://verify.example' }
    const forwarded = { 'x-forwarded-host': 'verify.example' }
    await using direct = await startStack({ env })
    expect((await sendRequest(direct.context, '/', 'inside', forwarded)).statusCode).toBe(308)
    await using proxied = await startStack({ env: { ...env, TRUST_PROXY: '1' } })
    expect((await sendRequest(proxied.context, '/', 'inside', forwarded)).statusCode).toBe(200)
  })

  it('are not echoed by TRACE, which gets 404', async () => {
    await using stack = await startStack()
    const sent = request(stack.baseUrl, { method: 'TRACE', headers: { cookie: 'owner=x' } }).end()
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    expect(response.statusCode).toBe(404)
    expect(await text(response)).not.toContain('owner=x')
  })

  it('redirect with 308 to the configured host', async () => {
    await using stack = await startStack({ env: { YOTI_APP_BASE_URL: 'https://verify.example' } })
    const response = await sendRequest(stack.context, '//evil.example/x?y=1', 'other.example')
    expect(response.statusCode).toBe(308)
    expect(response.headers.location).toBe('https://verify.example/evil.example/x?y=1')
    expect((await sendRequest(stack.context, '/healthz', 'other.example')).statusCode).toBe(200)
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
    expect((await sendRequest(stack.context, '/', host)).statusCode).toBe(status)
  })
})

/** fetch cannot set Host. */
async function sendRequest(
  context: AppContext,
  path: string,
  host: string,
  headers: Record<string, string> = {},
): Promise<IncomingMessage> {
  await using server = await listen(createApp(context))
  const { port } = server
  const sent = request({ port, host: '127.0.0.1', path, headers: { host, ...headers } }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  await once(response, 'end')
  return response
}

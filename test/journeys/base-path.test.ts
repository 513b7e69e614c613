import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { captureOverHttp } from '../support/capture-over-http.js'
import { startLoadBalancer, type LoadBalancer } from '../support/load-balancer.js'
import { startStack, type Stack } from '../support/start-stack.js'
import { createVisitor, startSession } from '../support/visitor.js'
import { API_ENV, callApi, captureOnPage, CHECKS_DONE_MS } from './journey.js'

const BASE_PATH = '/kyc'

// A browser walks without a proxy in test/browser/journeys.test.ts.
describe('a server under a path, behind a proxy that removes it', () => {
  let proxy: LoadBalancer
  let stack: Stack
  let origin: string

  beforeAll(async () => {
    proxy = await startLoadBalancer((path) => path.slice(BASE_PATH.length) || '/')
    origin = `http://localhost:${proxy.port}`
    const baseUrl = origin + BASE_PATH
    const direct = await startStack({
      env: {
        ...API_ENV,
        API_KEYS: `${API_ENV.API_KEYS},signup:${'s'.repeat(40)},lending:${'l'.repeat(40)}`,
        BRAND_FILE: 'test/fixtures/brands/brands.json',
        YOTI_APP_BASE_URL: baseUrl,
      },
    })
    proxy.instancePorts.push(Number(new URL(direct.baseUrl).port))
    stack = { ...direct, baseUrl }
  })
  afterAll(async () => {
    await stack[Symbol.asyncDispose]()
    await proxy[Symbol.asyncDispose]()
  })

  const readLinks = (html: string) =>
    [...html.matchAll(/ (?:href|src|action)="(\/[^"]*)"/g)].map(([, link = '']) => link)

  it('leads from the start page to the outcome, with every link under the path', async () => {
    const visitor = createVisitor(stack.baseUrl)
    const start = await visitor.get('/')
    const startHtml = await start.text()
    const assets = readLinks(startHtml).filter((link) => link.includes('/assets/'))
    expect(assets.some((link) => link.startsWith('/kyc/assets/brand/'))).toBe(true)
    for (const link of assets) expect((await visitor.get(link)).status).toBe(200)

    const created = await visitor.submitForm('/sessions')
    const path = created.headers.get('location') ?? ''
    expect(path).toMatch(/^\/kyc\/sessions\/[0-9a-f-]{36}$/)
    const sessionId = path.slice('/kyc/sessions/'.length)
    const { redirects, notifications } = readOrder(stack, sessionId)
    expect(redirects).toEqual([`${stack.baseUrl}/success`, `${stack.baseUrl}/error`])
    expect(notifications).toBe(`${stack.baseUrl}/notifications`)

    const captureHtml = await (await visitor.get(path)).text()
    await captureOnPage(stack, visitor, sessionId)
    const landing = await fetch(`${redirects[0] ?? ''}?sessionID=x`)
    expect(landing.headers.get('content-security-policy')).toContain(`'self' ${stack.emulator.url}`)
    const landingHtml = await landing.text()
    await stack.advanceTime(CHECKS_DONE_MS)
    expect(await (await visitor.get(`${path}/status`)).json()).toMatchObject({
      outcome: 'APPROVED',
    })
    const results = await (await visitor.get(path)).text()
    const media = readLinks(results).filter((link) => link.includes('/media/'))
    expect(media.length).toBeGreaterThan(0)
    for (const link of media) expect((await visitor.get(link)).status).toBe(200)

    const links = [startHtml, captureHtml, landingHtml, results].flatMap(readLinks)
    expect(links.filter((link) => !/^\/kyc(\/|$)/.test(link))).toEqual([])
    expect(readLinks(landingHtml)).toContain('/kyc/')
    const finished = await visitor.submitForm(`${path}/finish`)
    expect(finished.headers.get('location')).toBe('/kyc/')
  })

  it('receives notifications, hands over and reports under the path', async () => {
    const { body } = await callApi(stack, 'POST', '/api/sessions', { userReference: 'user-1' })
    expect(body.url).toContain(`${stack.baseUrl}/handover/`)
    const visitor = createVisitor(stack.baseUrl)
    const redeemed = await visitor.get(body.url)
    expect(redeemed.headers.get('location')).toBe(`/kyc/sessions/${body.sessionId}`)
    await captureOverHttp(stack.emulator.apiUrl, body.sessionId, body.clientSessionToken)
    await stack.advanceTime(CHECKS_DONE_MS)
    const received = proxy.forwarded.filter(({ method }) => method === 'POST')
    expect(received.map(({ path }) => path)).toContain('/kyc/notifications')

    const csp = redeemed.headers.get('content-security-policy') ?? ''
    const [, reportUri = ''] = /report-uri (\S+)/.exec(csp) ?? []
    expect(reportUri).toBe(`${stack.baseUrl}/csp-reports`)
    expect(redeemed.headers.get('reporting-endpoints')).toBe(`csp="${reportUri}"`)
    const report = await fetch(reportUri, {
      method: 'POST',
      headers: { 'Content-Type': 'application/csp-report' },
      body: '{}',
    })
    expect(report.status).toBe(204)
    const lines = stack.logLines.map((line) => JSON.parse(line) as Record<string, unknown>)
    const own = lines.filter(({ sessionId }) => sessionId === body.sessionId)
    expect(own).toContainEqual(expect.objectContaining({ route: '/handover/:token' }))
    expect(own).toContainEqual(expect.objectContaining({ action: 'handover.redeem' }))
    const openApi: unknown = await (await fetch(`${stack.baseUrl}/openapi.json`)).json()
    expect(openApi).toMatchObject({ servers: [{ url: stack.baseUrl }] })
  })

  it('sets cookies of its own name for the whole host, and accepts forms of its origin only', async () => {
    const visitor = createVisitor(stack.baseUrl)
    const { headers } = await visitor.get('/?lang=de')
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^owner-[0-9a-f]{8}=.*; Path=\/;/),
      expect.stringMatching(/^view-[0-9a-f]{8}=.*; Path=\/;/),
    ])
    const refused = await visitor.submitForm('/sessions', {}, { origin: 'https://evil.example' })
    expect(refused.status).toBe(403)
    expect(await refused.text()).toContain(stack.baseUrl)
    expect((await visitor.submitForm('/sessions', {}, { origin })).status).toBe(303)
  })

  it('redirects pages of another host with 308 to the path', async () => {
    const { statusCode, headers } = await requestAs(proxy.port, '/kyc/success?x=1')
    expect([statusCode, headers.location]).toEqual([308, `${stack.baseUrl}/success?x=1`])
  })
})

it('answers 404 to the session of a server under another path of the host', async () => {
  await using one = await startStack({ basePath: '/one' })
  await using two = await startStack({ basePath: '/two' })
  const visitor = createVisitor(one.baseUrl)
  const other = createVisitor(two.baseUrl)
  const path = `/sessions/${await startSession(visitor)}`
  await startSession(other)
  const [ownCookie, otherCookie] = await Promise.all(
    [visitor, other].map(async (each) => (await each.get('/')).headers.getSetCookie()[0] ?? ''),
  )
  const cookie = [otherCookie, ownCookie].map((line) => line?.split(';')[0]).join('; ')
  // The browser sends both cookies to both servers.
  expect((await createVisitor(one.baseUrl).get(path, { cookie })).status).toBe(200)
  expect((await createVisitor(two.baseUrl).get(path, { cookie })).status).toBe(404)
})

/** The addresses of this server that Yoti received. */
function readOrder({ emulator }: Stack, sessionId: string) {
  const order = emulator
    .requests()
    .find((each) => each.method === 'POST' && each.sessionId === sessionId)
  const spec = JSON.parse(String(order?.body)) as {
    notifications: { endpoint: string }
    sdk_config: { success_url: string; error_url: string }
  }
  const { success_url: success, error_url: error } = spec.sdk_config
  return { redirects: [success, error], notifications: spec.notifications.endpoint }
}

/** fetch cannot set Host. */
async function requestAs(port: number, path: string): Promise<IncomingMessage> {
  const sent = request({ port, host: '127.0.0.1', path, headers: { host: 'x.example' } }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  return response
}

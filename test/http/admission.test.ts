import { describe, expect, it } from '@jest/globals'
import { createServer } from 'node:http'
import { limitRequests } from '../../src/http/admission.js'
import { createTexts } from '../../src/http/texts.js'
import { listen } from '../support/listen.js'

const REQUESTS = 300
/** Of the CPU. 300 take 9 s, so most of them cannot start within half a second. */
const REQUEST_MS = 30
const EXEMPT = ['/kyc/healthz', '/kyc/notifications']

describe('admission', () => {
  it('responds 503 with Retry-After to requests that cannot start soon, and 200 to probes and notifications', async () => {
    let refused = 0
    let busyMs = 0
    await using server = await listen()
    limitRequests(
      server.server,
      (req, res) => {
        if (!EXEMPT.includes(req.url ?? '')) {
          const startedAt = performance.now()
          while (performance.now() - startedAt < REQUEST_MS);
          busyMs += REQUEST_MS
        }
        res.end()
      },
      createTexts(),
      () => (refused += 1),
      '/kyc',
    )
    const send = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${server.port}${path}`)
      return { response, body: await response.text() }
    }
    const sent = Array.from({ length: REQUESTS }, (_, i) =>
      send(i % 2 ? '/kyc' : '/kyc/api/sessions'),
    )
    const probes = EXEMPT.map(async (path) => {
      const { response } = await send(path)
      return { status: response.status, busyMs }
    })
    const answers = await Promise.all(sent)
    const exempted = await Promise.all(probes)

    const refusals = answers.filter(({ response }) => response.status === 503)
    const accepted = answers.filter(({ response }) => response.status === 200)
    expect(accepted.length + refusals.length).toBe(REQUESTS)
    expect(refusals).toHaveLength(refused)
    // At least those that may always wait, and those of half a second.
    expect(accepted.length).toBeGreaterThanOrEqual(64)
    expect(accepted.length).toBeLessThan(REQUESTS / 2)
    for (const { response } of refusals) expect(response.headers.get('retry-after')).toBe('1')
    const problem = refusals.find(({ body }) => body.startsWith('{'))
    expect(JSON.parse(problem?.body ?? '')).toMatchObject({ status: 503, code: 'OVERLOADED' })
    expect(refusals.some(({ body }) => body.includes('<main>Too many people'))).toBe(true)
    for (const { status, busyMs: busyMsBefore } of exempted) {
      expect(status).toBe(200)
      expect(busyMsBefore).toBeLessThan(busyMs / 2)
    }
  })

  it('refuses none of 1,000 requests that wait for something else than this process', async () => {
    const server = createServer()
    const waiting: (() => void)[] = []
    limitRequests(
      server,
      (_req, res) => {
        waiting.push(() => res.end())
        if (waiting.length === 1000) for (const respond of waiting) respond()
      },
      createTexts(),
      () => undefined,
    )
    await using listening = await listen((req, res) => void server.emit('request', req, res))
    const send = async () => (await fetch(`http://127.0.0.1:${listening.port}/`)).status
    const statuses = await Promise.all(Array.from({ length: 1000 }, send))
    expect(new Set(statuses)).toEqual(new Set([200]))
  })
})

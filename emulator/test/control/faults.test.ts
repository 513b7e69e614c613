import { afterAll, describe, expect, it } from '@jest/globals'
import type { Emulator } from '../../src/start-emulator.js'
import { startEmulatorFixture } from '../emulator-fixture.js'
import { SESSION_SPEC } from '../session-spec.js'

const world = await startEmulatorFixture()
const endpoint = 'GET /sessions/:sessionId'

type Faults = Parameters<Emulator['control']['setFaults']>[1]['faults']

/** A session with faults. */
async function strike(...faults: Faults) {
  const session = await world.createSession()
  world.emulator.control.setFaults(session.id, { faults })
  return { ...session, read: () => world.signed('GET', session.path) }
}

afterAll(() => world.emulator.close())

describe('a fault', () => {
  it.each([
    ['MALFORMED_REQUEST', 400],
    ['BAD_PUBLIC_KEY', 401],
    ['TOO_MANY_REQUESTS', 429],
    ['TEMPORARILY_UNAVAILABLE', 503],
  ])('returns %s with status %i once, then the normal response', async (code, expected) => {
    const { id, read } = await strike()
    const faults = [{ endpoint, kind: 'error', code }]
    expect((await world.control(`/sessions/${id}/faults`, { faults })).status).toBe(204)
    const { status, headers, json } = await read()
    expect([status, json.code]).toEqual([expected, code])
    expect(headers.get('content-type')).toBe('application/json')
    expect(headers.get('retry-after')).toBe(code === 'TOO_MANY_REQUESTS' ? '1' : null)
    expect((await read()).status).toBe(200)
    expect(world.emulator.requests().at(-2)).toMatchObject({ fault: 'error', code, status })
  })

  it('applies to one session and endpoint for the requested number of times', async () => {
    const fault = { endpoint, kind: 'error', code: 'TEMPORARILY_UNAVAILABLE' } as const
    const { id, path, read } = await strike(
      { ...fault, times: 2, retryAfter: 7 },
      { ...fault, code: 'TOO_MANY_REQUESTS', times: 'always' },
    )
    expect((await (await strike()).read()).status).toBe(200)
    // An unauthenticated request does not use it up.
    expect((await fetch(`${world.emulator.apiUrl}${path}`)).status).toBe(400)
    expect((await read()).headers.get('retry-after')).toBe('7')
    const next = [await read(), await read(), await read()]
    expect(next.map(({ status }) => status)).toEqual([503, 429, 429])
    expect((await world.signed('GET', `${path}/configuration`)).status).toBe(200)
    world.emulator.control.setFaults(id, { faults: [] })
    expect((await read()).status).toBe(200)
  })

  it('applies to sessions with a user tracking id and to their creation', async () => {
    const path = `/trackings/${encodeURIComponent('shop:user-1')}/faults`
    const faults = [
      { endpoint: 'POST /sessions', kind: 'error', code: 'INSUFFICIENT_PERMISSION' },
      { endpoint, kind: 'error', code: 'SERVER_ERROR' },
    ]
    expect((await world.control(path, { faults })).status).toBe(204)
    const body = { ...SESSION_SPEC, user_tracking_id: 'shop:user-1' }
    expect((await world.signed('POST', '/sessions', SESSION_SPEC)).status).toBe(201)
    expect((await world.signed('POST', '/sessions', body)).status).toBe(403)
    const { path: sessionPath } = await world.createSession(body)
    expect((await world.signed('GET', sessionPath)).status).toBe(500)
    expect((await world.signed('GET', sessionPath)).status).toBe(200)
    for (const set of [faults, []]) await world.control(path, { faults: set })
    expect((await world.signed('POST', '/sessions', body)).status).toBe(201)
  })

  it('closes the connection during the response body, after processing the request', async () => {
    const { endUser, read } = await strike(
      { endpoint, kind: 'cut' },
      { endpoint: 'DELETE /sessions/:sessionId/client-session-token', kind: 'cut' },
    )
    await endUser.captureDocument()
    await endUser.captureLiveness()
    await expect(read()).rejects.toThrow(/terminated/)
    await expect(endUser.finish()).rejects.toThrow(/fetch failed/)
    expect((await read()).json).not.toHaveProperty('client_session_token')
  })

  it('sends truncated JSON, and JSON with a wrong content type', async () => {
    const { id, read } = await strike(
      { endpoint, kind: 'malformed-json' },
      { endpoint, kind: 'wrong-content-type' },
      { endpoint, kind: 'wrong-content-type', contentType: 'text/plain' },
    )
    await expect(read()).rejects.toThrow(SyntaxError)
    const [html, plain] = [await read(), await read()]
    expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html'])
    expect(JSON.parse(html.bytes.toString())).toMatchObject({ session_id: id })
    expect(plain.headers.get('content-type')).toBe('text/plain')
  })

  it('strikes at random, in the same places for the same seed', async () => {
    const readStatuses = async (seed: number) => {
      const code = 'TEMPORARILY_UNAVAILABLE'
      const { read } = await strike({ endpoint: '*', kind: 'error', code, probability: 0.4, seed })
      const statuses: number[] = []
      for (let count = 0; count < 40; count += 1) statuses.push((await read()).status)
      return statuses
    }
    const first = await readStatuses(7)
    expect(await readStatuses(7)).toEqual(first)
    expect(await readStatuses(8)).not.toEqual(first)
    const struck = first.filter((status) => status === 503).length
    expect(struck).toBeGreaterThan(8)
    expect(struck).toBeLessThan(24)
  })

  it('delays each response by a time from the given range', async () => {
    const delayMs = { min: 150, max: 200 }
    const { read } = await strike({ endpoint, kind: 'slow', delayMs, times: 'always' })
    for (let count = 0; count < 3; count += 1) {
      const start = performance.now()
      expect((await read()).status).toBe(200)
      expect(performance.now() - start).toBeGreaterThan(145)
    }
  })

  // The last test, because it stops the emulator.
  it('delays the faulty response only, and not the end of the emulator', async () => {
    const { path, read } = await strike(
      { endpoint, kind: 'slow', delayMs: 200 },
      { endpoint, kind: 'slow', delayMs: 600_000 },
    )
    const order: string[] = []
    const slow = read().then(({ status }) => order.push(`slow ${status}`))
    await world.signed('GET', `${path}/configuration`)
    order.push('other')
    await slow
    expect(order).toEqual(['other', 'slow 200'])
    const given = expect(read()).rejects.toThrow(/fetch failed/)
    await world.signed('GET', `${path}/configuration`)
    await world.emulator.close()
    await given
  })
})

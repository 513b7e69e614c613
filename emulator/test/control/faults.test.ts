import { describe, expect, it } from '@jest/globals'
import type { Emulator } from '../../src/start-emulator.js'
import { SESSION_SPEC } from '../session-spec.js'
import { startEmulatorFixture } from '../emulator-fixture.js'
import { sendControlRequest } from './send-control-request.js'

const GET_SESSION = 'GET /sessions/:sessionId'
const POST_SESSIONS = 'POST /sessions'

type Faults = Parameters<Emulator['control']['setFaults']>[1]['faults']
const strike = ({ emulator }: { emulator: Emulator }, id: string, ...faults: Faults) => {
  emulator.control.setFaults(id, { faults })
}

describe('a fault', () => {
  it.each([
    ['MALFORMED_REQUEST', 400],
    ['BAD_PUBLIC_KEY', 401],
    ['TOO_MANY_REQUESTS', 429],
    ['TEMPORARILY_UNAVAILABLE', 503],
  ])('returns %s with status %i once, then the normal response', async (code, expected) => {
    await using world = await startEmulatorFixture()
    const { id, path } = await world.createSession()
    const faults = [{ endpoint: GET_SESSION, kind: 'error', code }]
    expect(
      (await sendControlRequest(world.emulator, `/sessions/${id}/faults`, { faults })).status,
    ).toBe(204)
    const { status, headers, json } = await world.signed('GET', path)
    expect([status, json.code]).toEqual([expected, code])
    expect(headers.get('content-type')).toBe('application/json')
    expect(headers.get('retry-after')).toBe(code === 'TOO_MANY_REQUESTS' ? '1' : null)
    expect((await world.signed('GET', path)).status).toBe(200)
    expect(world.emulator.requests().at(-2)).toMatchObject({ fault: 'error', code, status })
  })

  it('applies to one session and endpoint for the requested number of times', async () => {
    await using world = await startEmulatorFixture()
    const [struck, other] = [await world.createSession(), await world.createSession()]
    const fault = { endpoint: GET_SESSION, kind: 'error', code: 'TEMPORARILY_UNAVAILABLE' } as const
    strike(
      world,
      struck.id,
      { ...fault, times: 2, retryAfter: 7 },
      { ...fault, code: 'TOO_MANY_REQUESTS', times: 'always' },
    )
    const ask = async ({ path }: { path: string }) => (await world.signed('GET', path)).status
    expect(await ask(other)).toBe(200)
    expect((await world.signed('GET', struck.path)).headers.get('retry-after')).toBe('7')
    expect([await ask(struck), await ask(struck), await ask(struck)]).toEqual([503, 429, 429])
    expect((await world.signed('GET', `${struck.path}/configuration`)).status).toBe(200)
    world.emulator.control.setFaults(struck.id, { faults: [] })
    expect(await ask(struck)).toBe(200)
  })

  it('is not used up by an unauthenticated request', async () => {
    await using world = await startEmulatorFixture()
    const { id, path } = await world.createSession()
    const faults = [{ endpoint: GET_SESSION, kind: 'error', code: 'SERVER_ERROR' } as const]
    world.emulator.control.setFaults(id, { faults })
    expect((await fetch(`${world.emulator.apiUrl}${path}`)).status).toBe(400)
    expect((await world.signed('GET', path)).status).toBe(500)
  })

  it('applies to sessions with a user tracking id and to their creation', async () => {
    await using world = await startEmulatorFixture()
    const path = `/trackings/${encodeURIComponent('shop:user-1')}/faults`
    const faults = [
      { endpoint: POST_SESSIONS, kind: 'error', code: 'INSUFFICIENT_PERMISSION' },
      { endpoint: GET_SESSION, kind: 'error', code: 'SERVER_ERROR' },
    ]
    expect((await sendControlRequest(world.emulator, path, { faults })).status).toBe(204)
    const body = { ...SESSION_SPEC, user_tracking_id: 'shop:user-1' }
    expect((await world.signed('POST', '/sessions', SESSION_SPEC)).status).toBe(201)
    expect((await world.signed('POST', '/sessions', body)).status).toBe(403)
    const { path: sessionPath } = await world.createSession(body)
    expect((await world.signed('GET', sessionPath)).status).toBe(500)
    expect((await world.signed('GET', sessionPath)).status).toBe(200)
    expect((await sendControlRequest(world.emulator, path, { faults })).status).toBe(204)
    expect((await sendControlRequest(world.emulator, path, { faults: [] })).status).toBe(204)
    expect((await world.signed('POST', '/sessions', body)).status).toBe(201)
  })

  it('closes the connection during the response body, after processing the request', async () => {
    await using world = await startEmulatorFixture()
    const { endUser, id, path } = await world.createSession()
    await endUser.captureDocument()
    await endUser.captureLiveness()
    strike(
      world,
      id,
      { endpoint: GET_SESSION, kind: 'cut' },
      { endpoint: 'DELETE /sessions/:sessionId/client-session-token', kind: 'cut' },
    )
    await expect(world.signed('GET', path)).rejects.toThrow(/terminated/)
    await expect(endUser.finish()).rejects.toThrow(/fetch failed/)
    expect((await world.signed('GET', path)).json).not.toHaveProperty('client_session_token')
  })

  it('sends truncated JSON, and JSON with a wrong content type', async () => {
    await using world = await startEmulatorFixture()
    const { id, path } = await world.createSession()
    strike(
      world,
      id,
      { endpoint: GET_SESSION, kind: 'malformed-json' },
      { endpoint: GET_SESSION, kind: 'wrong-content-type' },
      { endpoint: GET_SESSION, kind: 'wrong-content-type', contentType: 'text/plain' },
    )
    await expect(world.signed('GET', path)).rejects.toThrow(SyntaxError)
    const [html, plain] = [await world.signed('GET', path), await world.signed('GET', path)]
    expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html'])
    expect(JSON.parse(html.bytes.toString())).toMatchObject({ session_id: id })
    expect(plain.headers.get('content-type')).toBe('text/plain')
  })

  it('strikes at random, in the same places for the same seed', async () => {
    await using world = await startEmulatorFixture()
    const readStatuses = async (seed: number) => {
      const { id, path } = await world.createSession()
      const code = 'TEMPORARILY_UNAVAILABLE'
      strike(world, id, { endpoint: '*', kind: 'error', code, probability: 0.4, seed })
      const statuses: number[] = []
      for (let count = 0; count < 40; count += 1) {
        statuses.push((await world.signed('GET', path)).status)
      }
      return statuses
    }
    const [first, second, other] = [
      await readStatuses(7),
      await readStatuses(7),
      await readStatuses(8),
    ]
    expect(second).toEqual(first)
    expect(other).not.toEqual(first)
    const struck = first.filter((status) => status === 503).length
    expect(struck).toBeGreaterThan(8)
    expect(struck).toBeLessThan(24)
  })

  it('delays each response by a time from the given range', async () => {
    await using world = await startEmulatorFixture()
    const { id, path } = await world.createSession()
    const delayMs = { min: 150, max: 200 }
    strike(world, id, { endpoint: GET_SESSION, kind: 'slow', delayMs, times: 'always' })
    for (let count = 0; count < 3; count += 1) {
      const start = performance.now()
      expect((await world.signed('GET', path)).status).toBe(200)
      expect(performance.now() - start).toBeGreaterThan(145)
    }
    const backwards = { endpoint: GET_SESSION, kind: 'slow', delayMs: { min: 9, max: 2 } }
    const body = { faults: [backwards] }
    const refused = await sendControlRequest(world.emulator, `/sessions/${id}/faults`, body)
    expect(refused).toMatchObject({
      status: 400,
      json: { problems: [{ path: 'faults.0.delayMs' }] },
    })
  })

  it('delays the faulty response only', async () => {
    await using world = await startEmulatorFixture()
    const { id, path } = await world.createSession()
    strike(
      world,
      id,
      { endpoint: GET_SESSION, kind: 'slow', delayMs: 200 },
      { endpoint: GET_SESSION, kind: 'slow', delayMs: 600_000 },
    )
    const order: string[] = []
    const slow = world.signed('GET', path).then(({ status }) => order.push(`slow ${status}`))
    await world.signed('GET', `${path}/configuration`)
    order.push('other')
    await slow
    expect(order).toEqual(['other', 'slow 200'])
    // A long delay must not keep the emulator from stopping.
    const endless = world.signed('GET', path)
    const given = expect(endless).rejects.toThrow(/fetch failed/)
    await world.signed('GET', `${path}/configuration`)
    await world.emulator.close()
    await given
  })
})

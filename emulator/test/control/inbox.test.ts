import { describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from '../emulator-fixture.js'
import { SESSION_SPEC } from '../session-spec.js'
import { createApplication, createSignedClient } from '../signed-client.js'

type World = Awaited<ReturnType<typeof startEmulatorFixture>>

interface State {
  sessions: { id: string; state: string }[]
  requests: Record<string, unknown>[]
  notifications: Record<string, unknown>[]
  totals: { requests: number; notifications: number }
}

async function readState(world: World, query = ''): Promise<State> {
  return JSON.parse((await world.readControl(`/state${query}`)).text) as State
}

describe('the inbox', () => {
  it('lists the requests of all sessions or of one, latest first', async () => {
    await using world = await startEmulatorFixture()
    const [first, second] = [await world.createSession(), await world.createSession()]
    await world.signed('GET', first.path)
    const wrong = createSignedClient(world.emulator.apiUrl, {
      ...world.application,
      privateKey: createApplication().privateKey,
    })
    await wrong('GET', second.path)
    const all = await readState(world)
    expect(all.sessions).toMatchObject([
      { id: second.id, state: 'ONGOING', trackingId: 'cust-0001' },
      { id: first.id, state: 'ONGOING' },
    ])
    expect(all.requests).toMatchObject([
      { sessionId: second.id, digestMistake: 'wrong-key', code: 'MESSAGE_SIGNING', status: 401 },
      { sessionId: first.id, method: 'GET', pattern: '/sessions/:sessionId', status: 200 },
      { sessionId: second.id, method: 'POST', pattern: '/sessions', digest: 'verified' },
      { sessionId: first.id, method: 'POST', pattern: '/sessions', digest: 'verified' },
    ])
    expect(all.requests[0]?.remedy).toContain('Use the key that belongs to this application')

    const one = await readState(world, `?session=${second.id}`)
    expect(one.requests.map(({ status }) => status)).toEqual([401, 201])
    expect([all.totals.requests, one.totals.requests]).toEqual([4, 2])
  })

  it('keeps no more requests than the limit, but counts all', async () => {
    await using world = await startEmulatorFixture({ recordLimit: 2 })
    for (let count = 0; count < 5; count += 1) await world.createSession()
    expect(world.emulator.requests()).toHaveLength(2)
    const { requests, totals } = await readState(world)
    expect(requests).toHaveLength(2)
    expect(totals).toEqual({ requests: 5, notifications: 0, webhooks: 0 })
  })

  it('never shows a token, a digest, a query, a body or personal data', async () => {
    await using world = await startEmulatorFixture()
    const { token, path } = await world.completeSession({
      ...SESSION_SPEC,
      resources: { applicant_profile: { full_name: 'a-person' } },
      notifications: {
        endpoint: 'http://127.0.0.1:1/yoti?secret=in-the-address',
        auth_token: 'a-credential',
        topics: ['session_completion'],
      },
    })
    await world.signed('GET', path)
    const { text } = await world.readControl('/state')
    expect((JSON.parse(text) as State).notifications).toMatchObject([
      { topic: 'session_completion' },
    ])
    const digests = world.emulator.requests().map(({ headers }) => headers['x-yoti-auth-digest'])
    const secrets = [
      ...[token, 'a-person', 'a-credential', 'in-the-address', 'nonce', 'requested_checks'],
      ...digests.filter((one) => one !== undefined),
    ]
    for (const secret of secrets) expect(text).not.toContain(String(secret))
  })

  it('forbids framing and third-party scripts', async () => {
    await using world = await startEmulatorFixture()
    const { status, headers, text } = await world.readControl('')
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(text).toContain('<main>')
    const policy = headers['content-security-policy']
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    const elsewhere = await fetch(`${world.emulator.apiUrl}/web/inbox.html`)
    expect(elsewhere.status).toBe(404)
  })

  it('stores only the parts of a request that it shows', async () => {
    await using world = await startEmulatorFixture({ recordContent: false })
    await world.createSession()
    const [kept] = world.emulator.requests()
    expect(kept).toMatchObject({ query: '', headers: {}, digest: 'verified', status: 201 })
    expect(kept?.body).toHaveLength(0)
  })
})

import { randomUUID } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { type AppError, NotFoundError } from '../../src/errors.js'
import { parsePreset } from '../../src/sessions/preset.js'
import type { SessionsOptions } from '../../src/sessions/options.js'
import { createSessions, type Sessions } from '../../src/sessions/sessions.js'
import { YotiConnectionError, YotiResponseError } from '../../src/yoti/errors.js'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'
import { parseSessionResult } from '../../src/yoti/session-result.js'
import { openStore } from '../support/open-store.js'

const SESSION_ID = '0b6c1f0e-41f1-4f0e-9a55-0d4c1b8f7a10'

/** Yoti's responses as plain values, a manual clock, and counts of calls. */
async function createFixture(
  respond: () => object,
  change: Partial<SessionsOptions> = {},
  deleteSession = () => Promise.resolve(),
) {
  const counts = { created: 0, read: 0, rowReads: 0, ownerWrites: 0 }
  const fixture = { now: 0, ...counts, failures: [] as AppError[] }
  const { database, store, locks } = await openStore()
  const preset = parsePreset(DEFAULT_PRESET, 'default')
  const sessions = createSessions({
    yoti: {
      createSession: () => {
        fixture.created += 1
        return Promise.resolve({
          session_id: fixture.created === 1 ? SESSION_ID : randomUUID(),
          client_session_token: 'token',
          client_session_token_ttl: 899,
        })
      },
      getSession: async () => {
        fixture.read += 1
        await Promise.resolve()
        return parseSessionResult({
          session_id: SESSION_ID,
          resources: {},
          checks: [],
          ...respond(),
        })
      },
      deleteSession,
    },
    getClientSettings: () => ({ defaults: {} }),
    store: {
      ...store,
      find: (sessionId) => {
        fixture.rowReads += 1
        return store.find(sessionId)
      },
      markOwnerSeen: (...args) => {
        fixture.ownerWrites += 1
        return store.markOwnerSeen(...args)
      },
    },
    locks,
    target: 'emulator',
    getDailyLimit: () => 10_000,
    checkDatabase: () => database.check(),
    defaultPreset: preset,
    server: { baseUrl: 'http://localhost:1', clientSessionTokenTtl: 900, resourcesTtl: 604_800 },
    ownerIdleTimeout: 86_400,
    ownerLifetime: 604_800,
    onRefreshFailed: (err) => fixture.failures.push(err),
    now: () => fixture.now,
    ...change,
  })
  return { fixture, sessions, store, database }
}

const ONGOING = { state: 'ONGOING', client_session_token: 'token' }
const throwGone = () => {
  const response = { status: 404, code: 'SESSION_NOT_FOUND' }
  throw new YotiResponseError('GET /sessions/:sessionId', response)
}

describe('the owner of a session', () => {
  it('is stored as seen once in 5 minutes of requests', async () => {
    const { fixture, sessions } = await createFixture(() => ONGOING)
    await sessions.start('owner')
    for (fixture.now = 0; fixture.now <= 600_000; fixture.now += 2000) {
      await sessions.getForOwner(SESSION_ID, 'owner')
    }
    expect(fixture.ownerWrites).toBe(2)
  })

  it('stays forgotten when a request is still running while the user signs out', async () => {
    const { fixture, sessions, store } = await createFixture(() => ONGOING)
    fixture.now = Date.parse('2030-01-31T12:00:00Z')
    await sessions.start('owner')
    await sessions.signOut('owner')
    // As by a request that read the row before.
    await store.markOwnerSeen('owner', fixture.now, fixture.now - 86_400_000)
    await expect(sessions.getForOwner(SESSION_ID, 'owner')).rejects.toThrow(NotFoundError)
  })
})

/** As a request of the owner. */
async function refresh(sessions: Sessions) {
  const { session } = await sessions.getForCapture(SESSION_ID, 'owner')
  return sessions.refreshIfStale(session)
}

describe('refreshing a session on demand', () => {
  it('calls Yoti once for 3 concurrent requests, which wait for it, and not again within 3 s', async () => {
    const { fixture, sessions } = await createFixture(() => ({ state: 'ONGOING' }))
    await sessions.start('owner')
    await refresh(sessions)
    expect(fixture.read).toBe(0)
    fixture.now = 3000
    const results = await Promise.all([1, 2, 3].map(() => refresh(sessions)))
    expect(results.map(({ session }) => session.state)).toEqual(Array(3).fill('CAPTURED'))
    expect(fixture.read).toBe(1)
    fixture.now = 5999
    await refresh(sessions)
    expect(fixture.read).toBe(1)
  })

  it('keeps CAPTURED when Yoti responds ONGOING, and calls Yoti not again within 3 s', async () => {
    const { fixture, sessions } = await createFixture(() =>
      fixture.read === 1 ? { state: 'ONGOING' } : ONGOING,
    )
    await sessions.start('owner')
    for (const [now, reads] of [
      [3000, 1],
      [6000, 2],
      [8999, 2],
      [9000, 3],
    ] as const) {
      fixture.now = now
      const { session } = await refresh(sessions)
      expect([session.state, fixture.read]).toEqual(['CAPTURED', reads])
    }
  })

  it('calls Yoti when the clock has been set back', async () => {
    const { fixture, sessions } = await createFixture(() => ONGOING)
    await sessions.start('owner')
    fixture.now = -3_600_000
    await refresh(sessions)
    expect(fixture.read).toBe(1)
  })

  it('reads the row and calls Yoti once a request, and not at all once the session is COMPLETED', async () => {
    const { fixture, sessions } = await createFixture(() => ({ state: 'COMPLETED' }))
    await sessions.start('owner')
    for (const [now, result] of [
      [10_000, { state: 'COMPLETED' }],
      [20_000, undefined],
    ] as const) {
      fixture.now = now
      fixture.rowReads = 0
      const refreshed = await refresh(sessions)
      expect(refreshed.session.state).toBe('COMPLETED')
      // For the page, so that it does not ask again.
      expect(refreshed.result?.state).toBe(result?.state)
      expect([fixture.rowReads, fixture.read]).toEqual([1, 1])
    }
  })

  it.each([
    [ONGOING, 'ONGOING'],
    [{ state: 'ONGOING' }, 'CAPTURED'],
    [{ ...ONGOING, checks: [{ id: 'a', type: 'LIVENESS', state: 'DONE' }] }, 'ONGOING'],
    [
      { ...ONGOING, checks: [{ id: 'a', type: 'ID_DOCUMENT_FACE_MATCH', state: 'PENDING' }] },
      'CAPTURED',
    ],
    [{ state: 'EXPIRED' }, 'EXPIRED'],
  ])('turns %j into %s', async (response, state) => {
    const { fixture, sessions } = await createFixture(() => response)
    await sessions.start('owner')
    fixture.now = 3000
    const { session } = await refresh(sessions)
    expect(session.state).toBe(state)
    expect(session.clientSessionToken).toBe(state === 'ONGOING' ? 'token' : undefined)
  })

  it('returns the stored session and reports the error when Yoti does not respond or responds 503', async () => {
    const failures = [
      new YotiConnectionError('GET /sessions/:sessionId', 'no response'),
      new YotiResponseError('GET /sessions/:sessionId', { status: 503 }),
    ]
    const { fixture, sessions } = await createFixture(() => {
      throw failures[fixture.read - 1] ?? new Error('called too often')
    })
    await sessions.start('owner')
    for (const now of [3000, 6000]) {
      fixture.now = now
      const { session } = await refresh(sessions)
      expect(session.state).toBe('ONGOING')
    }
    expect(fixture.failures).toEqual(failures)
  })

  it('ends as ERASED with outcome NONE when Yoti has deleted an undecided session', async () => {
    const { fixture, sessions } = await createFixture(throwGone)
    await sessions.start('owner')
    fixture.now = 3000
    const { session } = await refresh(sessions)
    expect(session).toMatchObject({ state: 'ERASED', outcome: 'NONE' })
  })

  it.each([
    ['ONGOING', () => ONGOING],
    ['ERASED', throwGone],
  ])(
    'counts a 404 to DELETE as erased only when GET returns 404 too: %s',
    async (state, respond) => {
      const error = { status: 404, code: 'APP_NOT_FOUND' }
      const { sessions } = await createFixture(respond, {}, () =>
        Promise.reject(new YotiResponseError('DELETE /sessions/:sessionId', error)),
      )
      const erased = await sessions.erase(await sessions.start('owner'))
      expect(erased).toMatchObject({ state, erasureRequestedAt: 0 })
    },
  )

  it('is erased once, also when a part of it was erased meanwhile', async () => {
    const saved: string[] = []
    const { fixture, sessions } = await createFixture(() => ({ state: 'COMPLETED' }), {
      onSaved: ({ session }) => saved.push(session.state),
    })
    const started = await sessions.start('owner')
    fixture.now = 5000
    const { session } = await sessions.refreshIfStale(started)
    await sessions.erase(session)
    await sessions.discardCachedResult(session)
    expect(saved).toEqual(['COMPLETED', 'COMPLETED', 'ERASED'])
  })

  it('rejects when Yoti responds 401', async () => {
    const error = new YotiResponseError('GET /sessions/:sessionId', { status: 401 })
    const { fixture, sessions } = await createFixture(() => {
      throw error
    })
    await sessions.start('owner')
    fixture.now = 3000
    await expect(refresh(sessions)).rejects.toBe(error)
  })
})

it('stores no session when the sandbox rejects the configuration of a scenario', async () => {
  const preset = parsePreset(DEFAULT_PRESET, 'another')
  const { sessions } = await createFixture(() => ONGOING, {
    sandbox: { configureSessionResponse: () => Promise.reject(new NotFoundError()) },
  })
  const scenario = { name: 'slow', preset, responseConfig: () => ({}) }
  await expect(sessions.start('owner', { scenario })).rejects.toThrow(NotFoundError)
  expect(await sessions.findLatestForOwner('owner')).toBeUndefined()
})

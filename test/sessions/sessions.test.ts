import { randomUUID } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { type AppError, NotFoundError } from '../../src/errors.js'
import { parsePreset } from '../../src/sessions/preset.js'
import { createSessions, type SessionsOptions } from '../../src/sessions/sessions.js'
import { YotiConnectionError, YotiResponseError } from '../../src/yoti/errors.js'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'
import { parseSessionResult } from '../../src/yoti/session-result.js'
import { openStore } from '../support/open-store.js'

const SESSION_ID = '0b6c1f0e-41f1-4f0e-9a55-0d4c1b8f7a10'

/** Yoti's answers as plain values, a clock to turn, and a count of what was asked. */
async function createFixture(
  answer: () => object,
  change: Partial<SessionsOptions> = {},
  deleteSession = () => Promise.resolve(),
) {
  const world = { now: 0, created: 0, read: 0, unread: [] as AppError[] }
  const { store } = await openStore()
  const preset = parsePreset(DEFAULT_PRESET, 'default')
  const sessions = createSessions({
    yoti: {
      createSession: () => {
        world.created += 1
        return Promise.resolve({
          session_id: world.created === 1 ? SESSION_ID : randomUUID(),
          client_session_token: 'token',
          client_session_token_ttl: 899,
        })
      },
      getSession: async () => {
        world.read += 1
        await Promise.resolve()
        return parseSessionResult({
          session_id: SESSION_ID,
          resources: {},
          checks: [],
          ...answer(),
        })
      },
      deleteSession,
    },
    store,
    target: 'emulator',
    defaultPreset: preset,
    presets: new Map([['default', preset]]),
    server: { baseUrl: 'http://localhost:1', clientSessionTokenTtl: 900, resourcesTtl: 604_800 },
    onRefreshFailed: (err) => world.unread.push(err),
    now: () => world.now,
    ...change,
  })
  return { world, sessions }
}

const ONGOING = { state: 'ONGOING', client_session_token: 'token' }

describe('looking at a session', () => {
  it('asks Yoti only when the last reading is over 3 s old, and once for many at a time', async () => {
    const { world, sessions } = await createFixture(() => ONGOING)
    await sessions.start('owner')
    await sessions.refreshForOwner(SESSION_ID, 'owner')
    expect(world.read).toBe(0)
    world.now = 3000
    await Promise.all([1, 2, 3].map(() => sessions.refreshForOwner(SESSION_ID, 'owner')))
    expect(world.read).toBe(1)
    world.now = 5999
    await sessions.refreshForOwner(SESSION_ID, 'owner')
    expect(world.read).toBe(1)
  })

  it('asks no more once it is completed', async () => {
    const { world, sessions } = await createFixture(() => ({ state: 'COMPLETED' }))
    await sessions.start('owner')
    world.now = 10_000
    expect(await sessions.refreshForOwner(SESSION_ID, 'owner')).toMatchObject({
      state: 'COMPLETED',
    })
    world.now = 20_000
    await sessions.refreshForOwner(SESSION_ID, 'owner')
    expect(world.read).toBe(1)
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
  ])('reads %j as %s', async (answer, state) => {
    const { world, sessions } = await createFixture(() => answer)
    await sessions.start('owner')
    world.now = 3000
    const session = await sessions.refreshForOwner(SESSION_ID, 'owner')
    expect(session.state).toBe(state)
    expect(session.clientSessionToken).toBe(state === 'ONGOING' ? 'token' : undefined)
  })

  it('goes on with what is known while Yoti cannot answer, and says so', async () => {
    const failures = [
      new YotiConnectionError('GET /sessions/:sessionId', 'no answer'),
      new YotiResponseError('GET /sessions/:sessionId', { status: 503 }),
    ]
    const { world, sessions } = await createFixture(() => {
      throw failures[world.read - 1] ?? new Error('asked too often')
    })
    await sessions.start('owner')
    for (const now of [3000, 6000]) {
      world.now = now
      expect(await sessions.refreshForOwner(SESSION_ID, 'owner')).toMatchObject({
        state: 'ONGOING',
      })
    }
    expect(world.unread).toEqual(failures)
  })

  it('joins a reading that is under way instead of showing what was known before', async () => {
    const { world, sessions } = await createFixture(() => ({ state: 'COMPLETED' }))
    await sessions.start('owner')
    world.now = 3000
    const looks = await Promise.all([1, 2].map(() => sessions.refreshForOwner(SESSION_ID, 'owner')))
    expect(looks.map(({ state }) => state)).toEqual(['COMPLETED', 'COMPLETED'])
    expect(world.read).toBe(1)
  })

  it('keeps what was decided when Yoti has deleted it, and none where nothing was', async () => {
    const gone = new YotiResponseError('GET /sessions/:sessionId', {
      status: 404,
      code: 'SESSION_NOT_FOUND',
    })
    const { world, sessions } = await createFixture(() => {
      throw gone
    })
    await sessions.start('owner')
    world.now = 3000
    expect(await sessions.refreshForOwner(SESSION_ID, 'owner')).toMatchObject({
      state: 'ERASED',
      outcome: 'NONE',
    })
  })

  it.each([
    ['ONGOING', () => ONGOING],
    [
      'ERASED',
      () => {
        throw new YotiResponseError('GET /sessions/:sessionId', {
          status: 404,
          code: 'SESSION_NOT_FOUND',
        })
      },
    ],
  ])('takes a 404 for erased only when Yoti does not know it: %s', async (state, answer) => {
    const refusal = { status: 404, code: 'APP_NOT_FOUND' }
    const { sessions } = await createFixture(answer, {}, () =>
      Promise.reject(new YotiResponseError('DELETE /sessions/:sessionId', refusal)),
    )
    const erased = await sessions.erase(await sessions.start('owner'))
    expect(erased).toMatchObject({ state, erasureRequestedAt: 0 })
  })

  it('does not hide that Yoti refuses us', async () => {
    const refusal = new YotiResponseError('GET /sessions/:sessionId', { status: 401 })
    const { world, sessions } = await createFixture(() => {
      throw refusal
    })
    await sessions.start('owner')
    world.now = 3000
    await expect(sessions.refreshForOwner(SESSION_ID, 'owner')).rejects.toBe(refusal)
  })

  it('finds nothing for another owner, nor for none', async () => {
    const { sessions } = await createFixture(() => ONGOING)
    await sessions.start('owner')
    await expect(sessions.refreshForOwner(SESSION_ID, 'other')).rejects.toThrow(NotFoundError)
    await expect(sessions.getForOwner(SESSION_ID, undefined)).rejects.toThrow(NotFoundError)
  })
})

describe('starting a session', () => {
  it('creates one for two starts at once', async () => {
    const { world, sessions } = await createFixture(() => ONGOING)
    await Promise.all([sessions.start('owner'), sessions.start('owner')])
    expect(world.created).toBe(1)
  })

  it('creates one for a start and a start-again at once', async () => {
    const { world, sessions } = await createFixture(() => ONGOING)
    await Promise.all([
      sessions.start('owner'),
      sessions.start('owner', { replacedSessionId: 'given-up' }),
    ])
    expect(world.created).toBe(1)
  })

  it('creates another when the last has ended meanwhile', async () => {
    const { world, sessions } = await createFixture(() => ({ state: 'EXPIRED' }))
    await sessions.start('owner')
    world.now = 3000
    await sessions.start('owner')
    expect(world.created).toBe(2)
  })
})

describe('starting a session with a scenario', () => {
  const preset = parsePreset(DEFAULT_PRESET, 'another')
  const responseConfig = { check_reports: { async_report_delay: 5 } }
  const scenarios = new Map([['slow', { name: 'slow', preset, responseConfig }]])

  it('configures the sandbox before the session is handed out, and remembers the scenario', async () => {
    const configured: unknown[] = []
    const { sessions } = await createFixture(() => ONGOING, {
      scenarios,
      sandbox: {
        configureSessionResponse: (...call) => Promise.resolve(void configured.push(call)),
      },
    })
    const session = await sessions.start('owner', { scenario: 'slow' })
    expect(configured).toEqual([[SESSION_ID, responseConfig]])
    expect(session).toMatchObject({ scenario: 'slow', presetName: 'another' })
    expect(await sessions.getForOwner(SESSION_ID, 'owner')).toEqual(session)
  })

  it('keeps no session that the sandbox would not configure', async () => {
    const { sessions } = await createFixture(() => ONGOING, {
      scenarios,
      sandbox: { configureSessionResponse: () => Promise.reject(new NotFoundError()) },
    })
    await expect(sessions.start('owner', { scenario: 'slow' })).rejects.toThrow(NotFoundError)
    expect(await sessions.findLatestForOwner('owner')).toBeUndefined()
  })

  it('creates one for two starts at once, and another for another choice', async () => {
    const { world, sessions } = await createFixture(() => ONGOING, { scenarios })
    const slow = { scenario: 'slow' }
    await Promise.all([sessions.start('owner', slow), sessions.start('owner', slow)])
    expect(world.created).toBe(1)
    await sessions.start('owner', { scenario: null })
    expect(world.created).toBe(2)
  })
})

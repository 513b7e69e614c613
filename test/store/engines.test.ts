import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Session } from '../../src/sessions/session.js'
import type { Database } from '../../src/store/database.js'
import { createCipher } from '../../src/secrets/cipher.js'
import { createHashUserReference } from '../../src/secrets/hash-user-reference.js'
import { createTransitionJobs } from '../../src/sessions/transition-jobs.js'
import { createSessionStore } from '../../src/store/session-store.js'
import { scheduleErasure } from '../../src/store/schedule-erasure.js'
import { JOB_TYPES } from '../../src/jobs/job-queue.js'
import { openStore } from '../support/open-store.js'
import { APP_SECRET } from '../support/start-stack.js'
import { startPostgres } from '../support/postgres.js'

type StoreFixture = Awaited<ReturnType<typeof openStore>>

function buildSession(change: Partial<Session> = {}): Session {
  return {
    sessionId: randomUUID(),
    reference: randomUUID(),
    target: 'emulator',
    presetName: 'default',
    outcomeCriteria: { requested_checks: [{ type: 'LIVENESS' }] },
    state: 'ONGOING',
    outcome: 'PENDING',
    reasons: [],
    checks: [],
    clientSessionToken: 'the-token-in-clear',
    createdAt: 1000,
    tokenExpiresAt: 901_000,
    lastRefreshedAt: 1000,
    ...change,
  }
}

const COMPLETED = { state: 'COMPLETED', outcome: 'APPROVED', policyVersion: '1' } as const

describe.each(['sqlite', 'postgres'])('the store on %s', (engine) => {
  let world: StoreFixture
  let other: StoreFixture
  let postgres: Awaited<ReturnType<typeof startPostgres>> | undefined

  beforeAll(async () => {
    if (engine === 'postgres') {
      postgres = await startPostgres()
      const url = await postgres.createDatabase()
      // At once: the migrations take turns.
      ;[world, other] = await Promise.all([openStore(url), openStore(url)])
    } else {
      world = other = await openStore()
    }
  })
  afterAll(async () => {
    await world.database.close()
    if (other !== world) await other.database.close()
    await postgres?.[Symbol.asyncDispose]()
  })

  const insert = async (change: Partial<Session> = {}) => {
    const session = buildSession(change)
    await world.store.insert(session)
    return session
  }
  const claimAll = async (now: number) => {
    const claims = JOB_TYPES.map((kind) => world.queue.claim(kind, now, now + 10, 100))
    return (await Promise.all(claims)).flat()
  }
  const drain = async (now: number) => {
    const all = []
    for (;;) {
      const claimed = await claimAll(now)
      if (claimed.length === 0) return all
      all.push(...claimed)
      for (const work of claimed) await world.queue.finish(work, { done: true }, now)
    }
  }

  it('gives back what it keeps, and keeps the token encrypted', async () => {
    const session = await insert({ ownerHash: 'owner', userReference: 'user-1', callerHash: 'c' })
    expect(await other.store.find(session.sessionId)).toEqual(session)
    expect(await dumpDatabase(world.database)).not.toContain('the-token-in-clear')
    await drain(1e9)
  })

  it('never goes back, and lets an outcome stand', async () => {
    const { sessionId } = await insert()
    await world.store.transition(sessionId, COMPLETED, 2000)
    const late = await world.store.transition(sessionId, { state: 'CAPTURED' }, 3000)
    expect(late).toMatchObject({ changed: false, session: { state: 'COMPLETED', endedAt: 2000 } })
    const again = await world.store.transition(
      sessionId,
      { state: 'COMPLETED', outcome: 'REJECTED' },
      3000,
    )
    expect(again).toMatchObject({ changed: false, session: { outcome: 'APPROVED' } })
    await drain(1e9)
  })

  it('forgets the token when the person has finished, and the person when it is erased', async () => {
    const { sessionId } = await insert({ callerHash: 'c', userReference: 'user-7-forgotten' })
    const captured = await world.store.transition(sessionId, { state: 'CAPTURED' }, 2000)
    expect(captured?.session.clientSessionToken).toBeUndefined()
    await world.store.transition(sessionId, { state: 'ERASED', outcome: 'NONE' }, 3000)
    const receipt = await world.store.find(sessionId)
    expect(receipt).toMatchObject({ state: 'ERASED', outcome: 'NONE', checks: [], erasedAt: 3000 })
    expect(await dumpDatabase(world.database)).not.toContain('user-7-forgotten')
    await drain(1e9)
  })

  it('lets one at a time ask Yoti about a session', async () => {
    const { sessionId } = await insert()
    const claims = [world, other, world, other].map(({ store }) =>
      store.claimRefresh(sessionId, 5000, 2000),
    )
    const given = (await Promise.all(claims)).filter((claimed) => claimed !== undefined)
    expect(given).toMatchObject([{ sessionId, lastRefreshedAt: 5000 }])
    await world.store.releaseRefresh(sessionId)
    expect(await other.store.claimRefresh(sessionId, 5001, 2001)).toBeUndefined()
    expect(await other.store.claimRefresh(sessionId, 9000, 6000)).toBeDefined()
    // The process died: its claim ends by itself.
    expect(await world.store.claimRefresh(sessionId, 9001 + 15_000, 20_000)).toBeDefined()
    await world.store.transition(sessionId, COMPLETED, 30_000)
    expect(await world.store.claimRefresh(sessionId, 90_000, 90_000)).toBeUndefined()
    await drain(1e9)
  })

  it('spends a link once, however many open it', async () => {
    const session = buildSession()
    await world.store.insert(session, { tokenHash: `h-${session.sessionId}`, expiresAt: 5000 })
    const hash = `h-${session.sessionId}`
    expect(await world.store.redeemHandover(hash, 'late', 5000)).toBeUndefined()
    const spent = await Promise.all(
      ['a', 'b', 'c', 'd'].map((owner, index) =>
        (index % 2 ? world : other).store.redeemHandover(hash, owner, 4000),
      ),
    )
    const [winner, ...rest] = spent.filter((found) => found !== undefined)
    expect(rest).toEqual([])
    expect(await world.store.find(session.sessionId)).toMatchObject({
      ownerHash: winner?.ownerHash,
    })
    await drain(1e9)
  })

  it('counts and finds by party', async () => {
    const party = { callerHash: 'shop', userReference: randomUUID() }
    await insert({ ...party, createdAt: 1000 })
    const newest = await insert({ ...party, createdAt: 3000 })
    await insert({ ...party, callerHash: 'another', createdAt: 4000 })
    expect(await world.store.findLatest(party)).toMatchObject({ sessionId: newest.sessionId })
    expect(await world.store.countSince(party, 500)).toEqual({ count: 2, firstAt: 1000 })
    expect(await world.store.countSince(party, 1000)).toEqual({ count: 1, firstAt: 3000 })
    await drain(1e9)
  })

  it('counts what was erased today, without the person', async () => {
    const party = { callerHash: 'shop', userReference: 'user-of-the-cap' }
    const { sessionId } = await insert({ ...party, createdAt: 1000 })
    await insert({ ...party, createdAt: 3000 })
    await world.store.transition(sessionId, { state: 'ERASED', outcome: 'NONE' }, 4000)
    expect(await other.store.countSince(party, 500)).toEqual({ count: 2, firstAt: 1000 })
    expect(await other.store.countSince(party, 1000)).toEqual({ count: 1, firstAt: 3000 })
    const another = { ...party, callerHash: 'another' }
    expect(await world.store.countSince(another, 500)).toMatchObject({ count: 0 })
    await drain(1e9)
  })

  it('counts a session erased before APP_SECRET was rotated', async () => {
    const subject = { callerHash: 'shop', userReference: 'user-of-the-rotation' }
    const { sessionId } = await insert({ ...subject, createdAt: 1000 })
    await world.store.transition(sessionId, { state: 'ERASED', outcome: 'NONE' }, 4000)
    const appSecrets = ['another secret of the tests, long enough', APP_SECRET]
    const rotated = createSessionStore({
      database: world.database,
      cipher: createCipher(appSecrets),
      hashUserReference: createHashUserReference(appSecrets),
      target: 'emulator',
      jobsForTransition: () => [],
    })
    expect(await rotated.countSince(subject, 500)).toEqual({ count: 1, firstAt: 1000 })
    await drain(1e9)
  })

  it('knows nothing of a session at another Yoti', async () => {
    const elsewhere = await insert({ target: 'sandbox', ownerHash: 'o', createdAt: 5000 })
    const { sessionId } = elsewhere
    const { store } = world
    expect(await store.find(sessionId)).toBeUndefined()
    expect(await store.findLatest({ ownerHash: 'o' })).toBeUndefined()
    expect(await store.findReference(sessionId)).toBeUndefined()
    expect(await store.claimRefresh(sessionId, 9000, 9000)).toBeUndefined()
    expect(await store.requestErasure(sessionId, 9000)).toBeUndefined()
    expect(await store.transition(sessionId, COMPLETED, 9000)).toBeUndefined()
    await drain(1e9)
  })

  it('holds a name on', async () => {
    const name = randomUUID()
    await world.store.acquireLock(name, 0, 100)
    expect(await world.store.extendLock(name, 100, 200)).toBe(true)
    expect(await other.store.acquireLock(name, 150, 250)).toBe(false)
    expect(await world.store.extendLock(name, 100, 300)).toBe(false)
    await world.store.releaseLock(name, 200, 150)
  })

  it('holds a name against everybody until it is released or its time is over', async () => {
    const name = randomUUID()
    expect(await world.store.acquireLock(name, 0, 100)).toBe(true)
    expect(await other.store.acquireLock(name, 99, 200)).toBe(false)
    expect(await other.store.acquireLock(name, 100, 200)).toBe(true)
    // The hold of the first is over: it takes nothing from the second.
    await world.store.releaseLock(name, 100, 101)
    expect(await world.store.acquireLock(name, 101, 300)).toBe(false)
    await world.store.releaseLock(name, 200, 101)
    expect(await world.store.acquireLock(name, 101, 200)).toBe(true)
  })

  it('remembers an idempotency key for a day', async () => {
    const { sessionId } = await insert()
    const request = { bodyHash: 'b', sessionId, handoverToken: 'the-link-in-clear' }
    await world.store.saveIdempotencyKey('c', 'k', request, 1000)
    expect(await other.store.findIdempotencyKey('c', 'k', 2000)).toEqual(request)
    expect(await other.store.findIdempotencyKey('d', 'k', 2000)).toBeUndefined()
    expect(await world.store.findIdempotencyKey('c', 'k', 1001 + 86_400_000)).toBeUndefined()
    expect(await dumpDatabase(world.database)).not.toContain('the-link-in-clear')
    await drain(1e9)
  })

  it('gives each piece of work to one process, and to another when its lease is over', async () => {
    for (let i = 0; i < 20; i++) await insert()
    const claims = await Promise.all(
      [world, other, world, other].map(({ queue }) => queue.claim('refresh', 40_000, 50_000, 10)),
    )
    const ids = claims.flat().map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const rest = await world.queue.claim('refresh', 40_000, 50_000, 100)
    expect(ids.length + rest.length).toBe(20)

    const [lost] = claims.flat()
    const [taken] = (await other.queue.claim('refresh', 50_000, 60_000, 100)).filter(
      ({ id }) => id === lost?.id,
    )
    if (lost === undefined || taken === undefined) throw new Error('Nothing was taken up.')
    // Who lost the lease settles nothing.
    await world.queue.finish(lost, { done: true }, 51_000)
    expect(await world.queue.count()).toMatchObject([{ type: 'refresh', count: 20 }])
    await other.queue.finish(taken, { done: true }, 51_000)
    expect(await world.queue.count()).toMatchObject([{ type: 'refresh', count: 19 }])
    await drain(1e9)
  })

  it('renews no lease of what was settled meanwhile', async () => {
    await insert()
    const running = await world.queue.claim('refresh', 40_000, 50_000, 10)
    expect(running).toHaveLength(1)
    await other.queue.extendLeases(running, 60_000)
    expect(await world.queue.claim('refresh', 55_000, 70_000, 10)).toEqual([])
    for (const work of running) await world.queue.finish(work, { retryAt: 56_000 }, 55_000)
    await other.queue.extendLeases(running, 90_000)
    expect(await world.queue.claim('refresh', 56_000, 70_000, 10)).toHaveLength(1)
    await drain(1e9)
  })

  it('collapses hints to one running and one waiting refresh', async () => {
    const { sessionId } = await insert()
    await Promise.all(Array.from({ length: 5 }, () => other.queue.requestRefresh(sessionId, 2000)))
    const running = await world.queue.claim('refresh', 2000, 9000, 10)
    expect(running).toHaveLength(1)
    await Promise.all(Array.from({ length: 5 }, () => other.queue.requestRefresh(sessionId, 3000)))
    expect(await world.queue.claim('refresh', 3000, 9000, 10)).toEqual([])
    for (const work of running) await world.queue.finish(work, { retryAt: 30_000 }, 4000)
    expect(await world.queue.claim('refresh', 4000, 9000, 10)).toHaveLength(1)
    await drain(1e9)
  })

  it('keeps hints of many sessions that come at once, each before it says so', async () => {
    const sessions = await Promise.all(Array.from({ length: 40 }, () => insert()))
    await drain(1e9)
    await Promise.all(
      sessions.map(async ({ sessionId }, i) => {
        await world.queue.requestRefresh(sessionId, 2000 + i)
        const id = `${sessionId}/refresh`
        const rows = other.database.db.selectFrom('jobs').select('due_at').where('id', '=', id)
        expect(await rows.execute()).toEqual([{ due_at: 2000 + i }])
      }),
    )
    expect(await world.queue.claim('refresh', 2019, 9000, 100)).toHaveLength(20)
    await drain(1e9)
  })

  it('schedules the erasure of what ended before it was wanted, or wanted so early', async () => {
    const [ended, expired, going] = [await insert(), await insert(), await insert()]
    const erased = await insert()
    // At another Yoti: not ours to erase.
    const elsewhere = await insert({ target: 'sandbox', state: 'EXPIRED', endedAt: 2500 })
    await world.store.transition(ended.sessionId, COMPLETED, 2000)
    await world.store.transition(expired.sessionId, { state: 'EXPIRED', outcome: 'NONE' }, 3000)
    await world.store.transition(erased.sessionId, { state: 'ERASED' }, 2000)
    await drain(1e9)
    const listErasures = async () => {
      const rows = await world.database.db
        .selectFrom('jobs')
        .select(['session_id', 'due_at'])
        .where('type', '=', 'erase')
        .where(
          'session_id',
          'in',
          [ended, expired, going, erased, elsewhere].map(({ sessionId }) => sessionId),
        )
        .orderBy('due_at')
        .execute()
      return rows.map(({ session_id, due_at }) => [session_id, due_at])
    }

    const schedule = ({ database }: StoreFixture, eraseAfter: number, now: number) =>
      scheduleErasure(database, {
        eraseAfterMs: eraseAfter,
        target: 'emulator',
        application: undefined,
        now,
      })
    await Promise.all([schedule(world, 5000, 4000), schedule(other, 5000, 4000)])
    const later = [
      [ended.sessionId, 7000],
      [expired.sessionId, 8000],
    ]
    expect(await listErasures()).toEqual(later)
    await schedule(world, 9000, 4001)
    expect(await listErasures()).toEqual(later)
    await schedule(world, 0, 4002)
    expect(await listErasures()).toEqual([
      [ended.sessionId, 2000],
      [expired.sessionId, 3000],
    ])
    await drain(1e9)
  })

  it('knows no session of another application, and all from before it was kept', async () => {
    const storeOf = (application: string | undefined) =>
      createSessionStore({
        database: world.database,
        cipher: createCipher([APP_SECRET]),
        hashUserReference: createHashUserReference([APP_SECRET]),
        target: 'live',
        application,
        jobsForTransition: createTransitionJobs({
          eraseAfterMs: undefined,
          buildEventPayload: undefined,
        }),
      })
    const [ours, theirs, any] = [storeOf('ours'), storeOf('theirs'), storeOf(undefined)]
    const kept = buildSession({ target: 'live' })
    const old = buildSession({ target: 'live' })
    await ours.insert(kept)
    await any.insert(old)
    expect(await ours.find(kept.sessionId)).toEqual(kept)
    expect(await theirs.find(kept.sessionId)).toBeUndefined()
    expect(await theirs.claimRefresh(kept.sessionId, 1e6, 1e6)).toBeUndefined()
    expect(await theirs.find(old.sessionId)).toEqual(old)

    for (const application of ['theirs', 'ours']) {
      const change = { state: 'EXPIRED', outcome: 'NONE' } as const
      await ours.transition(kept.sessionId, change, 2000)
      await scheduleErasure(world.database, {
        eraseAfterMs: 0,
        target: 'live',
        application,
        now: 3000,
      })
      const rows = await world.database.db
        .selectFrom('jobs')
        .select('id')
        .where('id', '=', `${kept.sessionId}/erase`)
        .execute()
      expect(rows).toHaveLength(application === 'ours' ? 1 : 0)
    }
    await drain(1e9)
  })

  const listDue = async (sessionId: string) => {
    const rows = await world.database.db
      .selectFrom('jobs')
      .select('due_at')
      .where('session_id', '=', sessionId)
      .where('type', '=', 'deliver')
      .execute()
    return rows.map((row) => row.due_at)
  }

  it('delivers the events of a session in order, and passes one that was given up', async () => {
    const { sessionId } = await insert()
    await drain(1e9)
    await world.store.transition(sessionId, { state: 'EXPIRED', outcome: 'NONE' }, 2000)
    await world.store.transition(sessionId, COMPLETED, 2001)
    await world.store.transition(sessionId, { state: 'ERASED' }, 2002)
    const claim = async (now: number) => {
      const claimed = await world.queue.claim('deliver', now, now + 100, 10)
      expect(claimed).toHaveLength(1)
      const [work] = claimed
      if (work === undefined) throw new Error('Nothing was due.')
      return work
    }
    const expired = await claim(3000)
    expect(expired.event).toEqual({
      name: 'session.expired',
      payload: '{"type":"session.expired"}',
    })
    await world.queue.finish(expired, { failed: 'REFUSED', retryAt: 5000 }, 3001)
    expect(await listDue(sessionId)).toEqual([5000, 5000, 5000])
    expect(await world.queue.claim('deliver', 4000, 4100, 10)).toEqual([])
    const once = await claim(5000)
    expect(once.attempts).toBe(1)
    await world.queue.finish(once, { failed: 'REFUSED' }, 5001)
    expect(await listDue(sessionId)).toEqual([5001, 5001, 5001])
    expect(await world.queue.retryFailed(5001)).toBe(1)
    await world.queue.finish(await claim(5001), { failed: 'REFUSED' }, 5001)
    const completed = await claim(5002)
    expect(completed.event?.name).toBe('session.completed')
    await world.queue.finish(completed, { done: true }, 5003)
    expect((await claim(5004)).event?.name).toBe('session.erased')
    // The later one was told: the earlier would come after it now.
    expect(await world.queue.retryFailed(6000)).toBe(0)
    await drain(1e9)
  })
})

async function dumpDatabase({ db }: Database): Promise<string> {
  const tables = ['sessions', 'jobs', 'idempotency_keys', 'locks', 'erased_session_counts'] as const
  const rows = await Promise.all(
    tables.map((table) => sql`select * from ${sql.table(table)}`.execute(db)),
  )
  return JSON.stringify(rows.map((result) => result.rows))
}

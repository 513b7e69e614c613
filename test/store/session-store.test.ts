import { expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import type { Session } from '../../src/sessions/session.js'
import { createTransitions } from '../../src/sessions/transition.js'
import type { Subject } from '../../src/sessions/store.js'
import { enqueue } from '../../src/jobs/queue.js'
import { createStore } from '../support/open-store.js'
import { APP_SECRET } from '../support/start-stack.js'
import { buildSession, describeEngines, dumpDatabase } from './engines.js'

describeEngines('the session store', (processes) => {
  const insert = async (change: Partial<Session> = {}, store = processes.one.store) => {
    const session = buildSession(change)
    await store.insert(session, [])
    return session
  }
  const erase = (session: Session, now: number) =>
    processes.one.store.update(session, { ...session, state: 'ERASED', erasedAt: now }, [], now)

  it('finds an inserted session, and stores its token encrypted', async () => {
    const session = await insert({ ownerHash: 'owner', userReference: 'user-1', callerHash: 'c' })
    expect(await processes.other.store.find(session.sessionId)).toEqual(session)
    expect(await dumpDatabase(processes.one)).not.toContain('the-token-in-clear')
  })

  it('stores neither a change nor its jobs when the session has changed since it was read', async () => {
    const { one, other } = processes
    const session = await insert()
    const { sessionId } = session
    const completed: Session = { ...session, state: 'COMPLETED', outcome: 'APPROVED' }
    expect(await one.store.update(session, completed, [], 2000)).toBe(true)
    const captured: Session = { ...session, state: 'CAPTURED' }
    const job = { type: 'erase', sessionId, dueAt: 0 } as const
    expect(await other.store.update(session, captured, [job], 2000)).toBe(false)

    const requested = { ...completed, erasureRequestedAt: 3000 }
    expect(await one.store.update(completed, requested, [job], 3000)).toBe(true)
    expect(await other.store.update(completed, requested, [], 3000)).toBe(false)
    expect(await other.store.find(sessionId)).toEqual(requested)
    expect(await one.queue.count()).toMatchObject([{ type: 'erase', count: 1 }])
  })

  it('forgets the user reference and the links of an erased session', async () => {
    const { store } = processes.one
    const session = buildSession({
      callerHash: 'c',
      userReference: 'user-7',
      returnUrl: 'https://a',
    })
    await store.insert(session, [], { tokenHash: 'the-hash', expiresAt: 9000 })
    const record = { bodyHash: 'b', sessionId: session.sessionId, handoverToken: 'token' }
    await store.saveIdempotencyKey('c', 'k', record, 1000)
    await erase(session, 3000)
    expect(await store.find(session.sessionId)).toMatchObject({ state: 'ERASED', erasedAt: 3000 })
    expect(await dumpDatabase(processes.one)).not.toMatch(/user-7|https:|the-hash/)
    expect(await store.findIdempotencyKey('c', 'k', 2000)).toMatchObject({
      bodyHash: undefined,
      handoverToken: undefined,
    })
  })

  it('redeems a handover link once when 4 browsers open it', async () => {
    const { one, other } = processes
    const session = buildSession()
    await one.store.insert(session, [], { tokenHash: 'hash', expiresAt: 5000 })
    const late = { current: undefined, next: 'late' }
    expect(await one.store.redeemHandover('hash', late, 5000)).toBeUndefined()
    const redeemed = await Promise.all(
      ['a', 'b', 'c', 'd'].map((next, index) =>
        (index % 2 ? one : other).store.redeemHandover('hash', { current: undefined, next }, 4000),
      ),
    )
    const [winner, ...rest] = redeemed.filter((found) => found !== undefined)
    expect(rest).toEqual([])
    const { ownerHash } = (await one.store.find(session.sessionId)) ?? {}
    expect(ownerHash).toBe(winner?.ownerHash)
  })

  it('finds the latest session of a caller and user reference', async () => {
    const { store } = processes.one
    const subject = { callerHash: 'shop', userReference: randomUUID() }
    await insert({ ...subject, createdAt: 1000 })
    const newest = await insert({ ...subject, createdAt: 3000 })
    await insert({ ...subject, callerHash: 'another', createdAt: 4000 })
    expect(await store.findLatest(subject)).toMatchObject({ sessionId: newest.sessionId })
  })

  const attempt = async (subject: Subject, createdAt: number, billed = true) => {
    const reference = randomUUID()
    await processes.one.store.insertAttempt({ ...subject, reference, billed, createdAt })
    return reference
  }

  it('counts the billed attempts of a day, also after APP_SECRET was rotated', async () => {
    const { one, other } = processes
    const subject = { callerHash: 'shop', userReference: 'user-1' }
    const reference = await attempt(subject, 1000)
    await attempt(subject, 3000)
    await attempt(subject, 3000, false)
    const session = await insert({ ...subject, reference, createdAt: 1000 })
    await erase(session, 4000)
    expect(await other.store.countAttempts(subject, 500)).toMatchObject({ count: 2, firstAt: 1000 })
    expect(await other.store.countAttempts(subject, 1000)).toMatchObject({
      count: 1,
      firstAt: 3000,
    })
    const another = { ...subject, callerHash: 'another' }
    expect(await one.store.countAttempts(another, 500)).toMatchObject({ count: 0 })
    expect(await dumpDatabase(one)).not.toContain('user-1')

    const appSecrets = ['another secret of the tests, long enough', APP_SECRET]
    const rotated = createStore(one.database, {}, appSecrets)
    expect(await rotated.countAttempts(subject, 500)).toMatchObject({ count: 2, firstAt: 1000 })
  })

  it('finds an unfinished attempt until a later one is stored or it is deleted', async () => {
    const { store } = processes.one
    const subject = { ownerHash: 'browser' }
    const findUnfinished = async (since: number) =>
      (await store.countAttempts(subject, since)).unfinishedAt
    await attempt(subject, 1000)
    expect(await findUnfinished(0)).toBe(1000)
    expect(await findUnfinished(1000)).toBeUndefined()
    const reference = await attempt(subject, 2000)
    await insert({ ...subject, reference })
    expect(await findUnfinished(0)).toBeUndefined()
    const refused = await attempt(subject, 3000)
    expect(await findUnfinished(0)).toBe(3000)
    await store.deleteAttempt(refused)
    expect(await findUnfinished(0)).toBeUndefined()
  })

  it('stores a session with its jobs and its attempt, or nothing', async () => {
    const { store, queue } = processes.one
    const subject = { ownerHash: 'owner-of-both' }
    const [stored, rejected] = [buildSession(subject), buildSession(subject)]
    const reference = await attempt(subject, 1000)
    const jobs = [{ type: 'refresh', sessionId: rejected.sessionId, dueAt: 1000 }] as const
    await store.insert(stored, [])
    // The same reference as the first session's.
    const insertion = { ...rejected, reference: stored.reference }
    await expect(store.insert(insertion, jobs)).rejects.toThrow(/unique/i)
    const brokenJob = { ...jobs[0], dueAt: null as unknown as number }
    const broken = store.insert({ ...rejected, reference }, [...jobs, brokenJob])
    await expect(broken).rejects.toThrow(/null/i)
    expect(await store.find(rejected.sessionId)).toBeUndefined()
    expect(await queue.count()).toEqual([])
    expect(await store.countAttempts(subject, 0)).toMatchObject({ unfinishedAt: 1000 })
    await store.insert({ ...rejected, reference }, jobs)
    expect(await queue.count()).toHaveLength(1)
    expect(await store.countAttempts(subject, 0)).toMatchObject({ unfinishedAt: undefined })
  })

  it('treats a session of another target or application as unknown, but not one without an application', async () => {
    const { database, store } = processes.one
    const createFor = (application?: string) =>
      createStore(database, { target: 'live', application })
    const [first, second, any] = [createFor('app-1'), createFor('app-2'), createFor()]
    const kept = await insert({ target: 'live', ownerHash: 'o' }, first)
    const old = await insert({ target: 'live' }, any)
    expect(await first.find(kept.sessionId)).toEqual(kept)
    expect(await second.find(old.sessionId)).toEqual(old)
    for (const other of [store, second]) {
      expect(await other.find(kept.sessionId)).toBeUndefined()
      expect(await other.findLatest({ ownerHash: 'o' })).toBeUndefined()
      expect(await other.findReference(kept.sessionId)).toBeUndefined()
    }

    const ended: Session = { ...kept, state: 'EXPIRED', endedAt: 2000 }
    await first.update(kept, ended, [], 2000)
    await second.scheduleErasure(0, 3000)
    expect(await processes.one.queue.count()).toEqual([])
    await first.scheduleErasure(0, 3000)
    expect(await processes.one.queue.count()).toMatchObject([{ type: 'erase', count: 1 }])
  })

  it('schedules the erasure of the sessions for which ERASE_AFTER has passed, once', async () => {
    const { one, other } = processes
    const completed = await insert({ state: 'COMPLETED', endedAt: 2000 })
    const expired = await insert({ state: 'EXPIRED', endedAt: 3000 })
    await insert()
    await insert({ state: 'COMPLETED', endedAt: 2000, erasureRequestedAt: 2000 })
    await insert({ state: 'ERASED', endedAt: 2000, erasedAt: 2000 })
    await insert({ target: 'sandbox', state: 'EXPIRED', endedAt: 2500 })
    const listErasures = async () => {
      const jobs = one.database.db.selectFrom('jobs').orderBy('due_at')
      const rows = await jobs.select(['session_id', 'due_at']).where('type', '=', 'erase').execute()
      return rows.map(({ session_id, due_at }) => [session_id, due_at])
    }
    // As an earlier release scheduled it, with a longer ERASE_AFTER.
    await enqueue(
      one.database.db,
      { type: 'erase', sessionId: completed.sessionId, dueAt: 9000 },
      2000,
    )
    const counts = await Promise.all(
      [one, other].map(({ store }) => store.scheduleErasure(2000, 4000)),
    )
    expect(counts.toSorted()).toEqual([0, 1])
    expect(await listErasures()).toEqual([[completed.sessionId, 4000]])
    expect(await one.store.scheduleErasure(2000, 6000)).toBe(1)
    expect(await listErasures()).toEqual([
      [completed.sessionId, 4000],
      [expired.sessionId, 6000],
    ])
  })

  it('keeps a decision when another process saves what it read before', async () => {
    const { one, other } = processes
    const before = await insert({ state: 'COMPLETED', outcome: 'REVIEW' })
    const request = { decision: 'APPROVED', decidedBy: 'agent-7', reason: 'CASE-1' } as const
    const decide = createTransitions({ store: one.store, now: () => 5000 }).decide
    const decided = await decide(before, request)
    const { touch } = createTransitions({ store: other.store, now: () => 6000 })
    expect(await touch(before)).toEqual({ ...decided, lastRefreshedAt: 6000 })
    expect(await one.store.find(before.sessionId)).toEqual({ ...decided, lastRefreshedAt: 6000 })
  })

  it('finds an idempotency key for 24 hours', async () => {
    const { one, other } = processes
    const { sessionId } = await insert()
    const request = { bodyHash: 'b', sessionId, handoverToken: 'the-link-in-clear' }
    await one.store.saveIdempotencyKey('c', 'k', request, 1000)
    expect(await other.store.findIdempotencyKey('c', 'k', 2000)).toEqual(request)
    expect(await other.store.findIdempotencyKey('d', 'k', 2000)).toBeUndefined()
    const tooLate = 1001 + 86_400_000
    expect(await one.store.findIdempotencyKey('c', 'k', tooLate)).toBeUndefined()
    await one.store.saveIdempotencyKey('c', 'k', { ...request, bodyHash: 'other' }, tooLate - 1)
    expect(await other.store.findIdempotencyKey('c', 'k', tooLate)).toMatchObject({
      bodyHash: 'other',
    })
    expect(await dumpDatabase(one)).not.toContain('the-link-in-clear')
  })
})

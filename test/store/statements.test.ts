import { describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { JOB_TYPES, type JobResult } from '../../src/jobs/job.js'
import { createTransitions } from '../../src/sessions/transition.js'
import { openStore } from '../support/open-store.js'
import { buildSession } from './engines.js'

const DAY_MS = 86_400_000

type StoreFixture = Awaited<ReturnType<typeof openStore>>

/** Two sessions from creation to erasure, with every result that a job may have. */
async function runFlow({ store, queue, locks }: StoreFixture, now: number): Promise<void> {
  const transitions = createTransitions({
    store,
    buildEventPayload: (name) => name,
    now: () => now,
  })
  const [sessionId, other] = [randomUUID(), randomUUID()]
  const [tokenHash, ownerHash, callerHash] = [randomUUID(), randomUUID(), randomUUID()]
  const userReference = `user-${now}`
  for (const id of [sessionId, other]) {
    const session = buildSession({
      sessionId: id,
      clientSessionToken: randomUUID(),
      callerHash,
      userReference,
      createdAt: now,
    })
    await store.insertAttempt({ ...session, callerHash, userReference, billed: true })
    await store.insert(session, [{ type: 'refresh', sessionId: id, dueAt: now }])
  }
  await store.replaceHandover(sessionId, { tokenHash, expiresAt: now + 1000 }, 'https://a.example/')
  await store.redeemHandover(tokenHash, ownerHash, now)
  await store.findLatest({ ownerHash })
  await store.findLatest({ callerHash, userReference })
  await store.countAttempts({ callerHash }, now - DAY_MS)
  await store.findUnfinishedAttempt({ ownerHash }, now - DAY_MS)
  await store.deleteAttempt(randomUUID())
  await store.findReference(sessionId)

  const results: JobResult[] = [
    { retryAt: now + 1 },
    { failed: 'CODE', retryAt: now + 2 },
    { failed: 'CODE' },
    { done: true },
  ]
  for (const result of results) {
    await queue.requestRefresh(sessionId, now)
    for (const type of JOB_TYPES) {
      const jobs = await queue.claim(type, now + 5, 1)
      for (const job of jobs) await queue.finish(job, result, now)
    }
    await queue.count()
    await queue.retryFailed(now)
  }
  await locks.withLock('name', () => Promise.resolve())
  for (const id of [sessionId, other]) {
    const session = await store.find(id)
    if (session === undefined) throw new Error('It was inserted.')
    const change = { state: 'COMPLETED', outcome: 'APPROVED' } as const
    const completed = await transitions.apply(session, change)
    await transitions.markErased(await transitions.requestErasure(completed))
  }
}

describe('the statements that SQLite keeps prepared', () => {
  it('do not grow in number when times and ids differ', async () => {
    const fixture = await openStore()
    const list = async () => {
      const { rows } = await sql<{ sql: string }>`select sql from sqlite_stmt`.execute(
        fixture.database.db,
      )
      return rows.map(({ sql: text }) => text)
    }
    await list()
    await runFlow(fixture, 1_700_000_000_000)
    // The second run finds the jobs that the first one left.
    await runFlow(fixture, 1_700_000_050_000)
    const kept = await list()
    expect(kept.length).toBeGreaterThan(15)
    await runFlow(fixture, 1_700_000_100_000)
    const more = (await list()).filter((text) => !kept.includes(text))
    expect(more).toEqual([])
    await fixture.database.close()
  })
})

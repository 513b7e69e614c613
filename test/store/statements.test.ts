import { describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { WORK_KINDS, type WorkResult } from '../../src/work/queue.js'
import { openStore } from '../support/open-store.js'

const ONE_DAY = 86_400_000

type World = Awaited<ReturnType<typeof openStore>>

/** Two sessions from the order to the erasure, with every way in which work may end. */
async function live({ store, queue }: World, now: number): Promise<void> {
  const [sessionId, other] = [randomUUID(), randomUUID()]
  const [tokenHash, ownerHash, callerHash] = [randomUUID(), randomUUID(), randomUUID()]
  for (const id of [sessionId, other]) {
    const session = {
      sessionId: id,
      reference: randomUUID(),
      target: 'emulator' as const,
      presetName: 'default',
      requested: { requested_checks: [] },
      state: 'ONGOING' as const,
      outcome: 'PENDING' as const,
      reasons: [],
      checks: [],
      clientSessionToken: randomUUID(),
      callerHash,
      userReference: `person-${now}`,
      createdAt: now,
      tokenExpiresAt: now + 900_000,
      readAt: now,
    }
    await store.insert(session)
  }
  await store.replaceHandover(sessionId, { tokenHash, expiresAt: now + 1000 }, 'https://a.example/')
  await store.spendHandover(tokenHash, ownerHash, now)
  await store.findLatest({ ownerHash })
  await store.findLatest({ callerHash, userReference: `person-${now}` })
  await store.countSince({ callerHash }, now - ONE_DAY)
  await store.findReference(sessionId)

  const results: WorkResult[] = [
    { again: now + 1 },
    { failed: 'CODE', again: now + 2 },
    { failed: 'CODE' },
    { done: true },
  ]
  for (const result of results) {
    await queue.hint(sessionId, now)
    for (const kind of WORK_KINDS) {
      const work = await queue.claim(kind, now + 5, now + 10, 1)
      await queue.renew(work, now + 20)
      for (const piece of work) await queue.settle(piece, result, now)
    }
    await queue.count()
    await queue.rerun(now)
  }
  await store.claimReading(sessionId, now, now)
  await store.releaseReading(sessionId)
  await store.advance(sessionId, { state: 'COMPLETED', outcome: 'APPROVED' }, now)
  await store.requestErasure(sessionId, now)
  await store.advance(sessionId, { state: 'ERASED', outcome: 'APPROVED' }, now)
}

describe('the statements that SQLite keeps prepared', () => {
  it('are the same whatever the times and ids: a text of its own each time would be kept for ever', async () => {
    const world = await openStore()
    const list = async () => {
      const { rows } = await sql<{ sql: string }>`select sql from sqlite_stmt`.execute(
        world.database.db,
      )
      return rows.map(({ sql: text }) => text)
    }
    await list()
    await live(world, 1_700_000_000_000)
    // The second life meets the work that the first has left.
    await live(world, 1_700_000_050_000)
    const kept = await list()
    expect(kept.length).toBeGreaterThan(15)
    await live(world, 1_700_000_100_000)
    const more = (await list()).filter((text) => !kept.includes(text))
    expect(more).toEqual([])
    await world.database.close()
  })
})

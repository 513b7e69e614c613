import { expect, it } from '@jest/globals'
import { sql } from 'kysely'
import { createSweeper, makeJobsDue, retryFailedJobs } from '../../src/store/sweeps.js'
import { seedRows } from '../support/seed-rows.js'
import { describeEngines } from './engines.js'

const DAY_MS = 86_400_000
const NOW = 1_700_000_000_000
const TOKEN_TTL_MS = 900_000

describeEngines('the sweeps', (processes) => {
  let progress: Record<string, number>[]
  const createSweeperAt = (now: number) => {
    progress = []
    const { database, locks, store } = processes.one
    return createSweeper({
      db: database.db,
      locks,
      store,
      eraseAfterMs: undefined,
      eventRetentionMs: 30 * DAY_MS,
      onProgress: (rows) => progress.push({ ...rows }),
      now: () => now,
    })
  }
  const countRows = async (condition: string) => {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${sql.raw(condition)}`.execute(processes.one.database.db)
    return rows[0]?.count
  }

  it('keep rows for their retention to the millisecond, and no longer', async () => {
    await seedRows(processes.one.database.db, { from: 0, to: 100, startAt: NOW, stepMs: 0 })
    const sweptAt = async (now: number) => {
      await createSweeperAt(now)()
      return Promise.all(
        [
          'sessions where handover_token_hash is not null and handover_expires_at is not null',
          'idempotency_keys',
          'session_attempts',
          'sessions where handover_token_hash is not null',
          `jobs where type = 'deliver'`,
        ].map(countRows),
      )
    }
    expect(await sweptAt(NOW + TOKEN_TTL_MS - 1)).toEqual([25, 50, 100, 50, 50])
    expect(await sweptAt(NOW + TOKEN_TTL_MS)).toEqual([0, 50, 100, 25, 50])
    expect(await sweptAt(NOW + DAY_MS - 1)).toEqual([0, 50, 100, 25, 50])
    expect(await sweptAt(NOW + DAY_MS)).toEqual([0, 0, 0, 25, 50])
    expect(await sweptAt(NOW + 7 * DAY_MS)).toEqual([0, 0, 0, 0, 50])
    expect(await sweptAt(NOW + 30 * DAY_MS - 1)).toEqual([0, 0, 0, 0, 50])
    expect(await sweptAt(NOW + 30 * DAY_MS)).toEqual([0, 0, 0, 0, 0])
    expect(await Promise.all(['sessions', 'jobs'].map(countRows))).toEqual([100, 50])
  })

  it('remove 1,200 rows in batches of 500 and report them', async () => {
    await seedRows(processes.one.database.db, { from: 0, to: 1200, startAt: NOW, stepMs: 1 })
    const sweep = createSweeperAt(NOW + 2 * DAY_MS)
    const left: unknown[] = []
    while ((await sweep()) > 0) left.push(await countRows('session_attempts'))
    expect(left).toEqual([700, 200, 0])
    expect(progress[0]).toMatchObject({ 'session attempts': 500 })
  })

  it('schedule 1,200 erasures in batches, each once, from two processes', async () => {
    const { one, other } = processes
    // Half of them have ended.
    await seedRows(one.database.db, { from: 0, to: 2400, startAt: NOW - 2 * DAY_MS, stepMs: 1 })
    const counts: number[] = []
    do {
      const scheduled = await Promise.all(
        [one, other].map(({ store }) => store.scheduleErasure(DAY_MS, NOW)),
      )
      counts.push(...scheduled)
      // As the jobs do when they start.
      await one.database.db
        .updateTable('sessions')
        .set({ erasure_requested_at: NOW })
        .where('session_id', 'in', (eb) =>
          eb.selectFrom('jobs').select('session_id').where('type', '=', 'erase'),
        )
        .execute()
    } while (counts.at(-1) !== 0 || counts.at(-2) !== 0)
    expect(Math.max(...counts)).toBe(500)
    expect(counts.reduce((sum, count) => sum + count)).toBe(1200)
    expect(await countRows(`jobs where type = 'erase'`)).toBe(1200)
  })

  it('retries 550 failed jobs in batches, and counts jobs up to 1,000', async () => {
    const { database, queue } = processes.one
    await seedRows(database.db, { from: 0, to: 4400, startAt: NOW, stepMs: 1 })
    await sql`analyze`.execute(database.db)
    expect(await queue.count()).toEqual([
      { type: 'refresh', state: 'waiting', count: 1000, oldestDueAt: NOW + 1 },
      { type: 'deliver', state: 'failed', count: 550, oldestDueAt: NOW },
    ])
    expect(await retryFailedJobs(database.db, NOW)).toBe(550)
    expect(await countRows(`jobs where state = 'waiting' and due_at = ${NOW}`)).toBe(550)
    await makeJobsDue(database.db, NOW - DAY_MS)
    expect(await countRows(`jobs where state = 'waiting' and due_at >= ${NOW}`)).toBe(0)
  })
})

import { afterAll, afterEach, beforeAll, describe } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Session } from '../../src/sessions/session.js'
import { openStore } from '../support/open-store.js'
import { startPostgres } from '../support/postgres.js'

type Process = Awaited<ReturnType<typeof openStore>>

/** Two processes on one database; on SQLite, which serves one, twice the same. */
export interface Processes {
  one: Process
  other: Process
}

const TABLES = [
  'sessions',
  'jobs',
  'idempotency_keys',
  'locks',
  'session_attempts',
  'daily_counts',
] as const

/** Runs the tests on SQLite and on PostgreSQL. */
export function describeEngines(subject: string, defineTests: (processes: Processes) => void) {
  describe.each(['sqlite', 'postgres'])(`${subject} on %s`, (engine) => {
    const processes = {} as Processes
    let postgres: Awaited<ReturnType<typeof startPostgres>> | undefined

    beforeAll(async () => {
      if (engine === 'postgres') postgres = await startPostgres()
      const url = await postgres?.createDatabase()
      // Concurrently, so that the migrations have to take turns.
      const [one, other] = await Promise.all([
        openStore(url),
        url === undefined ? undefined : openStore(url),
      ])
      Object.assign(processes, { one, other: other ?? one })
    })
    afterEach(async () => {
      for (const table of TABLES) await processes.one.database.db.deleteFrom(table).execute()
    })
    afterAll(async () => {
      const { one, other } = processes
      await one.database.close()
      if (other !== one) await other.database.close()
      await postgres?.[Symbol.asyncDispose]()
    })
    defineTests(processes)
  })
}

export function buildSession(change: Partial<Session> = {}): Session {
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

/** Every row of every table. */
export async function dumpDatabase({ database }: Process): Promise<string> {
  const rows = await Promise.all(
    TABLES.map((table) => sql`select * from ${sql.table(table)}`.execute(database.db)),
  )
  return JSON.stringify(rows.map((result) => result.rows))
}

import { describe, expect, it } from '@jest/globals'
import { sql } from 'kysely'
import { openStore } from '../support/open-store.js'
import { runFlow } from './run-flow.js'

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

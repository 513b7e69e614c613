import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { openDatabase } from '../../src/store/database.js'
import { openStore } from '../support/open-store.js'
import { buildSession } from './engines.js'
import { runFlow } from './run-flow.js'

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

describe('a SQLite file', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sqlite-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  it('is created with mode 600, like its WAL file, in a folder with mode 700', async () => {
    const path = join(folder, 'data', 'kept.db')
    const database = await openDatabase(`file:${path}`)
    expect(modeOf(join(folder, 'data'))).toBe('700')
    expect([modeOf(path), modeOf(`${path}-wal`)]).toEqual(['600', '600'])
    await database.close()
  })

  it('is changed to mode 600 when it has mode 644', async () => {
    const path = join(folder, 'open.db')
    writeFileSync(path, '', { mode: 0o644 })
    const database = await openDatabase(`file:${path}`)
    expect(modeOf(path)).toBe('600')
    await database.close()
  })

  it.each(['', '-wal'])(
    'that lost its file kept.db%s acknowledges nothing and is not ready',
    async (suffix) => {
      const path = join(folder, 'kept.db')
      const { database, store } = await openStore(`file:${path}`)
      await store.insert(buildSession(), [])
      rmSync(path + suffix)
      const message = /was deleted or replaced while the server uses it\. Stop the server/
      await expect(store.insert(buildSession(), [])).rejects.toThrow(message)
      writeFileSync(path + suffix, '')
      await expect(store.insert(buildSession(), [])).rejects.toThrow(message)
      await expect(database.check()).rejects.toMatchObject({ code: 'FILE_REPLACED' })
      await database.close()
    },
  )

  it('keeps a session out of a transaction that is open and then rolled back', async () => {
    const { database, store } = await openStore()
    const session = buildSession()
    let inserted: Promise<void> | undefined
    const failed = database.db.transaction().execute(async (trx) => {
      await trx.deleteFrom('locks').execute()
      inserted = store.insert(session, [])
      await setImmediate()
      throw new TypeError('roll back')
    })
    await expect(failed).rejects.toThrow('roll back')
    await inserted
    expect(await store.find(session.sessionId)).toEqual(session)
    await database.close()
  })

  it('rejects queries once it is closed', async () => {
    const { database, store } = await openStore()
    await store.insert(buildSession(), [])
    await database.close()
    await expect(store.insert(buildSession(), [])).rejects.toThrow()
  })

  it('reports a full disk, not the failed rollback, and then is not ready', async () => {
    const { database, store } = await openStore()
    await database.check()
    await sql`pragma max_page_count = 1`.execute(database.db)
    const fill = async () => {
      for (;;) await store.insert(buildSession(), [])
    }
    await expect(fill()).rejects.toMatchObject({ code: 'SQLITE_FULL' })
    await expect(database.check()).rejects.toMatchObject({ code: 'SQLITE_FULL' })
    await database.close()
  })

  it('keeps no more statements prepared when times and ids differ', async () => {
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
    expect((await list()).filter((text) => !kept.includes(text))).toEqual([])
    await fixture.database.close()
  })
})

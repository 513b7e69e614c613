import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { checkDatabase } from '../../../tools/doctor/database.js'
import { openDatabase } from '../../../src/store/database.js'
import { getFreePort } from '../../support/free-port.js'
import { startPostgres, type Postgres } from '../../support/postgres.js'

async function execute(url: string, statement: string): Promise<void> {
  const database = await openDatabase(url)
  await sql.raw(statement).execute(database.db)
  await database.close()
}

const DELETE_MIGRATION = `delete from kysely_migration where name like '003-%'`
const ADD_NEWER_MIGRATION = `insert into kysely_migration (name, timestamp) values ('999-later', 'x')`

describe('the SQLite file', () => {
  const folder = () => mkdtempSync(join(tmpdir(), 'doctor '))

  it('is ok and not created when it is missing', async () => {
    const home = folder()
    expect(await checkDatabase(`file:${home}/deeper/x.db`, false)).toMatchObject({ status: 'ok' })
    expect(readdirSync(home)).toEqual([])
  })

  it('warns when a migration is pending, and is ok when all are applied', async () => {
    const url = `file:${folder()}/x.db`
    await execute(url, 'select 1')
    expect((await checkDatabase(url, false)).seen).toMatch(/all \d+ migrations applied/)
    await execute(url, DELETE_MIGRATION)
    expect(await checkDatabase(url, false)).toMatchObject({
      status: 'warn',
      seen: expect.stringContaining('003-fewer-index-entries pending') as unknown,
    })
  })

  it('is not checked while another process has it open', async () => {
    const url = `file:${folder()}/x.db`
    const database = await openDatabase(url)
    const foreign = await checkDatabase(url, false)
    expect(foreign.status).toBe('warn')
    expect(foreign.seen).toContain('another process has the file open')
    expect(await checkDatabase(url, true)).toMatchObject({ status: 'ok' })
    await database.check()
    await database.close()
    expect((await checkDatabase(url, false)).status).toBe('ok')
    await (await openDatabase(url)).close()
  })

  it('fails when it is not a database or its path is invalid', async () => {
    const home = folder()
    const junk = join(home, 'junk')
    writeFileSync(junk, 'no database, '.repeat(1000))
    expect((await checkDatabase(`file:${junk}`, false)).seen).toContain('not an SQLite database')
    const finding = await checkDatabase(`file:${junk}/x.db`, false)
    expect(finding).toMatchObject({ status: 'fail' })
    expect(finding.seen).toContain('ENOTDIR')
  })
})

describe('PostgreSQL', () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres[Symbol.asyncDispose]())

  it('is ok when empty or migrated, and warns when a migration is pending', async () => {
    const url = await postgres.createDatabase()
    expect((await checkDatabase(url, false)).seen).toContain('empty')
    await execute(url, 'select 1')
    expect((await checkDatabase(url, false)).seen).toMatch(
      /PostgreSQL: connected, all \d+ migrations applied/,
    )
    await execute(url, DELETE_MIGRATION)
    expect((await checkDatabase(url, false)).status).toBe('warn')
  })

  it('fails when a newer version of the server migrated it', async () => {
    const url = await postgres.createDatabase()
    await execute(url, ADD_NEWER_MIGRATION)
    expect(await checkDatabase(url, false)).toMatchObject({
      status: 'fail',
      seen: expect.stringContaining('999-later') as unknown,
    })
  })

  it('explains a missing database without its URL', async () => {
    const url = Object.assign(new URL(postgres.url), { pathname: '/missing' }).href
    expect(await checkDatabase(url, false)).toMatchObject({
      status: 'fail',
      seen: 'PostgreSQL: the database does not exist (3D000)',
    })
  })

  it('explains ECONNREFUSED without the password', async () => {
    const finding = await checkDatabase(
      `postgres://rp:secret@127.0.0.1:${await getFreePort()}/rp`,
      false,
    )
    expect(finding).toMatchObject({ status: 'fail' })
    expect(finding.seen).toBe('PostgreSQL: no connection (ECONNREFUSED)')
    expect(JSON.stringify(finding)).not.toContain('secret')
  })
})

import { describe, expect, it } from '@jest/globals'
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { checkDatabase } from '../../../tools/doctor/database.js'
import { openDatabase } from '../../../src/store/database.js'
import { getFreePort } from '../../support/free-port.js'
import { startPostgres } from '../../support/postgres.js'

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

it('reads PostgreSQL in every state, without its password', async () => {
  await using postgres = await startPostgres()
  const url = await postgres.createDatabase()
  expect((await checkDatabase(url, false)).seen).toContain('empty')
  await execute(url, 'select 1')
  const migrated = await checkDatabase(url, false)
  expect(migrated.seen).toMatch(/PostgreSQL: connected, all \d+ migrations applied/)
  await execute(url, DELETE_MIGRATION)
  expect((await checkDatabase(url, false)).status).toBe('warn')
  expect((await checkDatabase(url, false, false)).fix).toContain('npm run migrate')
  const newerUrl = await postgres.createDatabase()
  await execute(newerUrl, ADD_NEWER_MIGRATION)
  const newer = await checkDatabase(newerUrl, false)
  expect(newer).toMatchObject({ status: 'fail', seen: expect.stringContaining('999-later') })
  const missing = Object.assign(new URL(postgres.url), { pathname: '/missing' }).href
  expect((await checkDatabase(missing, false)).seen).toMatch(
    /^PostgreSQL: .* does not exist \(3D000/,
  )
})

it('explains ECONNREFUSED without the password', async () => {
  const url = `postgres://rp:secret@127.0.0.1:${await getFreePort()}/rp`
  const finding = await checkDatabase(url, false)
  expect(finding).toMatchObject({
    status: 'fail',
    seen: 'PostgreSQL: no connection (ECONNREFUSED)',
  })
  expect(JSON.stringify(finding)).not.toContain('secret')
})

import { readFileSync } from 'node:fs'
import { expect, it } from '@jest/globals'
import { sql } from 'kysely'
import pg from 'pg'
import { openDatabase } from '../../src/store/database.js'
import { startPostgres } from '../support/postgres.js'

const ROLES = new URL('../../deploy/compose/roles.sql', import.meta.url)

it('gives the server’s role rows, and only the migration role tables, with deploy/compose/roles.sql', async () => {
  await using postgres = await startPostgres()
  const url = await postgres.createDatabase()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  // As psql replaces its variables.
  await client.query(readFileSync(ROLES, 'utf8').replaceAll(/:'(\w+)_password'/g, "'$1'"))
  await client.end()
  const urlOf = (username: string, password: string) =>
    Object.assign(new URL(url), { username, password }).href

  await (await openDatabase(urlOf('relying_party_migrate', 'migrate'))).close()
  const server = await openDatabase(urlOf('relying_party', 'server'))
  try {
    // It writes, reads and deletes a row.
    await server.check()
    for (const statement of [
      'create table t (id int)',
      'drop table sessions',
      'alter table jobs add x int',
      'truncate sessions',
    ]) {
      await expect(sql.raw(statement).execute(server.db)).rejects.toMatchObject({ code: '42501' })
    }
  } finally {
    await server.close()
  }
})

import { access, constants, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import Libsql from 'libsql'
import pg from 'pg'
import { MIGRATIONS } from './migrations.js'

/** What is there, without changing it: nothing is made, migrated or locked. */
export type Inspection =
  | { state: 'absent' }
  /** Another process has the SQLite file to itself. */
  | { state: 'locked' }
  /** `code` is the system's or the engine's. */
  | { state: 'unusable'; code: string | undefined }
  | {
      state: 'readable'
      applied: number
      pending: readonly string[]
      /** Of a newer version than this. */
      unknown: readonly string[]
    }

/** @param url `file:` or `postgres:`; may hold a password, so nothing of it is in what is answered */
export async function inspectDatabase(url: string, timeout = 5000): Promise<Inspection> {
  try {
    const names = url.startsWith('file:')
      ? await readSqlite(url.slice('file:'.length))
      : await readPostgres(url, timeout)
    return names === undefined ? { state: 'absent' } : compare(names)
  } catch (err) {
    const { code, message } = err as NodeJS.ErrnoException
    if (code?.startsWith('SQLITE_BUSY')) return { state: 'locked' }
    // The client of PostgreSQL says this one in words.
    return { state: 'unusable', code: code ?? (/timeout/i.test(message) ? 'ETIMEDOUT' : undefined) }
  }
}

function compare(names: readonly string[]): Inspection {
  const known = Object.keys(MIGRATIONS)
  return {
    state: 'readable',
    applied: names.length,
    pending: known.filter((name) => !names.includes(name)),
    unknown: names.filter((name) => !known.includes(name)),
  }
}

const TABLE = 'kysely_migration'

/** undefined when there is no file, and one may be made. */
async function readSqlite(path: string): Promise<string[] | undefined> {
  if (path === ':memory:') return undefined
  // The package makes a file that is not there, even to read it.
  if (!(await exists(path))) {
    await access(await findFolder(path), constants.W_OK)
    return undefined
  }
  await access(path, constants.R_OK | constants.W_OK)
  const database = new Libsql(path, { readonly: true })
  try {
    const has = database.prepare('select 1 from sqlite_master where name = ?').all(TABLE)
    return has.length === 0 ? [] : toNames(database.prepare(`select name from ${TABLE}`).all())
  } finally {
    database.close()
  }
}

async function readPostgres(connectionString: string, timeout: number): Promise<string[]> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: timeout,
    query_timeout: timeout,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ found: string | null }>(
      'select to_regclass($1)::text as found',
      [TABLE],
    )
    if (rows[0]?.found == null) return []
    return toNames((await client.query(`select name from ${TABLE}`)).rows)
  } finally {
    await client.end().catch(() => undefined)
  }
}

function toNames(rows: readonly unknown[]): string[] {
  return rows.map((row) => (row as { name: string }).name)
}

/** The nearest folder above that is there: the others are made at start. */
async function findFolder(path: string): Promise<string> {
  const folder = dirname(path)
  return (await exists(folder)) || folder === path ? folder : findFolder(folder)
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw err
  }
}

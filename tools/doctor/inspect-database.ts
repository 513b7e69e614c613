import { access, constants, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import Libsql from 'libsql'
import pg from 'pg'
import { getDatabaseErrorCode } from '#src/store/database-problems.js'
import { MIGRATIONS } from '#src/store/migrations.js'

/** Found without creating, migrating or locking anything. */
export type DatabaseInspection =
  | { state: 'absent' }
  /** Another process has the SQLite file open. */
  | { state: 'locked' }
  /** `code` is from the operating system or the engine. */
  | { state: 'unusable'; code: string | undefined }
  | {
      state: 'readable'
      applied: number
      pending: readonly string[]
      /** From a newer version. */
      unknown: readonly string[]
    }

/** @param url `file:` or `postgres:`; may contain a password, so the result does not quote it */
export async function inspectDatabase(url: string, timeoutMs = 5000): Promise<DatabaseInspection> {
  try {
    const names = url.startsWith('file:')
      ? await readSqliteMigrations(url.slice('file:'.length))
      : await readPostgresMigrations(url, timeoutMs)
    if (names === undefined) return { state: 'absent' }
    const known = Object.keys(MIGRATIONS)
    return {
      state: 'readable',
      applied: names.length,
      pending: known.filter((name) => !names.includes(name)),
      unknown: names.filter((name) => !known.includes(name)),
    }
  } catch (err) {
    const code = getDatabaseErrorCode(err)
    return code?.startsWith('SQLITE_BUSY') ? { state: 'locked' } : { state: 'unusable', code }
  }
}

const POSTGRES_UNDEFINED_TABLE = '42P01'
const SELECT_NAMES = 'select name from kysely_migration'

interface NameRow {
  name: string
}

/** Resolves to undefined when there is no file but one can be created. */
async function readSqliteMigrations(path: string): Promise<string[] | undefined> {
  if (path === ':memory:') return undefined
  // libsql creates a missing file even when it is opened read-only.
  if (!(await exists(path))) {
    await access(await findExistingFolder(path), constants.W_OK)
    return undefined
  }
  await access(path, constants.R_OK | constants.W_OK)
  const database = new Libsql(path, { readonly: true })
  try {
    return (database.prepare(SELECT_NAMES).all() as NameRow[]).map(({ name }) => name)
  } catch (err) {
    if ((err as Error).message.includes('no such table')) return []
    throw err
  } finally {
    database.close()
  }
}

async function readPostgresMigrations(
  connectionString: string,
  timeoutMs: number,
): Promise<string[]> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.query<NameRow>(SELECT_NAMES)).rows.map(({ name }) => name)
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === POSTGRES_UNDEFINED_TABLE) return []
    throw err
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Missing folders below it are created at startup. */
async function findExistingFolder(path: string): Promise<string> {
  const folder = dirname(path)
  return (await exists(folder)) || folder === path ? folder : findExistingFolder(folder)
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

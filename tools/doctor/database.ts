import { constants, existsSync } from 'node:fs'
import { access } from 'node:fs/promises'
import { dirname } from 'node:path'
import Libsql from 'libsql'
import pg from 'pg'
import { describeDatabaseProblem, getDatabaseErrorCode } from '#src/store/database-problems.js'
import { MIGRATIONS } from '#src/store/migrations.js'
import { fail, ok, warn, type Finding } from './check.js'

/**
 * Creates, migrates and locks nothing.
 *
 * @param url `file:` or `postgres:`; may contain a password, so the finding does not quote it
 * @param isServerRunning whether this server is running on this machine
 * @param migratesAtStart false with MIGRATE=off
 */
export async function checkDatabase(
  url: string,
  isServerRunning: boolean | Promise<boolean>,
  migratesAtStart = true,
  timeoutMs = 5000,
): Promise<Finding> {
  const isSqlite = url.startsWith('file:')
  try {
    if (!isSqlite) {
      const applied = await readPostgres(url, timeoutMs)
      return checkMigrations('PostgreSQL', applied, migratesAtStart)
    }
    const applied = await readSqlite(url.slice('file:'.length))
    return applied === undefined && migratesAtStart
      ? ok('SQLite: no file yet, created at startup')
      : checkMigrations('SQLite', applied ?? [], migratesAtStart)
  } catch (err) {
    const code = getDatabaseErrorCode(err)
    if (!code?.startsWith('SQLITE_BUSY')) {
      const { seen, fix } = describeDatabaseProblem(isSqlite ? 'sqlite' : 'postgres', code)
      return fail(`${seen} (${code ?? 'unknown'})`, fix)
    }
    return (await isServerRunning)
      ? ok('SQLite: in use by the running server, which migrated it at startup')
      : warn(
          'SQLite: not checked, because another process has the file open',
          'SQLite supports one process. Stop the other one before you start the server, or use PostgreSQL.',
        )
  }
}

function checkMigrations(
  engine: string,
  applied: readonly string[],
  migratesAtStart: boolean,
): Finding {
  const known = Object.keys(MIGRATIONS)
  const pending = known.filter((name) => !applied.includes(name))
  const unknown = applied.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    return fail(
      `${engine}: migrated by a newer version of this server (${unknown.join(', ')})`,
      'Run that version, or restore an older backup.',
    )
  }
  if (pending.length === 0)
    return ok(`${engine}: connected, all ${applied.length} migrations applied`)
  if (!migratesAtStart) {
    return fail(
      `${engine}: lacks ${pending.join(', ')}, and MIGRATE is off`,
      'Run "npm run migrate" with a role that may change tables, then start the server.',
    )
  }
  if (applied.length === 0) return ok(`${engine}: connected, empty, tables are created at startup`)
  return warn(
    `${engine}: connected, ${pending.join(', ')} pending, applied at startup`,
    'Migrations cannot be undone. Make a backup, then start the server.',
  )
}

const POSTGRES_UNDEFINED_TABLE = '42P01'
const SELECT_NAMES = 'select name from kysely_migration'

interface NameRow {
  name: string
}

/** Resolves to undefined when there is no file but one can be created. */
async function readSqlite(path: string): Promise<string[] | undefined> {
  if (path === ':memory:') return undefined
  // libsql creates a missing file even when it is opened read-only.
  if (!existsSync(path)) {
    let folder = dirname(path)
    // Missing folders are created at startup.
    while (!existsSync(folder)) folder = dirname(folder)
    // The dot fails for a file.
    await access(`${folder}/.`, constants.W_OK)
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

async function readPostgres(connectionString: string, timeoutMs: number): Promise<string[]> {
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

import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { SqliteAdapter, SqliteDialect, type Dialect, type SqliteStatement } from 'kysely'
import Libsql from 'libsql'
import { AppError } from '../errors.js'

/** Milliseconds. */
const BUSY_TIMEOUT_MS = 5000
/** Pages of 4 kB. Between two checkpoints the same page is moved into the file once, however often it changed. */
const AUTOCHECKPOINT_PAGES = 4000

/**
 * One process and one connection. The exclusive lock is the operating system's: it refuses a second
 * process and ends with ours, however that ends. `synchronous = NORMAL` survives the death of the
 * process; after a power cut the last moments may be missing (docs/decisions/0009-store.md).
 *
 * @param path of the file, or `:memory:`
 */
export function openSqlite(path: string): Dialect {
  if (path !== ':memory:') restrictPermissions(path)
  const database = openExclusively(path)
  database.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`)
  const dialect = new SqliteDialect({
    database: {
      prepare: cacheStatements(database),
      close: () => {
        unlockAndClose(database)
      },
    },
  })
  dialect.createAdapter = () => new TransactionalDdlAdapter()
  return dialect
}

/** For its owner alone, also one that an earlier version left open to others; what SQLite puts beside it follows. */
function restrictPermissions(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    closeSync(openSync(path, 'a', 0o600))
    for (const file of [path, `${path}-wal`, `${path}-shm`]) {
      if (existsSync(file)) chmodSync(file, 0o600)
    }
  } catch {
    // Opening it as a database says why not.
  }
}

/** SQLite can undo what changes tables: a process that dies in the middle of a migration leaves nothing of it. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

function openExclusively(path: string): Libsql.Database {
  try {
    const database = new Libsql(path)
    database.pragma('busy_timeout = 0')
    database.pragma('locking_mode = EXCLUSIVE')
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = NORMAL')
    database.pragma(`wal_autocheckpoint = ${AUTOCHECKPOINT_PAGES}`)
    // The first write takes the lock.
    database.exec('begin immediate; commit')
    return database
  } catch (cause) {
    const isLocked = cause instanceof Error && /locked|busy/i.test(cause.message)
    throw new AppError(
      'DATABASE',
      isLocked
        ? 'DATABASE_URL: another process has the SQLite file open, and SQLite is for one process. Stop the other one, or use PostgreSQL for several.'
        : 'DATABASE_URL: the SQLite file could not be opened. Check the path, that this user may write there, and that it is a SQLite file.',
      { cause },
    )
  }
}

/** The package keeps the file until its memory is collected: give up the lock ourselves. */
function unlockAndClose(database: Libsql.Database): void {
  database.pragma('journal_mode = DELETE')
  database.pragma('locking_mode = NORMAL')
  database.exec('select 1 from sqlite_master')
  database.close()
}

/** Each statement is prepared once; there are a few dozen. */
function cacheStatements(database: Libsql.Database): (text: string) => SqliteStatement {
  const statements = new Map<string, SqliteStatement>()
  return (text) => {
    let statement = statements.get(text)
    if (statement === undefined) {
      statement = database.prepare(text)
      statements.set(text, statement)
    }
    return statement
  }
}

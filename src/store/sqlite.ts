import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type SqliteDialectConfig,
  type SqliteStatement,
} from 'kysely'
import Libsql from 'libsql'
import { AppError } from '../errors.js'
import { memoize } from '../jobs/throughput.js'
import { describeDatabaseProblem, markOutage } from './database-problems.js'

const BUSY_TIMEOUT_MS = 5000
/** In pages of 4 kB. Rarer checkpoints write a page that changes often less often to the file. */
const AUTOCHECKPOINT_PAGES = 4000

/** The connection without Kysely: in one turn of the event loop, so that nothing comes in between. */
export interface DirectConnection {
  /** While a transaction of Kysely is open, queries must wait for their turn there. */
  isFree(): boolean
  first<Row>(query: CompiledQuery<Row>): Row | undefined
  /** In one transaction. */
  write(queries: readonly CompiledQuery[]): void
}

/**
 * One connection, because an exclusive lock of the operating system rejects a second process.
 * `synchronous = NORMAL` survives a crash of the process, but not always a power failure
 * (docs/decisions/0009-store.md).
 */
export function openSqlite(path: string): { dialect: Dialect; direct: DirectConnection } {
  if (path !== ':memory:') restrictPermissions(path)
  const database = openExclusively(path)
  database.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`)
  const prepare = memoize(createPrepare(database, path))
  const readFirst = memoize(createReadFirst(database))
  const config: SqliteDialectConfig = {
    database: {
      prepare,
      close: () => {
        unlockAndClose(database)
      },
    },
  }
  const dialect = new SqliteDialect(config)
  dialect.createAdapter = () => new TransactionalDdlAdapter()
  const driver = new CountingDriver(config)
  dialect.createDriver = () => driver
  const direct: DirectConnection = {
    isFree: () => database.open && driver.userCount === 0,
    first: <Row>({ sql, parameters }: CompiledQuery<Row>) =>
      readFirst(sql)(parameters) as Row | undefined,
    write(queries) {
      prepare('begin').run([])
      try {
        for (const { sql, parameters } of queries) prepare(sql).run(parameters)
        prepare('commit').run([])
      } catch (err) {
        // SQLite itself rolls back when the disk is full. A second error would hide the reason.
        if (database.inTransaction) prepare('rollback').run([])
        throw err
      }
    },
  }
  return { dialect, direct }
}

/** Also for a file that an earlier version created with wider permissions. */
function restrictPermissions(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    closeSync(openSync(path, 'a', 0o600))
    for (const file of [path, `${path}-wal`, `${path}-shm`]) {
      if (existsSync(file)) chmodSync(file, 0o600)
    }
  } catch {
    // Opening the database reports the reason.
  }
}

/** Describes the errors of a database that is unavailable. */
const guard =
  <Argument, Result>(run: (argument: Argument) => Result) =>
  (argument: Argument): Result => {
    try {
      return run(argument)
    } catch (err) {
      throw markOutage(err)
    }
  }

/** Statements after which nothing is acknowledged that a lost file holds. */
function createPrepare(database: Libsql.Database, path: string) {
  const checkFile = createFileCheck(path)
  return guard((text: string): SqliteStatement => {
    // Not every statement, because the check costs as much as a small query.
    const needsFile = /^(commit|insert)/.test(text)
    const check = <Result>(run: (parameters: readonly unknown[]) => Result) =>
      guard((parameters: readonly unknown[]) => {
        if (needsFile) checkFile()
        return run(parameters)
      })
    const statement = database.prepare(text)
    return {
      reader: statement.reader,
      all: check((parameters) => statement.all(parameters)),
      run: check((parameters) => statement.run(parameters)),
      iterate: check((parameters) => statement.iterate(parameters)),
    }
  })
}

/** The first row of queries that only read. libsql takes twice as long for an object as for its values. */
function createReadFirst(database: Libsql.Database) {
  return guard((text: string) => {
    const statement = database.prepare(text).raw()
    const names = statement.columns().map(({ name }) => name)
    return guard((parameters: readonly unknown[]): object | undefined => {
      const values = statement.get(parameters) as readonly unknown[] | undefined
      return values && Object.fromEntries(names.map((name, i) => [name, values[i]]))
    })
  })
}

/** What is written to a deleted file is lost when the process ends. Also for the WAL, which holds the latest writes. */
function createFileCheck(path: string): () => void {
  if (path === ':memory:') return () => undefined
  const identify = (file: string) => statSync(file, { throwIfNoEntry: false })
  const files = [path, `${path}-wal`].map((file) => ({ file, opened: identify(file) }))
  return () => {
    for (const { file, opened } of files) {
      const found = identify(file)
      if (found?.ino !== opened?.ino || found?.dev !== opened?.dev) throw createFileError()
    }
  }
}

function createFileError(): AppError {
  const { seen, fix } = describeDatabaseProblem('sqlite', 'FILE_REPLACED')
  return new AppError('FILE_REPLACED', `DATABASE_URL: ${seen}. ${fix}`)
}

/** Kysely assumes that SQLite cannot roll back DDL, but it can: a crash leaves no partial migration. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class CountingDriver extends SqliteDriver {
  /** Transactions and queries of Kysely that run or wait. */
  userCount = 0

  override acquireConnection(): Promise<DatabaseConnection> {
    this.userCount++
    return super.acquireConnection()
  }
  override releaseConnection(): Promise<void> {
    this.userCount--
    return super.releaseConnection()
  }
  /** SQLite itself rolls back when the disk is full. The error of a second rollback would hide the reason. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch(() => undefined)
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
    // SQLite takes the exclusive lock with the first write.
    database.exec('begin immediate; commit')
    return database
  } catch (cause) {
    const isLocked = cause instanceof Error && /locked|busy/i.test(cause.message)
    throw new AppError(
      'DATABASE',
      isLocked
        ? 'DATABASE_URL: another process has the SQLite file open, and SQLite supports one process only. Stop the other process, or use PostgreSQL to run several.'
        : 'DATABASE_URL: the SQLite file could not be opened. Check that the path is correct and writable, and that the file is a SQLite database.',
      { cause },
    )
  }
}

/** libsql keeps the file open until garbage collection, so the lock must be released explicitly. */
function unlockAndClose(database: Libsql.Database): void {
  try {
    database.pragma('journal_mode = DELETE')
    database.pragma('locking_mode = NORMAL')
    database.exec('select 1 from sqlite_master')
  } catch {
    // The file was deleted or replaced: no other process needs its lock.
  }
  database.close()
}

import { randomBytes, randomUUID } from 'node:crypto'
import { Kysely, Migrator, sql, type CompiledQuery } from 'kysely'
import { AppError } from '../errors.js'
import {
  describeDatabaseProblem,
  getDatabaseErrorCode,
  isUnusableServer,
} from './database-problems.js'
import { MIGRATIONS } from './migrations.js'
import type { Schema } from './schema.js'
import type { DirectConnection } from './sqlite.js'

export interface Database {
  db: Kysely<Schema>
  /** For durable work: holds at most half of the connections of PostgreSQL. */
  workDb: Kysely<Schema>
  /** Only on SQLite, which serves one process. */
  direct?: DirectConnection | undefined
  /** Rejects when the database is unreachable, not migrated, read-only or full. */
  check(): Promise<void>
  close(): Promise<void>
}

/** With its job and their index entries. */
const SESSION_ROW_BYTES = 8192
const LATEST_MIGRATION = Object.keys(MIGRATIONS).at(-1) ?? ''

/**
 * Opens the database and migrates it, or only makes sure that it is migrated. Processes may start concurrently: on PostgreSQL migrations take
 * turns, and SQLite rejects the second process.
 *
 * @param url `file:` or `postgres:`; may contain a password, so no message quotes it
 * @throws AppError
 */
export async function openDatabase(url: string, mayMigrate = true): Promise<Database> {
  const isFile = url.startsWith('file:')
  // Only the engine that is used, because the other one may not be installed.
  const { dialect, workDialect, direct } = isFile
    ? {
        workDialect: undefined,
        ...(await import('./sqlite.js')).openSqlite(url.slice('file:'.length)),
      }
    : { direct: undefined, ...(await import('./postgres.js')).openPostgres(url) }
  const db = new Kysely<Schema>({ dialect })
  const workDb = workDialect === undefined ? db : new Kysely<Schema>({ dialect: workDialect })
  try {
    if (!mayMigrate) await requireMigrations(db)
    else if (isFile) await migrate(db)
    else await migrateWithoutTimeout(url)
    // SQLite serves one process, so these are of an earlier one.
    if (isFile) await db.deleteFrom('locks').execute()
  } catch (cause) {
    await db.destroy().catch(() => undefined)
    if (cause instanceof AppError) throw cause
    const code = getDatabaseErrorCode(cause)
    const { seen, fix } = describeDatabaseProblem(isFile ? 'sqlite' : 'postgres', code)
    throw new AppError('DATABASE', `DATABASE_URL: ${seen} (${code ?? 'unknown'}). ${fix}`, {
      cause,
    })
  }
  return {
    db,
    workDb,
    direct,
    check: async () => {
      const { rows } = await sql<{ last: string | null }>`
        select max(name) as last from kysely_migration`.execute(db)
      // Extra migrations from a newer version are fine.
      if ((rows[0]?.last ?? '') < LATEST_MIGRATION) throw new TypeError('not migrated')
      // Random, because PostgreSQL compresses. On a full disk a small row may still fit.
      const holder = randomBytes(SESSION_ROW_BYTES).toString('hex')
      const name = `readiness ${randomUUID()}`
      await db.insertInto('locks').values({ name, holder, expires_at: 0 }).execute()
      await db.deleteFrom('locks').where('name', '=', name).execute()
    },
    close: () => db.destroy(),
  }
}

/** @throws AppError */
async function requireMigrations(db: Kysely<Schema>): Promise<void> {
  const all = await createMigrator(db).getMigrations()
  const missing = all.filter(({ executedAt }) => executedAt === undefined)
  if (missing.length === 0) return
  const names = missing.map(({ name }) => name).join(', ')
  throw new AppError(
    'DATABASE',
    `DATABASE_URL: the database lacks ${names}. Run "npm run migrate" with a role that may change tables, or set MIGRATE=on.`,
  )
}

/** For queries of `prepare`. */
export function createRunner(db: Kysely<Schema>, direct?: DirectConnection) {
  return {
    /** For a query that reads at most one row. */
    first: async <Row>(query: CompiledQuery<Row>): Promise<Row | undefined> =>
      direct?.isFree() ? direct.first(query) : (await db.executeQuery(query)).rows[0],
    /** In one transaction. */
    write: async (...queries: readonly CompiledQuery[]): Promise<void> => {
      const run = async (trx: Kysely<Schema>) => {
        for (const query of queries) await trx.executeQuery(query)
      }
      if (direct?.isFree()) direct.write(queries)
      else await (queries.length === 1 ? run(db) : transact(db, run))
    },
  }
}

export type Runner = ReturnType<typeof createRunner>

/** After a failover, a transaction is tried once more on the server that took over. */
export async function transact<T>(
  db: Kysely<Schema>,
  run: (trx: Kysely<Schema>) => Promise<T>,
): Promise<T> {
  try {
    return await db.transaction().execute(run)
  } catch (err) {
    if (!isUnusableServer(err)) throw err
    return await db.transaction().execute(run)
  }
}

/** Another process's migration or a large table may take longer than the query timeout. */
async function migrateWithoutTimeout(url: string): Promise<void> {
  const { openPostgres } = await import('./postgres.js')
  const db = new Kysely<Schema>(openPostgres(url, 0))
  try {
    await migrate(db)
  } finally {
    await db.destroy()
  }
}

async function migrate(db: Kysely<Schema>): Promise<void> {
  const { error } = await createMigrator(db).migrateToLatest()
  if (error !== undefined) throw error as Error
}

function createMigrator(db: Kysely<Schema>): Migrator {
  return new Migrator({ db, provider: { getMigrations: () => Promise.resolve(MIGRATIONS) } })
}

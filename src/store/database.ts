import { Kysely, Migrator, sql } from 'kysely'
import { AppError } from '../errors.js'
import { MIGRATIONS } from './migrations.js'
import { openPostgres } from './postgres.js'
import type { Schema } from './schema.js'
import { openSqlite } from './sqlite.js'

export interface Database {
  db: Kysely<Schema>
  engine: 'sqlite' | 'postgres'
  /** Rejects when it is not reachable or not migrated. */
  check(): Promise<void>
  close(): Promise<void>
}

const LATEST_MIGRATION = Object.keys(MIGRATIONS).at(-1) ?? ''

/**
 * Opens the database and brings it up to date. Several processes may do so at once: the migrator
 * of PostgreSQL takes turns, and SQLite refuses the second process.
 *
 * @param url `file:` or `postgres:`; may hold a password, so it is in no message
 * @throws AppError
 */
export async function openDatabase(url: string): Promise<Database> {
  const isFile = url.startsWith('file:')
  const dialect = isFile ? openSqlite(url.slice('file:'.length)) : openPostgres(url)
  const db = new Kysely<Schema>({ dialect })
  try {
    if (isFile) await migrate(db)
    else await migrateWithoutTimeout(url)
  } catch (cause) {
    await db.destroy().catch(() => undefined)
    throw cause instanceof AppError
      ? cause
      : new AppError(
          'DATABASE',
          'DATABASE_URL: the database could not be opened and brought up to date. Check the address, the password, and that its server runs.',
          { cause },
        )
  }
  return {
    db,
    engine: isFile ? 'sqlite' : 'postgres',
    check: async () => {
      const { rows } = await sql<{ last: string | null }>`
        select max(name) as last from kysely_migration`.execute(db)
      // A newer process may have brought it further: what it adds is no matter of ours.
      if ((rows[0]?.last ?? '') < LATEST_MIGRATION) throw new TypeError('not migrated')
    },
    close: () => db.destroy(),
  }
}

/** Waits as long as it takes another process, or a large table. */
async function migrateWithoutTimeout(url: string): Promise<void> {
  const db = new Kysely<Schema>({ dialect: openPostgres(url, 0) })
  try {
    await migrate(db)
  } finally {
    await db.destroy()
  }
}

async function migrate(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
  })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error instanceof Error ? error : new TypeError('migration')
}

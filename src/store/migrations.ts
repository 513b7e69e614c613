import { sql, type Kysely, type Migration } from 'kysely'

/** In order of their names. One that has been released is never changed: write the next. */
export const MIGRATIONS: Record<string, Migration> = {
  '001-sessions-and-work': { up: createTables },
  '002-work-by-kind': { up: indexWorkByKind },
  '003-fewer-index-entries': { up: createPartialIndexes },
  '004-scenario-of-session': { up: addScenarioColumn },
  '005-erased-orders': { up: createErasedOrdersTable },
  '006-whose-and-how-long': { up: addApplicationAndForgottenAt },
}

async function createTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sessions')
    .addColumn('session_id', 'text', (column) => column.primaryKey())
    .addColumn('reference', 'text', (column) => column.notNull().unique())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('owner_hash', 'text')
    .addColumn('caller_hash', 'text')
    .addColumn('user_reference', 'text')
    .addColumn('return_url', 'text')
    .addColumn('preset_name', 'text', (column) => column.notNull())
    .addColumn('requested', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('state_rank', 'integer', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('reasons', 'text', (column) => column.notNull())
    .addColumn('policy_version', 'text')
    .addColumn('checks', 'text', (column) => column.notNull())
    .addColumn('client_session_token', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('token_expires_at', 'bigint', (column) => column.notNull())
    .addColumn('read_at', 'bigint', (column) => column.notNull())
    .addColumn('reading_until', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('captured_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    .addColumn('erasure_requested_at', 'bigint')
    .addColumn('erased_at', 'bigint')
    .addColumn('handover_hash', 'text', (column) => column.unique())
    .addColumn('handover_expires_at', 'bigint')
    .execute()
  await createIndex(db, 'sessions', ['owner_hash', 'created_at'])
  await createIndex(db, 'sessions', ['caller_hash', 'user_reference', 'created_at'])
  await createIndex(db, 'sessions', ['caller_hash', 'created_at'])

  await db.schema
    .createTable('work')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('event', 'text')
    .addColumn('event_rank', 'integer', (column) => column.notNull())
    .addColumn('payload', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('lease_until', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('claims', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('hinted', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('error', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('work_session_event', ['session_id', 'event'])
    .execute()
  await createIndex(db, 'work', ['state', 'due_at'])
  await createIndex(db, 'work', ['session_id', 'kind', 'state'])

  await db.schema
    .createTable('requests')
    .addColumn('caller_hash', 'text', (column) => column.notNull())
    .addColumn('key_hash', 'text', (column) => column.notNull())
    .addColumn('body_hash', 'text', (column) => column.notNull())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('handover_token', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('requests_key', ['caller_hash', 'key_hash'])
    .execute()
  await createIndex(db, 'requests', ['created_at'])

  await db.schema
    .createTable('holds')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .execute()
}

/** Each kind of work is claimed for itself. */
async function indexWorkByKind(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('work_state_due_at').execute()
  await createIndex(db, 'work', ['kind', 'state', 'due_at'])
}

/** Each entry of an index is written with its session: none for who is not there. */
async function createPartialIndexes(db: Kysely<unknown>): Promise<void> {
  for (const columns of [
    ['owner_hash', 'created_at'],
    ['caller_hash', 'user_reference', 'created_at'],
    ['caller_hash', 'created_at'],
  ]) {
    const [firstColumn = ''] = columns
    const name = ['sessions', ...columns].join('_')
    await db.schema.dropIndex(name).execute()
    await db.schema
      .createIndex(name)
      .on('sessions')
      .columns(columns)
      .where(sql.ref(firstColumn), 'is not', null)
      .execute()
  }
}

async function createErasedOrdersTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('erased_orders')
    .addColumn('person_hash', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await createIndex(db, 'erased_orders', ['person_hash', 'created_at'])
}

async function addScenarioColumn(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('sessions').addColumn('scenario', 'text').execute()
}

/** Also the indexes by which erasing finds what it forgets. */
async function addApplicationAndForgottenAt(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('sessions').addColumn('forgotten_at', 'bigint').execute()
  await db.schema.alterTable('sessions').addColumn('application', 'text').execute()
  await createIndex(db, 'requests', ['session_id'])
  await createIndex(db, 'erased_orders', ['created_at'])
}

async function createIndex(db: Kysely<unknown>, table: string, columns: string[]): Promise<void> {
  await db.schema
    .createIndex([table, ...columns].join('_'))
    .on(table)
    .columns(columns)
    .execute()
}

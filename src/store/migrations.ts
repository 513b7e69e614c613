import { PostgresAdapter, sql, type Kysely, type Migration } from 'kysely'

/**
 * Applied in the order of their names. Never change a released migration: add another one, which
 * the previous release must still work with (docs/decisions/0009-store.md). A migration changes no
 * rows, because the server does not serve meanwhile: sweeps do that, in batches (sweeps.ts).
 */
export const MIGRATIONS: Record<string, Migration> = {
  '001-sessions-and-work': { up: createTables },
  '002-work-by-kind': { up: indexWorkByKind },
  '003-fewer-index-entries': { up: createPartialIndexes },
  '004-scenario-of-session': { up: addScenarioColumn },
  '005-erased-orders': { up: createErasedOrdersTable },
  '006-whose-and-how-long': { up: addApplicationAndForgottenAt },
  '007-standard-names': { up: renameTablesAndColumns },
  '008-one-lease': { up: moveLeasesToLocks },
  '009-session-attempts': { up: createSessionAttempts },
  '011-sweeps': { up: createSweepIndexes },
  '013-owners': { up: addOwnerTimes },
  '014-daily-counts': { up: createDailyCounts },
  '015-session-locale': { up: addLocale },
  '016-fewer-indexes': { up: dropRedundantIndexes },
  '016-phone': { up: addPhone },
  '017-decisions': { up: addDecisions },
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

async function indexWorkByKind(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('work_state_due_at').execute()
  await createIndex(db, 'work', ['kind', 'state', 'due_at'])
}

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

async function addApplicationAndForgottenAt(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('sessions').addColumn('forgotten_at', 'bigint').execute()
  await db.schema.alterTable('sessions').addColumn('application', 'text').execute()
  await createIndex(db, 'requests', ['session_id'])
  await createIndex(db, 'erased_orders', ['created_at'])
}

/** Incompatible with earlier releases: all processes stop for it. */
async function renameTablesAndColumns(db: Kysely<unknown>): Promise<void> {
  for (const index of [
    'work_session_id_kind_state',
    'work_kind_state_due_at',
    'requests_created_at',
    'requests_session_id',
    'erased_orders_person_hash_created_at',
    'erased_orders_created_at',
  ]) {
    await db.schema.dropIndex(index).execute()
  }
  await renameColumns(db, 'sessions', {
    requested: 'outcome_criteria',
    read_at: 'last_refreshed_at',
    reading_until: 'refresh_lease_expires_at',
    forgotten_at: 'yoti_retention_ends_at',
    handover_hash: 'handover_token_hash',
  })
  await db.schema.alterTable('work').renameTo('jobs').execute()
  await renameColumns(db, 'jobs', {
    kind: 'type',
    event: 'event_name',
    lease_until: 'lease_expires_at',
    claims: 'lease_token',
    hinted: 'enqueued_again',
    error: 'error_code',
  })
  await db.schema.alterTable('requests').renameTo('idempotency_keys').execute()
  await db.schema.alterTable('holds').renameTo('locks').execute()
  await renameColumns(db, 'locks', { until: 'expires_at' })
  await db.schema.alterTable('erased_orders').renameTo('erased_session_counts').execute()
  await renameColumns(db, 'erased_session_counts', { person_hash: 'user_reference_hash' })

  await createIndex(db, 'jobs', ['session_id', 'type', 'state'])
  await createIndex(db, 'jobs', ['type', 'state', 'due_at'])
  await createIndex(db, 'idempotency_keys', ['created_at'])
  await createIndex(db, 'idempotency_keys', ['session_id'])
  await createIndex(db, 'erased_session_counts', ['user_reference_hash', 'created_at'])
  await createIndex(db, 'erased_session_counts', ['created_at'])

  // SQLite cannot rename the index of a constraint, and nothing refers to it by name.
  if (!(db.getExecutor().adapter instanceof PostgresAdapter)) return
  for (const [from, to] of [
    ['sessions_handover_hash_key', 'sessions_handover_token_hash_key'],
    ['work_pkey', 'jobs_pkey'],
    ['work_session_event', 'jobs_session_id_event_name_key'],
    ['requests_key', 'idempotency_keys_pkey'],
    ['holds_pkey', 'locks_pkey'],
  ]) {
    await sql`alter index ${sql.ref(from ?? '')} rename to ${sql.ref(to ?? '')}`.execute(db)
  }
}

/** Incompatible with earlier releases, as 007. The leases of stopped processes mean nothing. */
async function moveLeasesToLocks(db: Kysely<unknown>): Promise<void> {
  for (const column of ['refresh_lease_expires_at', 'state_rank']) {
    await db.schema.alterTable('sessions').dropColumn(column).execute()
  }
  for (const column of ['lease_expires_at', 'lease_token']) {
    await db.schema.alterTable('jobs').dropColumn(column).execute()
  }
  await sql`delete from locks`.execute(db)
  await db.schema
    .alterTable('locks')
    .addColumn('holder', 'text', (column) => column.notNull().defaultTo(''))
    .execute()
}

/** `erased_session_counts` stays for the previous release. */
async function createSessionAttempts(db: Kysely<unknown>): Promise<void> {
  const table = 'session_attempts'
  await db.schema
    .createTable(table)
    .addColumn('reference', 'text', (column) => column.primaryKey())
    .addColumn('subject_hash', 'text', (column) => column.notNull())
    .addColumn('caller_hash', 'text')
    .addColumn('billed', 'integer', (column) => column.notNull())
    .addColumn('finished', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await createIndex(db, table, ['subject_hash', 'created_at'])
  await createIndex(db, table, ['caller_hash', 'created_at'])
  await createIndex(db, table, ['created_at'])
}

/** What the sweeps look for: ended sessions that are not erased, and handover links. */
async function createSweepIndexes(db: Kysely<unknown>): Promise<void> {
  await sql`create index sessions_target_ended_at on sessions (target, ended_at)
    where ended_at is not null and erasure_requested_at is null and erased_at is null`.execute(db)
  await sql`create index sessions_handover_ends_at
    on sessions ((coalesce(handover_expires_at, yoti_retention_ends_at)))
    where handover_token_hash is not null`.execute(db)
}

async function addOwnerTimes(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('sessions').addColumn('owner_since', 'bigint').execute()
  await db.schema.alterTable('sessions').addColumn('owner_seen_at', 'bigint').execute()
}

async function createDailyCounts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('daily_counts')
    .addColumn('caller_hash', 'text', (column) => column.notNull())
    .addColumn('day', 'integer', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('daily_counts_pkey', ['caller_hash', 'day'])
    .execute()
}

async function addLocale(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('sessions').addColumn('locale', 'text').execute()
}

/** A session has few jobs, and the index of their unique constraint begins with the session, too. */
async function dropRedundantIndexes(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('jobs_session_id_type_state').execute()
}

async function addPhone(db: Kysely<unknown>): Promise<void> {
  for (const column of ['phone_hash', 'phone_token_hash']) {
    await db.schema.alterTable('sessions').addColumn(column, 'text').execute()
    await db.schema
      .createIndex(`sessions_${column}`)
      .on('sessions')
      .column(column)
      .where(sql.ref(column), 'is not', null)
      .execute()
  }
  for (const column of ['phone_since', 'phone_seen_at', 'phone_expires_at']) {
    await db.schema.alterTable('sessions').addColumn(column, 'bigint').execute()
  }
}

/** `sessions_target_ended_at` stays for the previous release. */
async function addDecisions(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('sessions').addColumn('decision', 'text').execute()
  await db.schema.alterTable('sessions').addColumn('decided_at', 'bigint').execute()
  await sql`create index sessions_listed on sessions (caller_hash, state, outcome, created_at)
    where caller_hash is not null`.execute(db)
  // Of the sweep that schedules erasures.
  await sql`create index sessions_settled on sessions (target, (coalesce(decided_at, ended_at)))
    where outcome <> 'REVIEW' and ended_at is not null
      and erasure_requested_at is null and erased_at is null`.execute(db)
  await sql`create index sessions_reviewed on sessions
    (target, (coalesce(yoti_retention_ends_at, ended_at)))
    where (outcome = 'REVIEW' or decided_at is not null)
      and erasure_requested_at is null and erased_at is null`.execute(db)
}

async function renameColumns(
  db: Kysely<unknown>,
  table: string,
  names: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [from, to] of Object.entries(names)) {
    await db.schema.alterTable(table).renameColumn(from, to).execute()
  }
}

async function createIndex(db: Kysely<unknown>, table: string, columns: string[]): Promise<void> {
  await db.schema
    .createIndex([table, ...columns].join('_'))
    .on(table)
    .columns(columns)
    .execute()
}

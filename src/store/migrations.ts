import { PostgresAdapter, sql, type Kysely, type Migration } from 'kysely'

/**
 * Applied in the order of their names. Never change a released migration: add another one, which
 * the previous release must still work with (docs/decisions/0009-store.md). A migration changes no
 * rows, because the server does not serve meanwhile: sweeps do that, in batches (sweeps.ts).
 */
export const MIGRATIONS: Record<string, Migration> = {
  '001-sessions-and-work': execute(
    `create table sessions (
      session_id text primary key,
      reference text not null unique,
      target text not null,
      owner_hash text,
      caller_hash text,
      user_reference text,
      return_url text,
      preset_name text not null,
      requested text not null,
      state text not null,
      state_rank integer not null,
      outcome text not null,
      reasons text not null,
      policy_version text,
      checks text not null,
      client_session_token text,
      created_at bigint not null,
      token_expires_at bigint not null,
      read_at bigint not null,
      reading_until bigint not null default 0,
      captured_at bigint,
      ended_at bigint,
      erasure_requested_at bigint,
      erased_at bigint,
      handover_hash text unique,
      handover_expires_at bigint)`,
    createIndex('sessions', 'owner_hash', 'created_at'),
    createIndex('sessions', 'caller_hash', 'user_reference', 'created_at'),
    createIndex('sessions', 'caller_hash', 'created_at'),
    `create table work (
      id text primary key,
      kind text not null,
      session_id text not null,
      event text,
      event_rank integer not null,
      payload text,
      state text not null,
      due_at bigint not null,
      lease_until bigint not null default 0,
      claims integer not null default 0,
      hinted integer not null default 0,
      attempts integer not null default 0,
      error text,
      created_at bigint not null,
      constraint work_session_event unique (session_id, event))`,
    createIndex('work', 'state', 'due_at'),
    createIndex('work', 'session_id', 'kind', 'state'),
    `create table requests (
      caller_hash text not null,
      key_hash text not null,
      body_hash text not null,
      session_id text not null,
      handover_token text not null,
      created_at bigint not null,
      constraint requests_key primary key (caller_hash, key_hash))`,
    createIndex('requests', 'created_at'),
    `create table holds (name text primary key, until bigint not null)`,
  ),
  '002-work-by-kind': execute(
    'drop index work_state_due_at',
    createIndex('work', 'kind', 'state', 'due_at'),
  ),
  '003-fewer-index-entries': execute(
    ...[
      ['owner_hash', 'created_at'],
      ['caller_hash', 'user_reference', 'created_at'],
      ['caller_hash', 'created_at'],
    ].flatMap((columns) => [
      `drop index ${['sessions', ...columns].join('_')}`,
      `${createIndex('sessions', ...columns)} where ${columns[0] ?? ''} is not null`,
    ]),
  ),
  '004-scenario-of-session': execute('alter table sessions add column scenario text'),
  '005-erased-orders': execute(
    'create table erased_orders (person_hash text not null, created_at bigint not null)',
    createIndex('erased_orders', 'person_hash', 'created_at'),
  ),
  '006-whose-and-how-long': execute(
    'alter table sessions add column forgotten_at bigint',
    'alter table sessions add column application text',
    createIndex('requests', 'session_id'),
    createIndex('erased_orders', 'created_at'),
  ),
  /** Incompatible with earlier releases: all processes stop for it. */
  '007-standard-names': { up: renameTablesAndColumns },
  /** Incompatible with earlier releases, as 007. The leases of stopped processes mean nothing. */
  '008-one-lease': execute(
    'alter table sessions drop column refresh_lease_expires_at',
    'alter table sessions drop column state_rank',
    'alter table jobs drop column lease_expires_at',
    'alter table jobs drop column lease_token',
    'delete from locks',
    `alter table locks add column holder text not null default ''`,
  ),
  /** `erased_session_counts` stays for the previous release. */
  '009-session-attempts': execute(
    `create table session_attempts (
      reference text primary key,
      subject_hash text not null,
      caller_hash text,
      billed integer not null,
      finished integer not null default 0,
      created_at bigint not null)`,
    createIndex('session_attempts', 'subject_hash', 'created_at'),
    createIndex('session_attempts', 'caller_hash', 'created_at'),
    createIndex('session_attempts', 'created_at'),
  ),
  /** What the sweeps look for: ended sessions that are not erased, and handover links. */
  '011-sweeps': execute(
    `create index sessions_target_ended_at on sessions (target, ended_at)
      where ended_at is not null and erasure_requested_at is null and erased_at is null`,
    `create index sessions_handover_ends_at
      on sessions ((coalesce(handover_expires_at, yoti_retention_ends_at)))
      where handover_token_hash is not null`,
  ),
  '013-owners': execute(
    'alter table sessions add column owner_since bigint',
    'alter table sessions add column owner_seen_at bigint',
  ),
  '014-daily-counts': execute(
    `create table daily_counts (
      caller_hash text not null,
      day integer not null,
      attempts integer not null,
      constraint daily_counts_pkey primary key (caller_hash, day))`,
  ),
  '015-session-locale': execute('alter table sessions add column locale text'),
  /** A session has few jobs, and the index of their unique constraint begins with the session, too. */
  '016-fewer-indexes': execute('drop index jobs_session_id_type_state'),
  '016-phone': execute(
    ...['phone_hash', 'phone_token_hash'].flatMap((column) => [
      `alter table sessions add column ${column} text`,
      `${createIndex('sessions', column)} where ${column} is not null`,
    ]),
    'alter table sessions add column phone_since bigint',
    'alter table sessions add column phone_seen_at bigint',
    'alter table sessions add column phone_expires_at bigint',
  ),
  /** `sessions_target_ended_at` stays for the previous release. */
  '017-decisions': execute(
    'alter table sessions add column decision text',
    'alter table sessions add column decided_at bigint',
    `create index sessions_listed on sessions (caller_hash, state, outcome, created_at)
      where caller_hash is not null`,
    // Of the sweep that schedules erasures.
    `create index sessions_settled on sessions (target, (coalesce(decided_at, ended_at)))
      where outcome <> 'REVIEW' and ended_at is not null
        and erasure_requested_at is null and erased_at is null`,
    `create index sessions_reviewed on sessions
      (target, (coalesce(yoti_retention_ends_at, ended_at)))
      where (outcome = 'REVIEW' or decided_at is not null)
        and erasure_requested_at is null and erased_at is null`,
  ),
}

async function renameTablesAndColumns(db: Kysely<unknown>): Promise<void> {
  await executeAll(db, [
    'drop index work_session_id_kind_state',
    'drop index work_kind_state_due_at',
    'drop index requests_created_at',
    'drop index requests_session_id',
    'drop index erased_orders_person_hash_created_at',
    'drop index erased_orders_created_at',
    'alter table sessions rename column requested to outcome_criteria',
    'alter table sessions rename column read_at to last_refreshed_at',
    'alter table sessions rename column reading_until to refresh_lease_expires_at',
    'alter table sessions rename column forgotten_at to yoti_retention_ends_at',
    'alter table sessions rename column handover_hash to handover_token_hash',
    'alter table work rename to jobs',
    'alter table jobs rename column kind to type',
    'alter table jobs rename column event to event_name',
    'alter table jobs rename column lease_until to lease_expires_at',
    'alter table jobs rename column claims to lease_token',
    'alter table jobs rename column hinted to enqueued_again',
    'alter table jobs rename column error to error_code',
    'alter table requests rename to idempotency_keys',
    'alter table holds rename to locks',
    'alter table locks rename column until to expires_at',
    'alter table erased_orders rename to erased_session_counts',
    'alter table erased_session_counts rename column person_hash to user_reference_hash',
    createIndex('jobs', 'session_id', 'type', 'state'),
    createIndex('jobs', 'type', 'state', 'due_at'),
    createIndex('idempotency_keys', 'created_at'),
    createIndex('idempotency_keys', 'session_id'),
    createIndex('erased_session_counts', 'user_reference_hash', 'created_at'),
    createIndex('erased_session_counts', 'created_at'),
  ])
  // SQLite cannot rename the index of a constraint, and nothing refers to it by name.
  if (!(db.getExecutor().adapter instanceof PostgresAdapter)) return
  await executeAll(db, [
    'alter index sessions_handover_hash_key rename to sessions_handover_token_hash_key',
    'alter index work_pkey rename to jobs_pkey',
    'alter index work_session_event rename to jobs_session_id_event_name_key',
    'alter index requests_key rename to idempotency_keys_pkey',
    'alter index holds_pkey rename to locks_pkey',
  ])
}

function execute(...statements: readonly string[]): Migration {
  return { up: (db: Kysely<unknown>) => executeAll(db, statements) }
}

async function executeAll(db: Kysely<unknown>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

function createIndex(table: string, ...columns: readonly string[]): string {
  return `create index ${[table, ...columns].join('_')} on ${table} (${columns.join(', ')})`
}

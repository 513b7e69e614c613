import { sql, type Kysely } from 'kysely'
import type { Schema } from '../../src/store/schema.js'

export interface Seed {
  /** Rows are numbered; each number is used once. */
  from: number
  to: number
  /** Row i is created at this time plus i times the step. */
  startAt: number
  stepMs: number
}

/** The caller of every second session. */
export const SEEDED_CALLER = 'seeded-caller'
const WEEK_MS = 7 * 86_400_000

/**
 * Fills each table that grows, on both engines: half of the sessions are a caller's, half are unfinished
 * with a waiting refresh, the others have a delivered event, or one in four a failed one.
 */
export async function seedRows(
  db: Kysely<Schema>,
  { from, to, startAt, stepMs }: Seed,
): Promise<void> {
  const at = `(${startAt} + i * ${stepMs})`
  // In random order, as Yoti's ids are.
  const id = `('00000000-0000-4000-8000-' || cast(100000000000 + (i * 48271) % 99999989 as text))`
  const isCallers = 'i % 2 = 0'
  const isUnfinished = 'i % 4 in (1, 2)'
  const insert = (table: keyof Schema, columns: Record<string, string>, condition = 'true') =>
    sql
      .raw(
        `with recursive n(i) as (select cast(${from} as bigint) union all select i + 1 from n where i + 1 < ${to})
         insert into ${table} (${Object.keys(columns).join(', ')})
         select ${Object.values(columns).join(', ')} from n where ${condition}`,
      )
      .execute(db)

  await insert('sessions', {
    session_id: id,
    reference: id,
    target: `'emulator'`,
    owner_hash: `case when not ${isCallers} then 'owner-' || cast(i as text) end`,
    caller_hash: `case when ${isCallers} then '${SEEDED_CALLER}' end`,
    user_reference: `case when ${isCallers} then 'user-' || cast(i / 20 as text) end`,
    preset_name: `'default'`,
    outcome_criteria: `'{"requested_checks":[{"type":"ID_DOCUMENT_AUTHENTICITY"},{"type":"LIVENESS"}]}'`,
    state: `case when ${isUnfinished} then 'ONGOING' else 'COMPLETED' end`,
    outcome: `case when ${isUnfinished} then 'PENDING' else 'APPROVED' end`,
    reasons: `'[]'`,
    checks: `'[{"type":"LIVENESS","state":"DONE","recommendation":"APPROVE"}]'`,
    created_at: at,
    token_expires_at: `${at} + 900000`,
    last_refreshed_at: at,
    ended_at: `case when not ${isUnfinished} then ${at} + 60000 end`,
    handover_token_hash: `case when ${isCallers} then 'link-' || cast(i as text) end`,
    handover_expires_at: `case when i % 4 = 0 then ${at} + 900000 end`,
    yoti_retention_ends_at: `${at} + ${WEEK_MS}`,
  })
  const insertJobs = (type: string, state: string, event: string | undefined, condition: string) =>
    insert(
      'jobs',
      {
        id: `${id} || '/${type}${event === undefined ? '' : `/${event}`}'`,
        type: `'${type}'`,
        session_id: id,
        event_name: event === undefined ? 'null' : `'${event}'`,
        event_rank: '0',
        state: `'${state}'`,
        due_at: at,
        created_at: at,
      },
      condition,
    )
  await insertJobs('refresh', 'waiting', undefined, isUnfinished)
  await insertJobs('deliver', 'failed', 'session.completed', 'i % 8 = 0')
  await insertJobs('deliver', 'done', 'session.completed', `not (${isUnfinished}) and i % 8 <> 0`)
  await insert(
    'idempotency_keys',
    {
      caller_hash: `'${SEEDED_CALLER}'`,
      key_hash: `'key-' || cast(i as text)`,
      body_hash: `'body'`,
      session_id: id,
      handover_token: `'token'`,
      created_at: at,
    },
    isCallers,
  )
  await insert('session_attempts', {
    reference: id,
    subject_hash: `case when ${isCallers} then 'user-' || cast(i / 20 as text) else 'owner-' || cast(i as text) end`,
    caller_hash: `case when ${isCallers} then '${SEEDED_CALLER}' end`,
    billed: '1',
    finished: '1',
    created_at: at,
  })
}

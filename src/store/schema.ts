import type { Generated } from 'kysely'
import type { LockTable } from '../jobs/locks.js'
import type { JobTable } from '../jobs/queue.js'
import type { Session } from '../sessions/session.js'

/** Times are milliseconds since the epoch. Lists and objects are JSON text, which both engines support. */
export interface Schema {
  sessions: SessionTable
  jobs: JobTable
  locks: LockTable
  idempotency_keys: IdempotencyKeyTable
  session_attempts: SessionAttemptTable
  daily_counts: DailyCountTable
}

type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : ''
type Column<Value> = Exclude<Value, undefined> extends number ? number : string

/** A column for each field of a session; session-row.ts converts them. A field that is absent is null. */
type SessionColumns = {
  [Field in keyof Session as SnakeCase<Field>]-?: undefined extends Session[Field]
    ? Generated<Column<Session[Field]> | null>
    : Column<Session[Field]>
}

export interface SessionTable extends SessionColumns {
  /** SDK id that created the session. Null on an emulator and before migration 006. */
  application: Generated<string | null>
  /** SHA-256. */
  handover_token_hash: Generated<string | null>
  /** Null once the link is redeemed. */
  handover_expires_at: Generated<number | null>
  /** SHA-256. */
  phone_token_hash: Generated<string | null>
  /** Null once the link is redeemed. */
  phone_expires_at: Generated<number | null>
  /** Of the decision, for an index. */
  decided_at: Generated<number | null>
}

export interface IdempotencyKeyTable {
  caller_hash: string
  key_hash: string
  body_hash: string
  session_id: string
  /** Encrypted. */
  handover_token: string
  created_at: number
}

/** Attempts that Yoti bills, by caller and UTC day. */
export interface DailyCountTable {
  /** Empty for the start page. */
  caller_hash: string
  /** Since the epoch. */
  day: number
  attempts: number
}

/** One row for each call to Yoti that creates a session, for a day. */
export interface SessionAttemptTable {
  reference: string
  /** Of the browser that started it, or of the caller and the user reference. */
  subject_hash: string
  caller_hash: string | null
  /** 0 for sessions with a scenario. */
  billed: number
  /** 1 once the session is stored. */
  finished: Generated<number>
  created_at: number
}

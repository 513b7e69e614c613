import type { Generated } from 'kysely'
import type { LockTable } from '../jobs/locks.js'
import type { JobTable } from '../jobs/queue.js'

/** Times are milliseconds since the epoch. Lists and objects are JSON text, which both engines support. */
export interface Schema {
  sessions: SessionTable
  jobs: JobTable
  locks: LockTable
  idempotency_keys: IdempotencyKeyTable
  session_attempts: SessionAttemptTable
  daily_counts: DailyCountTable
}

export interface SessionTable {
  session_id: string
  reference: string
  target: string
  owner_hash: string | null
  /** Null until a handover link is redeemed. */
  owner_since: number | null
  /** Null until an owner of an earlier release is seen. */
  owner_seen_at: number | null
  caller_hash: string | null
  user_reference: string | null
  return_url: string | null
  preset_name: string
  scenario: string | null
  outcome_criteria: string
  state: string
  outcome: string
  reasons: string
  policy_version: string | null
  checks: string
  /** Encrypted. */
  client_session_token: string | null
  created_at: number
  token_expires_at: number
  last_refreshed_at: number
  captured_at: number | null
  ended_at: number | null
  erasure_requested_at: number | null
  erased_at: number | null
  /** Null in sessions created before migration 006. */
  yoti_retention_ends_at: number | null
  /** SDK id that created the session. Null on an emulator and before migration 006. */
  application: Generated<string | null>
  /** Null before migration 015, and in orders without one. */
  locale: string | null
  /** SHA-256. */
  handover_token_hash: string | null
  /** Null once the link is redeemed. */
  handover_expires_at: number | null
  /** Of the owner's phone. Null before migration 016, and until a link for a phone is redeemed. */
  phone_hash: Generated<string | null>
  phone_since: Generated<number | null>
  phone_seen_at: Generated<number | null>
  /** SHA-256. */
  phone_token_hash: Generated<string | null>
  /** Null once the link is redeemed. */
  phone_expires_at: Generated<number | null>
  /** Null before migration 017, and until your staff decide. */
  decision: Generated<string | null>
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

import type { Generated } from 'kysely'

/** Times are milliseconds since the epoch. Lists and objects are JSON text: both engines know text. */
export interface Schema {
  sessions: SessionTable
  work: JobTable
  requests: IdempotencyKeyTable
  holds: LockTable
  erased_orders: ErasedSessionCountTable
}

export interface SessionTable {
  session_id: string
  reference: string
  target: string
  owner_hash: string | null
  caller_hash: string | null
  user_reference: string | null
  return_url: string | null
  preset_name: string
  scenario: string | null
  requested: string
  state: string
  /** The state's place in the order, which guards every update. */
  state_rank: number
  outcome: string
  reasons: string
  policy_version: string | null
  checks: string
  /** Encrypted. */
  client_session_token: string | null
  created_at: number
  token_expires_at: number
  read_at: number
  /** Until then somebody is asking Yoti. */
  reading_until: Generated<number>
  captured_at: number | null
  ended_at: number | null
  erasure_requested_at: number | null
  erased_at: number | null
  /** From here on Yoti has deleted it by itself. Null in sessions from before it was kept. */
  forgotten_at: number | null
  /** The SDK id that created it; null of an emulator, and in sessions from before it was kept. */
  application: Generated<string | null>
  /** SHA-256 of the link's token; null when it is spent. */
  handover_hash: string | null
  handover_expires_at: number | null
}

export interface JobTable {
  id: string
  kind: string
  session_id: string
  event: string | null
  /** Events of a session are delivered in this order. */
  event_rank: number
  payload: string | null
  state: 'waiting' | 'failed' | 'done'
  due_at: number
  lease_until: Generated<number>
  claims: Generated<number>
  /** 1 when a hint came while it was being done. */
  hinted: Generated<number>
  attempts: Generated<number>
  /** The code of the last failure. */
  error: string | null
  created_at: number
}

/** What came with an idempotency key. */
export interface IdempotencyKeyTable {
  caller_hash: string
  key_hash: string
  body_hash: string
  session_id: string
  /** Encrypted. */
  handover_token: string
  created_at: number
}

/** Orders of the last day whose session names the person no more. */
export interface ErasedSessionCountTable {
  person_hash: string
  created_at: number
}

/** Names held against all processes. */
export interface LockTable {
  name: string
  until: number
}

import type { Generated, Kysely } from 'kysely'

/** Refresh a session from Yoti, deliver an outcome webhook, erase a session at Yoti. */
export const JOB_TYPES = ['refresh', 'deliver', 'erase'] as const
export type JobType = (typeof JOB_TYPES)[number]

/** A session has at most one job of each type and event. */
export interface NewJob {
  type: JobType
  sessionId: string
  dueAt: number
  /** For `deliver` only. */
  event?: { name: string; payload: string; rank: number }
}

/** This process holds the lock with its id. */
export interface Job extends Pick<NewJob, 'type' | 'sessionId'> {
  id: string
  /** For `deliver` only. */
  event?: { name: string; payload: string }
  /** Failures so far. */
  attempts: number
}

export type JobResult =
  | { done: true }
  /** Not a failure: run it again at this time. */
  | { retryAt: number }
  /** An error code. Without `retryAt` the job has failed permanently. */
  | { failed: string; retryAt?: number }

/** The session belongs to another target or application: the job fails until it is retried there. */
export const OTHER_TARGET = 'OTHER_TARGET'

export const JOB_STATES = ['waiting', 'failed'] as const

export interface JobCount {
  type: JobType
  state: (typeof JOB_STATES)[number]
  count: number
  oldestDueAt: number
}

/** Also the name of the lock that a process holds while it runs the job. */
export function toJobId(sessionId: string, type: JobType, event?: string): string {
  return [sessionId, type, event].filter((part) => part !== undefined).join('/')
}

export interface JobTable {
  id: string
  type: JobType
  session_id: string
  event_name: string | null
  /** Events of a session are delivered in this order. */
  event_rank: number
  payload: string | null
  state: 'waiting' | 'failed' | 'done'
  due_at: number
  /** 1 when the job was enqueued again while it ran. */
  enqueued_again: Generated<number>
  attempts: Generated<number>
  error_code: string | null
  created_at: number
}

export interface LockTable {
  /** The id of a running job, or a hash. */
  name: string
  /** The process that holds the lock, and renews it. */
  holder: string
  expires_at: number
}

export interface JobSchema {
  jobs: JobTable
  locks: LockTable
}

/** A database or transaction that has these tables among others. */
export type JobDatabase = Pick<
  Kysely<JobSchema>,
  'selectFrom' | 'insertInto' | 'updateTable' | 'deleteFrom' | 'getExecutor'
>

/** Adds up to 10 %, so that jobs of the same moment spread out. */
export function addJitter(delayMs: number): number {
  return Math.round(delayMs * (1 + Math.random() / 10))
}

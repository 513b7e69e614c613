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
export interface Job {
  id: string
  type: JobType
  sessionId: string
  /** For `deliver` only. */
  event?: { name: string; payload: string }
  /** Failures so far. */
  attempts: number
}

export type JobResult =
  | { done: true }
  /** Not a failure: run it again then. */
  | { retryAt: number }
  /** An error code. Without `retryAt` the job has failed permanently. */
  | { failed: string; retryAt?: number }

export interface JobCount {
  type: JobType
  state: 'waiting' | 'failed'
  count: number
  oldestDueAt: number
}

/** Shared by all processes on one database. */
export interface JobQueue {
  /** Locks up to `limit` due jobs. Of a session's events only the first one can be claimed. */
  claim(type: JobType, now: number, limit: number): Promise<Job[]>
  /** A job that was enqueued again while it ran becomes due immediately. */
  finish(job: Job, result: JobResult, now: number): Promise<void>
  /** Resolves once the request is durable. */
  requestRefresh(sessionId: string, now: number): Promise<void>
  count(): Promise<JobCount[]>
  /** Makes failed jobs due. Resolves to their number. */
  retryFailed(now: number): Promise<number>
}

/** Also the name of the lock that a process holds while it runs the job. */
export function toJobId(sessionId: string, type: JobType, event?: string): string {
  return [sessionId, type, event].filter((part) => part !== undefined).join('/')
}

/** Shared by all processes on one database. The locks of a crashed process expire. */
export interface Locks {
  /** Waits while the lock is held: a double click creates one session. */
  withLock<T>(name: string, run: () => Promise<T>): Promise<T>
  /** Resolves to undefined while the lock is held. */
  tryLock<T>(name: string, run: () => Promise<T>): Promise<T | undefined>
}

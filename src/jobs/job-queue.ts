/** Ask Yoti about a session; tell the relying business its outcome; erase it at Yoti. */
export const JOB_TYPES = ['refresh', 'deliver', 'erase'] as const
export type JobType = (typeof JOB_TYPES)[number]

/** A piece of work to keep, at most one of its kind (and event) for each session. */
export interface NewJob {
  type: JobType
  sessionId: string
  dueAt: number
  /** Of `deliver`: which event and what it says. */
  event?: { name: string; payload: string; rank: number }
}

/** One piece of durable work, claimed by this process until its lease ends. */
export interface Job {
  id: string
  type: JobType
  sessionId: string
  /** Of `deliver`. */
  event?: { name: string; payload: string }
  /** Failures so far. */
  attempts: number
  /** Counts the claims, so that a process which lost its lease settles nothing. */
  leaseToken: number
}

/** What became of it. */
export type JobResult =
  | { done: true }
  /** Not over yet, and nothing is wrong: again at this time. */
  | { retryAt: number }
  /** Failed with this code: again at this time, or given up without one. */
  | { failed: string; retryAt?: number }

export interface JobCount {
  type: JobType
  state: 'waiting' | 'failed'
  count: number
  /** When the oldest of them was due. */
  oldestDueAt: number
}

/** Durable work, shared by all processes on one database. */
export interface JobQueue {
  /** Claims up to `limit` pieces of a kind that are due, each until `leaseEnd`; of a session's events the first only. */
  claim(type: JobType, now: number, leaseExpiresAt: number, limit: number): Promise<Job[]>
  /** Keeps the claim for longer. */
  extendLeases(jobs: readonly Job[], leaseExpiresAt: number): Promise<void>
  /** Ends the claim. A hint that came meanwhile makes it due again. */
  finish(job: Job, result: JobResult, now: number): Promise<void>
  /** A hint: the session is to be read again as soon as possible. One durable write. */
  requestRefresh(sessionId: string, now: number): Promise<void>
  count(): Promise<JobCount[]>
  /** Makes given-up work due again. Resolves to how many pieces. */
  retryFailed(now: number): Promise<number>
}

/** Ask Yoti about a session; tell the relying business its outcome; erase it at Yoti. */
export const WORK_KINDS = ['refresh', 'deliver', 'erase'] as const
export type WorkKind = (typeof WORK_KINDS)[number]

/** A piece of work to keep, at most one of its kind (and event) for each session. */
export interface NewWork {
  kind: WorkKind
  sessionId: string
  dueAt: number
  /** Of `deliver`: which event and what it says. */
  event?: { name: string; payload: string; rank: number }
}

/** One piece of durable work, claimed by this process until its lease ends. */
export interface Work {
  id: string
  kind: WorkKind
  sessionId: string
  /** Of `deliver`. */
  event?: { name: string; payload: string }
  /** Failures so far. */
  attempts: number
  /** Counts the claims, so that a process which lost its lease settles nothing. */
  claim: number
}

/** What became of it. */
export type WorkResult =
  | { done: true }
  /** Not over yet, and nothing is wrong: again at this time. */
  | { again: number }
  /** Failed with this code: again at this time, or given up without one. */
  | { failed: string; again?: number }

export interface WorkCount {
  kind: WorkKind
  state: 'waiting' | 'failed'
  count: number
  /** When the oldest of them was due. */
  oldestDueAt: number
}

/** Durable work, shared by all processes on one database. */
export interface WorkQueue {
  /** Claims up to `limit` pieces of a kind that are due, each until `leaseEnd`; of a session's events the first only. */
  claim(kind: WorkKind, now: number, leaseEnd: number, limit: number): Promise<Work[]>
  /** Keeps the claim for longer. */
  renew(work: readonly Work[], leaseEnd: number): Promise<void>
  /** Ends the claim. A hint that came meanwhile makes it due again. */
  settle(work: Work, result: WorkResult, now: number): Promise<void>
  /** A hint: the session is to be read again as soon as possible. One durable write. */
  hint(sessionId: string, now: number): Promise<void>
  count(): Promise<WorkCount[]>
  /** Makes given-up work due again. Resolves to how many pieces. */
  rerun(now: number): Promise<number>
}

import { setImmediate } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { WorkQueue } from '../work/queue.js'
import { bringForward } from './add-work.js'
import type { Schema } from './schema.js'

/** Sessions in one write: each number is a statement of its own, which is kept. */
const MOST_AT_ONCE = 16

interface Gathering {
  /** When each was hinted at. */
  sessions: Map<string, number>
  /** Resolves when all of them are durable. */
  written: Promise<void>
}

/** Hints that come at about the same time are one write; nobody is told yes before it is durable. */
export function createHints(db: Kysely<Schema>): WorkQueue['hint'] {
  let gathering: Gathering | undefined

  const write = async (sessions: Map<string, number>): Promise<void> => {
    await setImmediate()
    if (gathering?.sessions === sessions) gathering = undefined
    // Always in the same order, or two such writes would wait for each other.
    const inOrder = [...sessions].sort(([one], [other]) => (one < other ? -1 : 1))
    const work = inOrder.map(([sessionId, dueAt]) => ({
      kind: 'refresh' as const,
      sessionId,
      dueAt,
    }))
    await bringForward(db, work, Math.max(...sessions.values()))
  }

  return async (sessionId, now) => {
    if (gathering === undefined || gathering.sessions.size === MOST_AT_ONCE) {
      const sessions = new Map<string, number>()
      gathering = { sessions, written: write(sessions) }
    }
    gathering.sessions.set(sessionId, now)
    await gathering.written
  }
}

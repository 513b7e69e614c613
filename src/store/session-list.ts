import { sql } from 'kysely'
import { OUTCOMES } from '../outcome/outcome.js'
import type { CallerStore, SessionFilter } from '../sessions/caller-store.js'
import { SESSION_STATES } from '../sessions/session.js'
import { fromRow, type SessionScope } from './session-row.js'

type Sessions = ReturnType<SessionScope['selectSessions']>

/** The last session of a page. */
type Position = readonly [createdAt: number, sessionId: string]

/** A new session moves no other one to another page. */
export function createSessionList(scope: SessionScope): CallerStore['list'] {
  const { db, cipher, selectSessions } = scope

  return async (callerHash, filter) => {
    const { limit, cursor } = filter
    let start: Position | undefined
    if (cursor !== undefined) {
      const position = cipher.decrypt(cursor, callerHash)
      if (position === undefined) return undefined
      start = JSON.parse(position) as Position
    }
    const matching = selectSessions().where('caller_hash', '=', callerHash)
    // A page of each, in the order of an index, and then the first page of them together.
    const rows = await listBranches(startAfter(matching, filter, start), filter)
      .map((branch) =>
        branch
          .orderBy('created_at', 'desc')
          .orderBy('session_id', 'desc')
          .limit(limit + 1),
      )
      .map((branch) => db.selectFrom(branch.as('first')).selectAll())
      .reduce((all, branch) => all.unionAll(branch))
      .orderBy('created_at', 'desc')
      .orderBy('session_id', 'desc')
      .limit(limit + 1)
      .execute()
    const sessions = rows.slice(0, limit).map((row) => fromRow(row, cipher))
    const last = rows.length > limit ? sessions.at(-1) : undefined
    const position = last && JSON.stringify([last.createdAt, last.sessionId] satisfies Position)
    return { sessions, nextCursor: position && cipher.encrypt(position, callerHash) }
  }
}

function startAfter(query: Sessions, filter: SessionFilter, start: Position | undefined): Sessions {
  const { createdAfter, createdBefore } = filter
  let from = query
  if (createdAfter !== undefined) from = from.where('created_at', '>', createdAfter)
  if (createdBefore !== undefined) from = from.where('created_at', '<', createdBefore)
  if (start === undefined) return from
  return from.where((eb) => eb(eb.refTuple('created_at', 'session_id'), '<', eb.tuple(...start)))
}

/** A state has few outcomes, and an outcome few states, so that one index serves each of them. */
function listBranches(query: Sessions, filter: SessionFilter): readonly Sessions[] {
  const { userReference, state, outcome } = filter
  if (userReference === undefined && (state ?? outcome) === undefined) return [query]
  if (userReference === undefined) {
    const states = state === undefined ? SESSION_STATES : [state]
    const outcomes = outcome === undefined ? OUTCOMES : [outcome]
    return states.flatMap((each) =>
      outcomes.map((end) => query.where('state', '=', each).where('outcome', '=', end)),
    )
  }
  const ofUser = query
    .where('user_reference', '=', userReference)
    .where('erasure_requested_at', 'is', null)
  // As expressions, so that SQLite prefers the index of the user.
  const wanted = { state, outcome }
  return [
    Object.entries(wanted).reduce(
      (all, [column, value]) =>
        value === undefined ? all : all.where(sql`${sql.ref(column)} || ''`, '=', value),
      ofUser,
    ),
  ]
}

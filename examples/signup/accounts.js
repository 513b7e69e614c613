import { randomBytes, randomUUID } from 'node:crypto'

// Events can arrive late: an outcome replaces only one of a lower rank.
const RANK = { PENDING: 0, NONE: 1, APPROVED: 2, REJECTED: 2, REVIEW: 2 }
const DECIDED_RANK = 2

/** Users, logins and session outcomes. They are in memory here; keep yours in your database. */
export function createAccounts({ target: expectedTarget, onOutcome }) {
  const users = new Map()
  const logins = new Map()

  const saveSession = (user, session) => {
    const previous = user.sessions.get(session.sessionId)
    user.sessions.set(session.sessionId, session)
    const wasFinal = previous?.outcome === session.outcome && isFinal(previous)
    if (isFinal(session) && !wasFinal) onOutcome(user, session.outcome)
  }

  return {
    add({ name, email, language }) {
      // Random, because the reference is sent to Yoti.
      const user = { reference: `user-${randomUUID()}`, name, email, language, sessions: new Map() }
      users.set(user.reference, user)
      return user
    },
    findByReference: (reference) => users.get(reference),
    findBySession: (sessionId) => [...users.values()].find((user) => user.sessions.has(sessionId)),
    createLogin(user) {
      const token = randomBytes(32).toString('base64url')
      logins.set(token, user)
      return token
    },
    findByLogin: (token) => logins.get(token),

    /** Stores a response of the API or a webhook. Ignores repeated and late ones. A decision of staff replaces any outcome. */
    record(user, { sessionId, state, outcome = 'PENDING', target, decision }) {
      if (target !== expectedTarget) {
        throw new Error(`The outcome is from target "${target}" instead of "${expectedTarget}".`)
      }
      const session = user.sessions.get(sessionId)
      const currentRank = RANK[session?.outcome ?? 'PENDING']
      const isLate = currentRank === DECIDED_RANK || !(RANK[outcome] >= currentRank)
      if (isLate && decision === undefined) return
      saveSession(user, { ...session, sessionId, state, outcome })
    },
    startReturn(user, sessionId, returnToken) {
      saveSession(user, { ...user.sessions.get(sessionId), returnToken, hasReturned: false })
    },
    /** False unless this user created the session and the token is from its return URL. */
    confirmReturn(user, sessionId, returnToken) {
      const session = user?.sessions.get(sessionId)
      const { returnToken: expected } = session ?? {}
      if (expected === undefined || expected !== returnToken) return false
      saveSession(user, { ...session, hasReturned: true })
      return true
    },
  }
}

/**
 * The handover link can be forwarded to another person. An approval is therefore final only after the user has returned
 * under their own login.
 */
function isFinal({ outcome, hasReturned }) {
  return outcome === 'APPROVED' ? hasReturned === true : RANK[outcome] === DECIDED_RANK
}

/** A confirmed session, or else the newest one. */
export function findCurrentSession(user) {
  const sessions = [...user.sessions.values()]
  return sessions.find(isConfirmed) ?? sessions.at(-1)
}

export function findNextStep({ state, outcome, hasReturned } = { outcome: 'NONE' }) {
  if (outcome === 'NONE' || (outcome === 'PENDING' && state === 'ONGOING')) return 'hand-over'
  if (outcome === 'PENDING' || (outcome === 'APPROVED' && !hasReturned)) return 'return'
  return 'none'
}

export function isConfirmed(session) {
  return session?.outcome === 'APPROVED' && isFinal(session)
}

import { randomBytes, randomUUID } from 'node:crypto'

// An outcome is replaced only by one of a higher rank, and a decided one by none.
const RANK = { PENDING: 0, NONE: 1, APPROVED: 2, REJECTED: 2, REVIEW: 2 }
const DECIDED = 2

/** The users, their logins and what came of their sessions. In memory; yours are in your database. */
export function createAccounts({ target: expectedTarget, onOutcome }) {
  const users = new Map()
  const logins = new Map()

  const keep = (user, session) => {
    const before = user.sessions.get(session.sessionId)
    user.sessions.set(session.sessionId, session)
    const isNews = counts(session) && !(before && counts(before))
    if (isNews) onOutcome(user, session.outcome)
  }

  return {
    add({ name, email }) {
      // The reference goes to Yoti: it says nothing about the person.
      const user = { reference: `user-${randomUUID()}`, name, email, sessions: new Map() }
      users.set(user.reference, user)
      return user
    },
    findByReference: (reference) => users.get(reference),
    findBySession: (sessionId) => [...users.values()].find((user) => user.sessions.has(sessionId)),
    logIn(user) {
      const token = randomBytes(32).toString('base64url')
      logins.set(token, user)
      return token
    },
    findByLogin: (token) => logins.get(token),

    /** Takes what the API or a webhook says of a session of this user. Twice does no harm, nor does late. */
    record(user, { sessionId, state, outcome = 'PENDING', target }) {
      if (target !== expectedTarget) {
        throw new Error(`An outcome came from "${target}", not from "${expectedTarget}".`)
      }
      const session = user.sessions.get(sessionId)
      const known = RANK[session?.outcome ?? 'PENDING']
      if (known === DECIDED || !(RANK[outcome] >= known)) return
      keep(user, { ...session, sessionId, state, outcome })
    },
    /** From now on whoever was handed over comes back from this session with this token, and nobody has yet. */
    expectReturn(user, sessionId, returnToken) {
      keep(user, { ...user.sessions.get(sessionId), returnToken, cameBack: false })
    },
    /** Whether this user ordered the session, and this browser was handed over for it. */
    noteReturn(user, sessionId, returnToken) {
      const session = user?.sessions.get(sessionId)
      const { returnToken: expected } = session ?? {}
      if (expected === undefined || expected !== returnToken) return false
      keep(user, { ...session, cameBack: true })
      return true
    },
  }
}

/**
 * Whether an outcome stands. A link can be passed on, and then somebody else was approved: an
 * approval waits until the person has come back under the login that it is for.
 */
function counts({ outcome, cameBack }) {
  return outcome === 'APPROVED' ? cameBack === true : RANK[outcome] === DECIDED
}

/** How the person stands: one approval is enough, else the newest session tells. */
export function findStanding(user) {
  const sessions = [...user.sessions.values()]
  return sessions.find(isConfirmed) ?? sessions.at(-1)
}

/** What a press on the button leads to. */
export function findNextStep({ state, outcome, cameBack } = { outcome: 'NONE' }) {
  if (outcome === 'NONE' || (outcome === 'PENDING' && state === 'ONGOING')) return 'hand-over'
  if (outcome === 'PENDING' || (outcome === 'APPROVED' && !cameBack)) return 'come-back'
  return 'none'
}

export function isConfirmed(session) {
  return session?.outcome === 'APPROVED' && counts(session)
}

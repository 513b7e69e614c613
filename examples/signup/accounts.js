import { randomBytes, randomUUID } from 'node:crypto'

// An outcome is replaced only by one of a higher rank, and a decided one by none.
const RANK = { PENDING: 0, NONE: 1, APPROVED: 2, REJECTED: 2, REVIEW: 2 }
const DECIDED = 2

/** The users, their logins and what came of their sessions. In memory; yours are in your database. */
export function createAccounts({ target: expectedTarget, onOutcome }) {
  const users = new Map()
  const logins = new Map()

  return {
    add({ name, email }) {
      // The reference goes to Yoti: it says nothing about the person.
      const user = { reference: `user-${randomUUID()}`, name, email, sessions: new Map() }
      users.set(user.reference, user)
      return user
    },
    findByReference: (reference) => users.get(reference),
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
      const known = RANK[user.sessions.get(sessionId)?.outcome ?? 'PENDING']
      if (known === DECIDED || !(RANK[outcome] >= known)) return
      user.sessions.set(sessionId, { sessionId, state, outcome })
      if (RANK[outcome] === DECIDED) onOutcome(user, outcome)
    },
  }
}

/** How the person stands: one approval is enough, else the newest session tells. */
export function findStanding(user) {
  const sessions = [...user.sessions.values()]
  return sessions.find(({ outcome }) => outcome === 'APPROVED') ?? sessions.at(-1)
}

import { once } from 'node:events'
import { getRequirementState } from '../capture/requirement-state.js'
import { getMaxAttempts } from '../capture/requirement.js'
import { ID_DOCUMENT_TASK, requestsIdentityProfile } from './session-spec.js'
import { getSessionState, type Session } from './session.js'

/** Without tokens or personal data. */
export function describeSession(session: Session) {
  return {
    sessionId: session.id,
    userTrackingId: session.spec.user_tracking_id,
    state: session.isDeleted ? ('DELETED' as const) : getSessionState(session),
    userFinished: session.token === undefined,
    /** Why the session cannot complete any more, although its time is not over. */
    userLeft: describeUserLeft(session),
    /** The codes that the client page reported. */
    clientErrors: session.clientErrors as readonly number[],
  }
}

export type SessionStatus = ReturnType<typeof describeSession>

function describeUserLeft(session: Session): string | undefined {
  const { spec, token, requirements, clientErrors } = session
  // An identity profile completes without its document.
  if (token === undefined || requestsIdentityProfile(spec)) return undefined
  for (const requirement of requirements) {
    if (requirement.type !== 'ID_DOCUMENT') continue
    if (getRequirementState(session, requirement) !== 'REQUIRED') continue
    const used = Object.entries(requirement.attemptsLeft).find(([, left]) => left === 0)
    if (used === undefined) continue
    const [category] = used
    const max = getMaxAttempts(spec)[category]
    const name = category === 'GENERIC' ? ID_DOCUMENT_TASK : `${ID_DOCUMENT_TASK} ${category}`
    return `the user left: no attempts left for ${name} (${max} of ${max})`
  }
  const code = clientErrors.at(-1)
  return code === undefined ? undefined : `the user left: client error ${code}`
}

/** Resolves when the session has completed, expired or been deleted, or after that time. */
export async function waitUntilOver(session: Session, seconds: number): Promise<void> {
  const isOver = session.isDeleted || getSessionState(session) !== 'ONGOING'
  if (isOver || seconds === 0) return
  const expired = new AbortController()
  const cancelTimer = session.clock.setTimer(() => {
    if (getSessionState(session) === 'EXPIRED') expired.abort()
  }, session.tokenExpiresAt - session.clock.now())
  const timeout = AbortSignal.timeout(seconds * 1000)
  await once(AbortSignal.any([session.over.signal, expired.signal, timeout]), 'abort')
  cancelTimer()
}

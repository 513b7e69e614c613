import { NotFoundError } from '../errors.js'
import type { NewJob } from '../jobs/queue.js'
import { pickYotiConstant } from '../outcome/finding.js'
import { evaluateSession } from '../outcome/outcome.js'
import type { Check, SessionResult } from '../yoti/session-result.js'
import { applyDecision, type DecisionRequest } from './decision.js'
import type { SessionsOptions } from './options.js'
import {
  EVENT_RANKS,
  isErasureRequested,
  isFinal,
  SESSION_STATES,
  type CheckSummary,
  type EventType,
  type Session,
  type SessionState,
} from './session.js'

/** The client session token is removed unless the change has one. */
type SessionChange = Pick<Session, 'state'> &
  Partial<Pick<Session, 'outcome' | 'reasons' | 'policyVersion' | 'checks' | 'clientSessionToken'>>

const EVENT_NAME_BY_STATE: Partial<Record<SessionState, EventType>> = {
  COMPLETED: 'session.completed',
  EXPIRED: 'session.expired',
  ERASED: 'session.erased',
}

export type Transitions = ReturnType<typeof createTransitions>

/** Decides how a session changes and which jobs follow. */
export function createTransitions({
  store,
  buildEventPayload,
  onSaved,
  now,
}: Pick<SessionsOptions, 'store' | 'buildEventPayload' | 'onSaved' | 'now'>) {
  const listJobs = (before: Session, after: Session, at: number): NewJob[] => {
    const { sessionId, state } = after
    const jobs: NewJob[] = []
    if (!isErasureRequested(before) && isErasureRequested(after) && state !== 'ERASED') {
      jobs.push({ type: 'erase', sessionId, dueAt: at })
    }
    const name =
      state === before.state
        ? after.decision !== before.decision && 'session.decided'
        : EVENT_NAME_BY_STATE[state]
    if (!name) return jobs
    const payload = buildEventPayload?.(name, after, at)
    if (payload !== undefined) {
      const event = { name, payload, rank: EVENT_RANKS[name] }
      jobs.push({ type: 'deliver', sessionId, dueAt: at, event })
    }
    return jobs
  }

  /** Changes again when the state, the erasure request or the decision has changed since the session was read. */
  const save = async (
    session: Session,
    change: (current: Session, at: number) => Session | undefined,
  ): Promise<Session> => {
    let before = session
    for (;;) {
      const at = now()
      const after = change(before, at)
      if (after === undefined) return before
      if (await store.update(before, after, listJobs(before, after, at), at)) {
        onSaved?.({ session: after, before, changed: true })
        return after
      }
      const latest = await store.find(session.sessionId)
      if (latest === undefined) throw new NotFoundError()
      before = latest
    }
  }

  /** A change that would move the state backwards only shows that Yoti has been asked. */
  const apply = (session: Session, change: SessionChange): Promise<Session> =>
    save(session, (current, at) => {
      if (canTransition(current, change)) return applyChange(current, change, at)
      onSaved?.({ session: current, before: current, changed: false })
      return isFinal(current) ? undefined : { ...current, lastRefreshedAt: at }
    })

  return {
    apply,
    /** Changes `lastRefreshedAt`, which delays the next refresh on demand. */
    touch: (session: Session) =>
      save(session, (current, at) =>
        current.state === 'ERASED' ? undefined : { ...current, lastRefreshedAt: at },
      ),
    /** @throws PublicError `ALREADY_DECIDED` or `NOT_DECIDABLE` */
    decide: (session: Session, request: DecisionRequest) =>
      save(session, (current, at) => applyDecision(current, request, at)),
    requestErasure: (session: Session) =>
      save(session, (current, at) =>
        isErasureRequested(current) ? undefined : { ...current, erasureRequestedAt: at },
      ),
    /** For a session that Yoti has deleted. */
    markErased: (session: Session) => apply(session, { state: 'ERASED' }),
  }
}

export function toChange(result: SessionResult, { outcomeCriteria }: Session): SessionChange {
  const state = deriveState(result)
  const token = state === 'ONGOING' ? result.client_session_token : undefined
  return {
    ...evaluateSession(result, outcomeCriteria),
    state,
    checks: result.checks.map(summariseCheck),
    ...(token === undefined ? {} : { clientSessionToken: token }),
  }
}

/**
 * The user has finished (CAPTURED) when Yoti's response has no client session token, or has a check
 * other than LIVENESS, because the other checks start after capture.
 */
function deriveState(result: SessionResult): SessionState {
  if (result.state === 'COMPLETED' || result.state === 'EXPIRED') return result.state
  const finished =
    result.client_session_token === undefined ||
    result.checks.some((check) => check.type !== 'LIVENESS')
  return finished ? 'CAPTURED' : 'ONGOING'
}

function summariseCheck(check: Check): CheckSummary {
  const recommendation = check.report?.recommendation
  return {
    type: check.type,
    state: check.state,
    ...pickYotiConstant('recommendation', recommendation?.value),
    ...pickYotiConstant('reason', recommendation?.reason),
  }
}

/** States only move forward, and the outcome of a completed session is final. */
function canTransition(current: Session, change: SessionChange): boolean {
  const steps = SESSION_STATES.indexOf(change.state) - SESSION_STATES.indexOf(current.state)
  return isFinal(current) ? steps > 0 : steps >= 0
}

function applyChange(current: Session, change: SessionChange, now: number): Session {
  const { state } = change
  const next: Session = { ...current, ...change, lastRefreshedAt: now }
  if (change.clientSessionToken === undefined) delete next.clientSessionToken
  if (state === 'CAPTURED' || state === 'COMPLETED') next.capturedAt ??= now
  const hasEnded = state === 'COMPLETED' || state === 'EXPIRED'
  if (hasEnded && state !== current.state) next.endedAt = now
  return state === 'ERASED' ? redactSession(next, now) : next
}

/** Removes the user's reference, return URL and checks. Keeps the outcome, its reasons, the decision, and hashes. */
function redactSession(session: Session, now: number): Session {
  const { userReference: _userReference, returnUrl: _returnUrl, ...rest } = session
  return {
    ...rest,
    outcome: session.outcome === 'PENDING' ? 'NONE' : session.outcome,
    checks: [],
    erasureRequestedAt: session.erasureRequestedAt ?? now,
    erasedAt: now,
  }
}

import { isErasing, type Ordered, type Session } from '../sessions/session.js'
import type { CreatedSession } from './schemas/created-session.js'
import type { SessionAnswer } from './schemas/session-answer.js'

/** The answer to an order. */
export function describeOrdered(
  { session, handoverToken }: Ordered,
  baseUrl: string,
  now: number,
): CreatedSession {
  const { sessionId, clientSessionToken, tokenExpiresAt, state, target, presetName, scenario } =
    session
  return {
    sessionId,
    ...(clientSessionToken === undefined ? {} : { clientSessionToken }),
    clientSessionTokenTtl: Math.max(0, Math.floor((tokenExpiresAt - now) / 1000)),
    url: `${baseUrl}/handover/${handoverToken}`,
    state,
    target,
    preset: presetName,
    ...(scenario === undefined ? {} : { scenario }),
  }
}

/** What the relying business may see of a session; once it is to be erased, what came of it only. */
export function describeSession(session: Session): SessionAnswer {
  const { sessionId, target, presetName, scenario, state, outcome, policyVersion } = session
  const kept = !isErasing(session)
  return {
    sessionId,
    userReference: (kept ? session.userReference : undefined) ?? null,
    target,
    preset: presetName,
    ...(scenario === undefined ? {} : { scenario }),
    state,
    outcome,
    reasons: session.reasons.map((reason) => ({ ...reason })),
    ...(policyVersion === undefined ? {} : { policyVersion }),
    checks: kept ? session.checks.map((check) => ({ ...check })) : [],
    createdAt: toIso(session.createdAt),
    ...describeTime('capturedAt', session.capturedAt),
    ...describeTime('endedAt', session.endedAt),
    ...describeTime('erasureRequestedAt', session.erasureRequestedAt),
    ...describeTime('erasedAt', session.erasedAt),
  }
}

function describeTime<Name extends string>(
  name: Name,
  time: number | undefined,
): Partial<Record<Name, string>> {
  return time === undefined ? {} : ({ [name]: toIso(time) } as Record<Name, string>)
}

function toIso(time: number): string {
  return new Date(time).toISOString()
}

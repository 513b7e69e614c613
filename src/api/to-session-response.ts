import { isErasureRequested, type CreatedSession, type Session } from '../sessions/session.js'
import type { FieldError } from './problem-error.js'
import type { CreateSessionResponse } from './schemas/created-session-response.js'
import type { SessionResponse } from './schemas/session-response.js'

export function toCreatedSessionResponse(
  { session, handoverToken }: CreatedSession,
  warnings: readonly FieldError[],
  baseUrl: string,
  now: number,
): CreateSessionResponse {
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
    warnings: warnings.map((warning) => ({ ...warning })),
  }
}

/** Once erasure is requested, only the outcome and its reasons remain. */
export function toSessionResponse(session: Session): SessionResponse {
  const { sessionId, target, presetName, scenario, state, outcome, policyVersion } = session
  const isRetained = !isErasureRequested(session)
  return {
    sessionId,
    userReference: (isRetained ? session.userReference : undefined) ?? null,
    target,
    preset: presetName,
    ...(scenario === undefined ? {} : { scenario }),
    state,
    outcome,
    reasons: session.reasons.map((reason) => ({ ...reason })),
    ...(policyVersion === undefined ? {} : { policyVersion }),
    checks: isRetained ? session.checks.map((check) => ({ ...check })) : [],
    createdAt: toIsoString(session.createdAt),
    ...toIsoField('capturedAt', session.capturedAt),
    ...toIsoField('endedAt', session.endedAt),
    ...toIsoField('erasureRequestedAt', session.erasureRequestedAt),
    ...toIsoField('erasedAt', session.erasedAt),
  }
}

function toIsoField<Name extends string>(
  name: Name,
  time: number | undefined,
): Partial<Record<Name, string>> {
  return time === undefined ? {} : ({ [name]: toIsoString(time) } as Record<Name, string>)
}

function toIsoString(time: number): string {
  return new Date(time).toISOString()
}

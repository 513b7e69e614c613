import { pickYotiConstant } from '../outcome/outcome.js'
import type { Check, SessionResult } from '../yoti/session-result.js'
import type { CheckSummary, SessionState } from './session.js'

/**
 * What Yoti's answer means for us. The person has finished (CAPTURED) when the client session token
 * is gone from it, or when a check other than LIVENESS exists, since those start at the end.
 */
export function deriveState(result: SessionResult): SessionState {
  if (result.state === 'COMPLETED') return 'COMPLETED'
  if (result.state === 'EXPIRED') return 'EXPIRED'
  const finished =
    result.client_session_token === undefined ||
    result.checks.some((check) => check.type !== 'LIVENESS')
  return finished ? 'CAPTURED' : 'ONGOING'
}

export function summariseCheck(check: Check): CheckSummary {
  const recommendation = check.report?.recommendation
  return {
    type: check.type,
    state: check.state,
    ...pickYotiConstant('recommendation', recommendation?.value),
    ...pickYotiConstant('reason', recommendation?.reason),
  }
}

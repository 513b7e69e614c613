import { pickYotiConstant } from '../outcome/finding.js'
import type { Check, SessionResult } from '../yoti/session-result.js'
import type { CheckSummary, SessionState } from './session.js'

/**
 * The user has finished (CAPTURED) when Yoti's response has no client session token, or has a check
 * other than LIVENESS, because the other checks start after capture.
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

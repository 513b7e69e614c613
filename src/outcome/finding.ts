import type { ProfileRequirements } from '../yoti/session-spec.js'

export const OUTCOMES = ['PENDING', 'APPROVED', 'REJECTED', 'REVIEW', 'NONE'] as const
export type Outcome = (typeof OUTCOMES)[number]

type OutcomeReasonCode =
  | 'CHECK_REJECTED'
  | 'CHECK_TO_CONSIDER'
  | 'CHECK_NOT_AVAILABLE'
  | 'CHECK_WITHOUT_RESULT'
  | 'CHECK_CONTRADICTORY'
  | 'MISSING_CHECK'
  | 'MISSING_DOCUMENT'
  | 'UNKNOWN_CHECK_TYPE'
  | 'UNKNOWN_RECOMMENDATION'
  | 'PROFILE_ABORTED'
  | 'PROFILE_FAILED'
  | 'PROFILE_REQUIREMENTS_NOT_MET'
  | 'MISSING_PROFILE'
  | 'UNKNOWN_PROFILE_RESULT'
  | 'UNREADABLE_RESULT'
  | 'SESSION_EXPIRED'
  | 'NOTHING_TO_JUDGE'

/** Why an outcome is not APPROVED, in stable codes without personal data. */
export interface OutcomeReason {
  code: OutcomeReasonCode
  checkType?: string
  /** Yoti's constant. */
  reason?: string
}

/** The requirements in a session specification. */
export interface OutcomeCriteria extends ProfileRequirements {
  requested_checks?: readonly { type: string }[] | undefined
  required_documents?: readonly { type: string }[] | undefined
}

/** A reason not to approve a session. */
export interface Finding {
  outcome: 'REJECTED' | 'REVIEW' | 'NONE'
  reason: OutcomeReason
}

export function createFinding(
  outcome: Finding['outcome'],
  code: OutcomeReasonCode,
  { checkType, reason }: { checkType?: string | undefined; reason?: string | undefined } = {},
): Finding {
  return {
    outcome,
    reason: {
      code,
      ...pickYotiConstant('checkType', checkType),
      ...pickYotiConstant('reason', reason),
    },
  }
}

/** Returns nothing if `value` does not look like a constant, because it could be personal data. */
export function pickYotiConstant<K extends string>(
  key: K,
  value: string | undefined,
): Partial<Record<K, string>> {
  if (value === undefined || !/^[A-Z][A-Z0-9_-]{0,79}$/.test(value)) return {}
  return { [key]: value } as Partial<Record<K, string>>
}

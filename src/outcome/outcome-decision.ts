import type { SessionSpec } from '../yoti/session-spec.js'

export type Outcome = 'PENDING' | 'APPROVED' | 'REJECTED' | 'REVIEW' | 'NONE'

export type OutcomeReasonCode =
  | 'CHECK_REJECTED'
  | 'CHECK_TO_CONSIDER'
  | 'CHECK_NOT_AVAILABLE'
  | 'CHECK_WITHOUT_RESULT'
  | 'MISSING_CHECK'
  | 'MISSING_DOCUMENT'
  | 'UNKNOWN_CHECK_TYPE'
  | 'UNKNOWN_RECOMMENDATION'
  | 'PROFILE_ABORTED'
  | 'PROFILE_REQUIREMENTS_NOT_MET'
  | 'MISSING_PROFILE'
  | 'UNKNOWN_PROFILE_RESULT'
  | 'SESSION_EXPIRED'
  | 'NOTHING_TO_JUDGE'

/** Why an outcome is not APPROVED, in stable codes without personal data. */
export interface OutcomeReason {
  code: OutcomeReasonCode
  checkType?: string
  /** Yoti's constant. */
  reason?: string
}

export interface OutcomeDecision {
  outcome: Outcome
  /** Rejections first. */
  reasons: readonly OutcomeReason[]
  policyVersion: string
}

/** The requirements in a session specification. */
export type OutcomeCriteria = Pick<
  SessionSpec,
  'identity_profile_requirements' | 'advanced_identity_profile_requirements'
> & {
  requested_checks?: readonly { type: string }[]
  required_documents?: readonly { type: string }[]
}

/** A reason not to approve a session. */
export interface Finding {
  outcome: 'REJECTED' | 'REVIEW' | 'NONE'
  reason: OutcomeReason
}

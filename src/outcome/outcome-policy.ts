/** Stored with each outcome. Change it whenever a decision below changes. */
export const POLICY_VERSION = '3'

export interface CheckPolicy {
  /**
   * Which checks of the type must approve: `every` one; every one and at least one for `each
   * document` used; `any` attempt.
   */
  approvals: 'every' | 'each document' | 'any'
  /** Proves nothing without a check of this type. */
  requires?: string
}

/**
 * The known check types. A type without a row never approves. REJECT leads to REJECTED, and every
 * other recommendation than APPROVE to REVIEW.
 */
export const CHECK_POLICY: Readonly<Record<string, CheckPolicy>> = {
  ID_DOCUMENT_AUTHENTICITY: { approvals: 'each document' },
  ID_DOCUMENT_TEXT_DATA_CHECK: { approvals: 'every' },
  SUPPLEMENTARY_DOCUMENT_TEXT_DATA_CHECK: { approvals: 'every' },
  LIVENESS: { approvals: 'any' },
  ID_DOCUMENT_FACE_MATCH: { approvals: 'each document' },
  FACE_COMPARISON: { approvals: 'every', requires: 'LIVENESS' },
  ID_DOCUMENT_COMPARISON: { approvals: 'every' },
  THIRD_PARTY_IDENTITY: { approvals: 'every' },
  THIRD_PARTY_IDENTITY_FRAUD_1: { approvals: 'every' },
  SYNECTICS_IDENTITY_FRAUD: { approvals: 'every' },
  WATCHLIST_SCREENING: { approvals: 'every' },
  WATCHLIST_ADVANCED_CA: { approvals: 'every' },
  FAMILIAR_FACE_SEARCH: { approvals: 'every' },
  IBV_VISUAL_REVIEW_CHECK: { approvals: 'each document' },
  DOCUMENT_SCHEME_VALIDITY_CHECK: { approvals: 'each document' },
  PROFILE_DOCUMENT_MATCH: { approvals: 'each document' },
}

/**
 * The outcome of an ABORTED identity profile by its reason. Any other reason leads to REVIEW, because
 * most mean that evidence is missing.
 */
export const ABORTED_PROFILE_POLICY: Readonly<Record<string, 'REJECTED' | 'NONE'>> = {
  FRAUD_DETECTED: 'REJECTED',
  FACE_MATCH_VERIFICATION_FAILED: 'REJECTED',
  IDENTITY_CHECK_FAILED: 'REJECTED',
  ABANDONED: 'NONE',
}

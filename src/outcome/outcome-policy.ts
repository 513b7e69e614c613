/** Stored with each outcome. Change it whenever this folder decides differently. A test notices changes of the tables below only. */
export const POLICY_VERSION = '4'

/** The outcome for each of Yoti's reasons. `otherwise` applies without a reason and to all others. */
type ByReason<O> = { otherwise: O } & Record<string, O>

export interface CheckPolicy {
  /**
   * - `every`: every check of the type must approve.
   * - `each document`: as `every`, and each document that was used needs such a check.
   * - `any`: one attempt is enough.
   */
  approvals: 'every' | 'each document' | 'any'
  /** A check of this type is required as well. */
  requires?: string
  /** For REJECT. Every other recommendation than APPROVE leads to REVIEW. */
  rejections?: ByReason<'REJECTED' | 'REVIEW'>
}

export const DEFAULT_REJECTIONS: ByReason<'REJECTED' | 'REVIEW'> = { otherwise: 'REJECTED' }

/** The known check types. A type without a row never approves. */
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

/** The outcome of an ABORTED identity profile. Most reasons mean that evidence is missing. */
export const ABORTED_PROFILE_POLICY: ByReason<'REJECTED' | 'REVIEW' | 'NONE'> = {
  otherwise: 'REVIEW',
  FRAUD_DETECTED: 'REJECTED',
  FACE_MATCH_VERIFICATION_FAILED: 'REJECTED',
  IDENTITY_CHECK_FAILED: 'REJECTED',
  ABANDONED: 'NONE',
}

export function lookUpByReason<O>(row: ByReason<O>, reason = 'otherwise'): O {
  return Object.hasOwn(row, reason) ? (row[reason] ?? row.otherwise) : row.otherwise
}

/** Whether the user must not see what the check found, because telling them may be an offence. */
export function isConfidential(checkType = ''): boolean {
  return checkType.startsWith('WATCHLIST_')
}

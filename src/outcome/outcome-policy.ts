/** Stored with each outcome. Change it whenever a decision below changes. */
export const POLICY_VERSION = '2'

type NotApproved = 'REJECTED' | 'REVIEW'

/** The outcome for each of Yoti's reasons. `otherwise` applies without a reason and to new ones. */
type ByReason<O> = { otherwise: O } & Record<string, O>

export interface CheckPolicy {
  /**
   * Which checks of the type must approve: `every` one; every one and at least one for `each
   * document` used; `any` attempt.
   */
  approvals: 'every' | 'each document' | 'any'
  REJECT: ByReason<NotApproved>
  CONSIDER: ByReason<'REVIEW'>
  /** Without a result there is nothing to reject. */
  NOT_AVAILABLE: ByReason<'REVIEW'>
}

/** No row of the policy can override this. */
export const APPROVING_VALUE = 'APPROVE'

const defaultPolicy = {
  REJECT: { otherwise: 'REJECTED' },
  CONSIDER: { otherwise: 'REVIEW' },
  NOT_AVAILABLE: { otherwise: 'REVIEW' },
} as const

const unreadablePhoto = {
  PHOTO_OVEREXPOSED: 'REVIEW',
  PHOTO_TOO_DARK: 'REVIEW',
  PHOTO_TOO_BLURRY: 'REVIEW',
  GLARE_OBSTRUCTION: 'REVIEW',
  OBJECT_OBSTRUCTION: 'REVIEW',
  PARTIAL_PHOTO: 'REVIEW',
  MISUSE: 'REVIEW',
  INVALID: 'REVIEW',
} as const

const unreadableDocument = {
  ...unreadablePhoto,
  IMAGE_RESOLUTION_TOO_LOW: 'REVIEW',
  MISSING_DOCUMENT_SIDE: 'REVIEW',
  NO_DOCUMENT: 'REVIEW',
  DOCUMENT_TOO_DAMAGED: 'REVIEW',
  DOCUMENT_NOT_SUPPORTED: 'REVIEW',
  DOCUMENT_VERSION_NOT_SUPPORTED: 'REVIEW',
  INCORRECT_DOCUMENT_TYPE: 'REVIEW',
  INCORRECT_MRZ: 'REVIEW',
  BLACK_AND_WHITE_IMAGE: 'REVIEW',
  CHIP_PARSE: 'REVIEW',
  CHIP_SOD_PARSE: 'REVIEW',
  COUNTRY_NOT_SUPPORTED: 'REVIEW',
  UNABLE_TO_LOAD: 'REVIEW',
  PICTURE_TOO_DARK: 'REVIEW',
} as const

const textData = {
  ...defaultPolicy,
  approvals: 'every',
  NOT_AVAILABLE: {
    otherwise: 'REVIEW',
    ...unreadableDocument,
    EXTRACTION_FAILED: 'REVIEW',
    MRZ_VALIDATION: 'REVIEW',
  },
} as const

const watchlist = {
  ...defaultPolicy,
  approvals: 'every',
  CONSIDER: { otherwise: 'REVIEW', POTENTIAL_MATCH: 'REVIEW' },
  NOT_AVAILABLE: { otherwise: 'REVIEW', NO_VALID_FIELDS: 'REVIEW' },
} as const

/** The outcome by check type, value and reason. A type without a row never approves. */
export const CHECK_POLICY = {
  ID_DOCUMENT_AUTHENTICITY: {
    ...defaultPolicy,
    approvals: 'each document',
    REJECT: {
      otherwise: 'REJECTED',
      COUNTERFEIT: 'REJECTED',
      EXPIRED_DOCUMENT: 'REJECTED',
      FRAUD_LIST_MATCH: 'REJECTED',
      DOCUMENT_COPY: 'REJECTED',
      ISSUING_AUTHORITY_INVALID: 'REJECTED',
      TAMPERED: 'REJECTED',
      MISSING_HOLOGRAM: 'REJECTED',
      NO_HOLOGRAM_MOVEMENT: 'REJECTED',
      DATA_MISMATCH: 'REJECTED',
      DOC_NUMBER_INVALID: 'REJECTED',
      CHIP_DATA_INTEGRITY_FAILED: 'REJECTED',
      CHIP_SIGNATURE_VERIFICATION_FAILED: 'REJECTED',
      CHIP_CSCA_VERIFICATION_FAILED: 'REJECTED',
      OTHER_SECURITY_FEATURES: 'REJECTED',
    },
    NOT_AVAILABLE: { otherwise: 'REVIEW', ...unreadableDocument },
  },
  ID_DOCUMENT_TEXT_DATA_CHECK: textData,
  SUPPLEMENTARY_DOCUMENT_TEXT_DATA_CHECK: textData,
  LIVENESS: { ...defaultPolicy, approvals: 'any' },
  ID_DOCUMENT_FACE_MATCH: {
    ...defaultPolicy,
    approvals: 'each document',
    REJECT: {
      otherwise: 'REJECTED',
      FACE_NOT_GENUINE: 'REJECTED',
      LARGE_AGE_GAP: 'REJECTED',
      PHOTO_OF_MASK: 'REJECTED',
      PHOTO_OF_PHOTO: 'REJECTED',
      DIFFERENT_PERSON: 'REJECTED',
      DOCUMENT_COPY: 'REJECTED',
      TAMPERED: 'REJECTED',
    },
    NOT_AVAILABLE: {
      otherwise: 'REVIEW',
      ...unreadablePhoto,
      FACE_NOT_FOUND: 'REVIEW',
      DOCUMENT_NOT_FOUND: 'REVIEW',
      FACE_PHOTO_LOW_RESOLUTION: 'REVIEW',
    },
  },
  FACE_COMPARISON: { ...defaultPolicy, approvals: 'every' },
  ID_DOCUMENT_COMPARISON: {
    ...defaultPolicy,
    approvals: 'every',
    REJECT: { otherwise: 'REJECTED', MISMATCH: 'REJECTED' },
    NOT_AVAILABLE: {
      otherwise: 'REVIEW',
      NON_LATIN_CHARACTER_IN_NAME: 'REVIEW',
      NO_VALID_SUBCHECKS: 'REVIEW',
    },
  },
  THIRD_PARTY_IDENTITY: {
    ...defaultPolicy,
    approvals: 'every',
    CONSIDER: {
      otherwise: 'REVIEW',
      NO_MATCH: 'REVIEW',
      NO_MATCH_FOUND: 'REVIEW',
      ADDRESS_MISMATCH: 'REVIEW',
    },
    NOT_AVAILABLE: { otherwise: 'REVIEW', NO_VALID_FIELDS: 'REVIEW' },
  },
  THIRD_PARTY_IDENTITY_FRAUD_1: { ...defaultPolicy, approvals: 'every' },
  SYNECTICS_IDENTITY_FRAUD: { ...defaultPolicy, approvals: 'every' },
  WATCHLIST_SCREENING: watchlist,
  WATCHLIST_ADVANCED_CA: watchlist,
  FAMILIAR_FACE_SEARCH: { ...defaultPolicy, approvals: 'every' },
  IBV_VISUAL_REVIEW_CHECK: { ...defaultPolicy, approvals: 'each document' },
  DOCUMENT_SCHEME_VALIDITY_CHECK: { ...defaultPolicy, approvals: 'each document' },
  PROFILE_DOCUMENT_MATCH: { ...defaultPolicy, approvals: 'each document' },
} as const satisfies Record<string, CheckPolicy>

/** For a check type without a row, which never approves. */
export const UNKNOWN_CHECK_POLICY: CheckPolicy = { ...defaultPolicy, approvals: 'every' }

/** Checks that prove nothing without another check. */
export const CHECK_DEPENDENCIES: Readonly<Record<string, readonly string[]>> = {
  FACE_COMPARISON: ['LIVENESS'],
}

/** The outcome of an ABORTED identity profile by its `reason_code`. */
export const ABORTED_PROFILE_POLICY = {
  otherwise: 'REVIEW',
  FRAUD_DETECTED: 'REJECTED',
  FACE_MATCH_VERIFICATION_FAILED: 'REJECTED',
  IDENTITY_CHECK_FAILED: 'REJECTED',
  // The following mean that evidence is missing, not that a problem was found.
  UNABLE_TO_VALIDATE_DOCUMENT: 'REVIEW',
  FACE_MATCH_HIGHER_THRESHOLD_VERIFICATION_FAILED: 'REVIEW',
  MANDATORY_DOCUMENT_NOT_PROVIDED: 'REVIEW',
  MANDATORY_DOCUMENT_COULD_NOT_BE_PROVIDED: 'REVIEW',
  MISSING_LIVENESS: 'REVIEW',
  UNABLE_TO_COMPLETE_CHECKS: 'REVIEW',
  COULD_NOT_VERIFY_ADDRESS: 'REVIEW',
  ACTIVITY_HISTORY_SCORE_INSUFFICIENT: 'REVIEW',
  IDENTITY_FRAUD_SCORE_INSUFFICIENT: 'REVIEW',
  IDENTITY_FRAUD_AND_ACTIVITY_HISTORY_SCORES_INSUFFICIENT: 'REVIEW',
  MISSING_FRAUD_LIST_CHECK: 'REVIEW',
  ABANDONED: 'NONE',
} as const satisfies ByReason<NotApproved | 'NONE'>

export function lookUpByReason<O>(row: ByReason<O>, reason: string | undefined): O {
  return reason !== undefined && Object.hasOwn(row, reason)
    ? (row[reason] ?? row.otherwise)
    : row.otherwise
}

import type { Labels } from './labels.js'

export const PROFILE_RESULTS: Labels = { DONE: 'Met', ABORTED: 'Not met' }

export const TRUST_FRAMEWORKS: Labels = {
  UK_TFIDA: 'UK digital identity and attributes trust framework',
  YOTI_GLOBAL: 'Yoti global framework',
}

export const SCHEMES: Labels = {
  DBS: 'Criminal record check (DBS)',
  RTW: 'Right to work',
  RTR: 'Right to rent',
  DBS_RTW: 'Criminal record check and right to work',
  IDENTITY: 'Identity',
}

export const PROFILE_REASONS: Labels = {
  FRAUD_DETECTED: 'There are signs of fraud',
  UNABLE_TO_VALIDATE_DOCUMENT: 'The document could not be validated',
  FACE_MATCH_HIGHER_THRESHOLD_VERIFICATION_FAILED:
    'The face does not match the document as closely as this profile requires',
  FACE_MATCH_VERIFICATION_FAILED: 'The face does not match the document',
  MANDATORY_DOCUMENT_NOT_PROVIDED: 'A required document was not provided',
  MANDATORY_DOCUMENT_COULD_NOT_BE_PROVIDED: 'A required document could not be provided',
  MISSING_LIVENESS: 'There is no liveness capture',
  IDENTITY_CHECK_FAILED: 'The identity could not be confirmed by other sources',
  UNABLE_TO_COMPLETE_CHECKS: 'The checks could not be completed',
  COULD_NOT_VERIFY_ADDRESS: 'The address could not be confirmed',
  ACTIVITY_HISTORY_SCORE_INSUFFICIENT: 'The person’s activity history is insufficient',
  IDENTITY_FRAUD_SCORE_INSUFFICIENT: 'The identity fraud score is too low',
  IDENTITY_FRAUD_AND_ACTIVITY_HISTORY_SCORES_INSUFFICIENT:
    'The person’s activity history is insufficient, and the identity fraud score is too low',
  MISSING_FRAUD_LIST_CHECK: 'The document was not checked against the fraud lists',
  ABANDONED: 'The user left before the end',
  LEVEL_OF_ASSURANCE_NOT_SUFFICIENT: 'The level of assurance is too low',
  UNABLE_TO_VERIFY_ADDRESS: 'The address could not be confirmed',
  UNABLE_TO_VERIFY_IDENTITY: 'The identity could not be confirmed',
  USER_FAILED_LIVENESS: 'Liveness could not be confirmed',
  POOR_FOCUS: 'The photo is too blurry',
  POOR_LIGHT: 'The photo is too dark',
  TOO_LIGHT: 'The photo is too bright',
  POOR_DOC: 'The document is in poor condition',
  PARTIAL_SIDE_DOC: 'Part of the document is outside the photo',
  TEMPLATE: 'The photo shows a specimen document',
  USER_DOES_NOT_HAVE_REQUESTED_DOCUMENTS: 'The user does not have the requested documents',
  ERROR_WHEN_PERFORMING_CHECK: 'An error occurred during the check',
  SUSPECTED_FRAUD: 'Fraud is suspected',
  PEP_WARNING: 'The person may be politically exposed',
  DECEASED_WARNING: 'The person may be recorded as deceased',
  SYNECTICS_INDICATED_FRAUD: 'There are signs of fraud',
  FAILED_TO_REACH_REQUIRED_IDENTITY_FRAUD_SCORE_2: 'The identity fraud score is too low',
  FAILED_TO_REACH_REQUIRED_ACTIVITY_HISTORY_SCORE_3:
    'The person’s activity history is insufficient',
}

export const FAILURE_TYPES: Labels = {
  ID_DOCUMENT_EXTRACTION: 'Reading the document',
  ID_DOCUMENT_AUTHENTICITY: 'The document is genuine',
  ID_DOCUMENT_COUNTRY: 'Country of the document',
  ID_DOCUMENT_FACE_MATCH: 'The face matches the document',
  ID_DOCUMENT_ADDRESS_VERIFICATION: 'Address on the document',
  IDENTITY_CHECK: 'Identity',
  LIVENESS: 'A live face',
  UNLINKED_DOCUMENT_EVIDENCE: 'The documents belong to the same person',
}

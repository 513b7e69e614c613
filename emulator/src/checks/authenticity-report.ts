import { asksIssuingAuthority, describeAuthority } from './issuing-authority.js'
import {
  automated,
  createReportBuilder,
  expert,
  withReasons,
  type Breakdown,
  type ReportFacts,
} from './report.js'

const ISSUING_AUTHORITY = 'issuing_authority'
// The failed sub-check by reason of a REJECT.
const FAILED_SUB_CHECKS: Partial<Record<string, string>> = {
  TAMPERED: 'no_sign_of_tampering',
  COUNTERFEIT: 'no_sign_of_forgery',
  DOCUMENT_COPY: 'physical_document_captured',
  EXPIRED_DOCUMENT: 'document_in_date',
  FRAUD_LIST_MATCH: 'fraud_list_check',
  DATA_MISMATCH: 'ocr_mrz_comparison',
  DOC_NUMBER_INVALID: 'doc_number_validation',
  ISSUING_AUTHORITY_INVALID: ISSUING_AUTHORITY,
  MISSING_HOLOGRAM: 'hologram',
  NO_HOLOGRAM_MOVEMENT: 'hologram_movement',
  OTHER_SECURITY_FEATURES: 'other_security_features',
  CHIP_DATA_INTEGRITY_FAILED: 'chip_data_integrity',
  CHIP_SIGNATURE_VERIFICATION_FAILED: 'chip_digital_signature_verification',
  CHIP_CSCA_VERIFICATION_FAILED: 'chip_csca_trusted',
}
// In reading order. Steps after a failed one do not run.
const CHIP_SUB_CHECKS = [
  'chip_parse',
  'chip_sod_parse',
  'chip_data_integrity',
  'chip_digital_signature_verification',
  'chip_csca_trusted',
]
// These licences have verifiable numbers and a barcode.
const CANADIAN_LICENCE = 'CAN DRIVING_LICENCE'
const NUMBERED_LICENCES = ['GBR DRIVING_LICENCE', CANADIAN_LICENCE]

export const UNREADABLE_DOCUMENT_REASONS = [
  'PHOTO_TOO_BLURRY',
  'GLARE_OBSTRUCTION',
  'PHOTO_OVEREXPOSED',
  'PHOTO_TOO_DARK',
  'IMAGE_RESOLUTION_TOO_LOW',
  'OBJECT_OBSTRUCTION',
  'PARTIAL_PHOTO',
  'MISSING_DOCUMENT_SIDE',
  'NO_DOCUMENT',
  'DOCUMENT_TOO_DAMAGED',
  'DOCUMENT_NOT_SUPPORTED',
  'DOCUMENT_VERSION_NOT_SUPPORTED',
  'INCORRECT_DOCUMENT_TYPE',
  'INCORRECT_MRZ',
  'BLACK_AND_WHITE_IMAGE',
  'MISUSE',
  'INVALID',
  'COUNTRY_NOT_SUPPORTED',
  'CHIP_PARSE',
  'CHIP_SOD_PARSE',
  'PICTURE_TOO_DARK',
  'UNABLE_TO_LOAD',
]

const EXPERT_SUB_CHECKS = [
  'hologram',
  'hologram_movement',
  'no_sign_of_forgery',
  'no_sign_of_tampering',
  'other_security_features',
  'physical_document_captured',
]
const MATCHES = {
  date_of_birth: 'MATCH',
  document_number: 'MATCH',
  expiration_date: 'MATCH',
  gender: 'MATCH',
  name: 'MATCH',
}
type Details = Record<string, string>
const DETAILS: Partial<Record<string, { PASS?: Details; FAIL?: Details }>> = {
  yoti_fraud_list_check: { PASS: { provider_org: 'Yoti Ltd' } },
  portrait_integrity: {
    PASS: {
      portrait_substitution_trust_score: '0.98',
      portrait_substitution: 'VERY_UNLIKELY',
    },
  },
  no_sign_of_forgery: {
    FAIL: {
      data_alignment: 'PASS',
      hologram_check: 'PASS',
      security_features_integrity: 'FAIL',
      printing_quality: 'FAIL',
      fonts_authenticity: 'PASS',
      document_number_integrity: 'PASS',
    },
  },
  no_sign_of_tampering: { FAIL: { face_photo_integrity: 'FAIL', data_integrity: 'PASS' } },
  ocr_mrz_comparison: { PASS: MATCHES, FAIL: { ...MATCHES, document_number: 'MISMATCH' } },
  ocr_barcode_comparison: { PASS: MATCHES },
}

export const authenticity = createReportBuilder(
  {
    ...withReasons('REJECT', Object.keys(FAILED_SUB_CHECKS)),
    ...withReasons('NOT_AVAILABLE', UNREADABLE_DOCUMENT_REASONS),
  },
  (template, facts) => {
    const failing = FAILED_SUB_CHECKS[template]
    return template === 'SUCCESS' || failing !== undefined
      ? listSubChecks(facts, failing)
      : listChipSubChecks(template.toLowerCase())
  },
  (template, { expiry }) =>
    template === 'SUCCESS' && expiry === 'EXPIRED' ? 'EXPIRED_DOCUMENT' : template,
)

function listSubChecks(facts: ReportFacts, failing: string | undefined): Breakdown[] {
  const names = listNames(facts)
  // If the session allows expired documents, this failure does not affect the recommendation.
  const ignored = facts.expiry === 'EXPIRED_ALLOWED' ? 'document_in_date' : undefined
  const breakdown = names.map((name) => {
    const passed = name !== failing && name !== ignored
    const build = EXPERT_SUB_CHECKS.includes(name) ? expert : automated
    return build(name, passed, findDetails(name, passed, facts))
  })
  breakdown.push(...listChipSubChecks(failing))
  // A template may fail a sub-check that would otherwise not run.
  const isListed = breakdown.some((one) => one.sub_check === failing)
  return failing === undefined || isListed
    ? breakdown
    : [...breakdown, automated(failing, false, findDetails(failing, false, facts))]
}

function findDetails(name: string, passed: boolean, facts: ReportFacts): Details | undefined {
  if (name === ISSUING_AUTHORITY) return describeAuthority(facts, passed)
  return DETAILS[name]?.[passed ? 'PASS' : 'FAIL']
}

function listNames(facts: ReportFacts): string[] {
  const kind = `${facts.issuingCountry} ${facts.documentType}`
  const onlyIf = (condition: boolean, ...names: string[]) => (condition ? names : [])
  return [
    ...['yoti_fraud_list_check', 'document_recognition', 'portrait_integrity'],
    ...EXPERT_SUB_CHECKS,
    ...onlyIf(asksIssuingAuthority(facts), ISSUING_AUTHORITY),
    ...onlyIf(
      facts.hasExtractedText,
      ...['document_in_date', 'fraud_list_check'],
      ...onlyIf(facts.documentType !== 'DRIVING_LICENCE', 'mrz_validation', 'ocr_mrz_comparison'),
      ...onlyIf(kind === CANADIAN_LICENCE, 'ocr_barcode_comparison'),
      ...onlyIf(NUMBERED_LICENCES.includes(kind), 'doc_number_validation'),
    ),
  ]
}

/** Only native apps read chips, so these appear only when a template fails one of them. */
function listChipSubChecks(failing: string | undefined): Breakdown[] {
  const read = CHIP_SUB_CHECKS.slice(0, CHIP_SUB_CHECKS.indexOf(failing ?? '') + 1)
  return read.map((name) => automated(name, name !== failing))
}

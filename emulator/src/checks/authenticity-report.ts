import { isDocumentAllowed, type DocumentFilter } from '../sessions/document-filter.js'
import {
  automated,
  createReportBuilder,
  expert,
  withReasons,
  type Breakdown,
  type ReportBuilder,
  type ReportFacts,
} from './report.js'

// The failed sub-check by reason of a REJECT.
const FAILED_SUB_CHECKS: Partial<Record<string, string>> = {
  TAMPERED: 'no_sign_of_tampering',
  COUNTERFEIT: 'no_sign_of_forgery',
  DOCUMENT_COPY: 'physical_document_captured',
  EXPIRED_DOCUMENT: 'document_in_date',
  FRAUD_LIST_MATCH: 'fraud_list_check',
  DATA_MISMATCH: 'ocr_mrz_comparison',
  DOC_NUMBER_INVALID: 'doc_number_validation',
  ISSUING_AUTHORITY_INVALID: 'issuing_authority',
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
const CHIP_UNREADABLE: Partial<Record<string, string>> = {
  CHIP_PARSE: 'chip_parse',
  CHIP_SOD_PARSE: 'chip_sod_parse',
}
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
const FAILURE_DETAILS: Partial<Record<string, Record<string, string>>> = {
  no_sign_of_forgery: {
    data_alignment: 'PASS',
    hologram_check: 'PASS',
    security_features_integrity: 'FAIL',
    printing_quality: 'FAIL',
    fonts_authenticity: 'PASS',
    document_number_integrity: 'PASS',
  },
  no_sign_of_tampering: { face_photo_integrity: 'FAIL', data_integrity: 'PASS' },
}

const MRZ_ENTITIES = ['date_of_birth', 'document_number', 'expiration_date', 'gender', 'name']

const builder = createReportBuilder(
  {
    ...withReasons('REJECT', Object.keys(FAILED_SUB_CHECKS)),
    ...withReasons('NOT_AVAILABLE', UNREADABLE_DOCUMENT_REASONS),
  },
  (template, facts) => {
    const failing = FAILED_SUB_CHECKS[template]
    return template === 'SUCCESS' || failing !== undefined
      ? listSubChecks(facts, failing)
      : listChipSubChecks(CHIP_UNREADABLE[template])
  },
)

export const authenticity: ReportBuilder = {
  ...builder,
  build(template, facts) {
    const isExpired = template === 'SUCCESS' && facts.expiry === 'EXPIRED'
    return builder.build(isExpired ? 'EXPIRED_DOCUMENT' : template, facts)
  },
}

function listSubChecks(facts: ReportFacts, failing: string | undefined): Breakdown[] {
  const passed = (name: string) => name !== failing
  const breakdown = [
    automated('yoti_fraud_list_check', true, { provider_org: 'Yoti Ltd' }),
    automated('document_recognition', true),
    automated('portrait_integrity', true, {
      portrait_substitution_trust_score: '0.98',
      portrait_substitution: 'VERY_UNLIKELY',
    }),
    ...EXPERT_SUB_CHECKS.map((name) =>
      expert(name, passed(name), passed(name) ? {} : FAILURE_DETAILS[name]),
    ),
    ...listChipSubChecks(failing),
    ...(facts.hasExtractedText ? listTextSubChecks(facts, failing) : []),
    ...(isIssuingAuthorityRequested(facts)
      ? [automated('issuing_authority', passed('issuing_authority'))]
      : []),
  ]
  // A template may fail a sub-check that would otherwise not run.
  const isListed = breakdown.some((one) => one.sub_check === failing)
  return failing === undefined || isListed ? breakdown : [...breakdown, automated(failing, false)]
}

/** Sub-checks that need extracted text. */
function listTextSubChecks(facts: ReportFacts, failing: string | undefined): Breakdown[] {
  const passed = (name: string) => name !== failing
  // If the session allows expired documents, this failure does not affect the recommendation.
  const inDate = facts.expiry !== 'EXPIRED_ALLOWED' && passed('document_in_date')
  const kind = `${facts.issuingCountry} ${facts.documentType}`
  const breakdown = [
    automated('document_in_date', inDate),
    automated('fraud_list_check', passed('fraud_list_check')),
  ]
  if (facts.documentType !== 'DRIVING_LICENCE') {
    const matches = passed('ocr_mrz_comparison')
    breakdown.push(automated('mrz_validation', true))
    breakdown.push(automated('ocr_mrz_comparison', matches, buildComparisonDetails(matches)))
  }
  if (kind === CANADIAN_LICENCE) {
    breakdown.push(automated('ocr_barcode_comparison', true, buildComparisonDetails(true)))
  }
  if (NUMBERED_LICENCES.includes(kind)) {
    breakdown.push(automated('doc_number_validation', passed('doc_number_validation')))
  }
  return breakdown
}

/** Only native apps read chips, so these appear only when a template fails one of them. */
function listChipSubChecks(failing: string | undefined): Breakdown[] {
  const read = CHIP_SUB_CHECKS.slice(0, CHIP_SUB_CHECKS.indexOf(failing ?? '') + 1)
  return read.map((name) => automated(name, name !== failing))
}

function isIssuingAuthorityRequested({
  config,
  issuingCountry = '',
  documentType = '',
}: ReportFacts): boolean {
  const subCheck = config.issuing_authority_sub_check as
    { requested?: boolean; filter?: DocumentFilter } | undefined
  if (subCheck?.requested !== true) return false
  return (
    subCheck.filter === undefined ||
    isDocumentAllowed(subCheck.filter, issuingCountry, documentType)
  )
}

function buildComparisonDetails(matches: boolean): Record<string, string> {
  return Object.fromEntries(
    MRZ_ENTITIES.map((entity) => [
      entity,
      matches || entity !== 'document_number' ? 'MATCH' : 'MISMATCH',
    ]),
  )
}

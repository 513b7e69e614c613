import type { Breakdown } from '../check.js'
import { isDocumentAllowed, type DocumentFilter } from '../document-filter.js'
import { automated, expert, sortBreakdown } from './breakdown.js'
import type { ReportBuilder, ReportFacts } from './report-facts.js'

// The failed sub-check by reason of a REJECT.
const REJECT_REASONS: Record<string, string> = {
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

export const NOT_AVAILABLE_REASONS = [
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
] as const

const MRZ_ENTITIES = ['date_of_birth', 'document_number', 'expiration_date', 'gender', 'name']

export const authenticity: ReportBuilder = {
  templates: ['SUCCESS', ...Object.keys(REJECT_REASONS), ...NOT_AVAILABLE_REASONS],
  build(template, facts) {
    const reason =
      template === 'SUCCESS' && facts.expiry === 'EXPIRED' ? 'EXPIRED_DOCUMENT' : template
    const failing = REJECT_REASONS[reason]
    if (failing !== undefined) {
      return {
        recommendation: { value: 'REJECT', reason },
        breakdown: listSubChecks(facts, failing),
      }
    }
    if (reason !== 'SUCCESS') {
      return {
        recommendation: { value: 'NOT_AVAILABLE', reason },
        breakdown: listChipSubChecks(CHIP_UNREADABLE[reason]),
      }
    }
    return { recommendation: { value: 'APPROVE' }, breakdown: listSubChecks(facts, undefined) }
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
    expert('hologram', passed('hologram')),
    expert('hologram_movement', passed('hologram_movement')),
    expert('no_sign_of_forgery', passed('no_sign_of_forgery'), buildForgeryDetails(failing)),
    expert('no_sign_of_tampering', passed('no_sign_of_tampering'), buildTamperingDetails(failing)),
    expert('other_security_features', passed('other_security_features')),
    expert('physical_document_captured', passed('physical_document_captured')),
    ...listChipSubChecks(failing),
    ...(facts.hasExtractedText ? listTextSubChecks(facts, failing) : []),
  ]
  if (isIssuingAuthorityRequested(facts)) {
    breakdown.push(automated('issuing_authority', passed('issuing_authority')))
  }
  // A template may fail a sub-check that would otherwise not run.
  const isListed = breakdown.some((one) => one.sub_check === failing)
  if (failing !== undefined && !isListed) breakdown.push(automated(failing, false))
  return sortBreakdown(breakdown)
}

/** Sub-checks that need extracted text. */
function listTextSubChecks(facts: ReportFacts, failing: string | undefined): Breakdown[] {
  const passed = (name: string) => name !== failing
  // If the session allows expired documents, this failure does not affect the recommendation.
  const inDate = facts.expiry !== 'EXPIRED_ALLOWED' && passed('document_in_date')
  const kind = `${facts.issuingCountry} ${facts.documentType}`
  return [
    automated('document_in_date', inDate),
    automated('fraud_list_check', passed('fraud_list_check')),
    ...(facts.documentType === 'DRIVING_LICENCE'
      ? []
      : [
          automated('mrz_validation', true),
          automated(
            'ocr_mrz_comparison',
            passed('ocr_mrz_comparison'),
            buildMrzComparisonDetails(failing),
          ),
        ]),
    ...(kind === CANADIAN_LICENCE
      ? [automated('ocr_barcode_comparison', true, buildMrzComparisonDetails(undefined))]
      : []),
    ...(NUMBERED_LICENCES.includes(kind)
      ? [automated('doc_number_validation', passed('doc_number_validation'))]
      : []),
  ]
}

/** Only native apps read chips, so these appear only when a template fails one of them. */
function listChipSubChecks(failing: string | undefined): Breakdown[] {
  const read = CHIP_SUB_CHECKS.slice(0, CHIP_SUB_CHECKS.indexOf(failing ?? '') + 1)
  return read.map((name) => automated(name, name !== failing))
}

function isIssuingAuthorityRequested({
  config,
  issuingCountry,
  documentType,
}: ReportFacts): boolean {
  const subCheck = config.issuing_authority_sub_check as
    { requested?: boolean; filter?: DocumentFilter } | undefined
  if (subCheck?.requested !== true) return false
  if (subCheck.filter === undefined) return true
  return isDocumentAllowed(subCheck.filter, issuingCountry ?? '', documentType ?? '')
}

function buildForgeryDetails(failing: string | undefined): Record<string, string> {
  if (failing !== 'no_sign_of_forgery') return {}
  return {
    data_alignment: 'PASS',
    hologram_check: 'PASS',
    security_features_integrity: 'FAIL',
    printing_quality: 'FAIL',
    fonts_authenticity: 'PASS',
    document_number_integrity: 'PASS',
  }
}

function buildTamperingDetails(failing: string | undefined): Record<string, string> {
  if (failing !== 'no_sign_of_tampering') return {}
  return { face_photo_integrity: 'FAIL', data_integrity: 'PASS' }
}

function buildMrzComparisonDetails(failing: string | undefined): Record<string, string> {
  const differs = failing === 'ocr_mrz_comparison' ? 'document_number' : undefined
  return Object.fromEntries(
    MRZ_ENTITIES.map((entity) => [entity, entity === differs ? 'MISMATCH' : 'MATCH']),
  )
}

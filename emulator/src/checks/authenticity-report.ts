import { isDocumentAllowed, type DocumentFilter } from '../sessions/document-filter.js'
import { automated, createReportBuilder, expert, withReasons, type ReportFacts } from './report.js'

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

export const UNUSABLE_PHOTO_REASONS = [
  'PHOTO_TOO_BLURRY',
  'GLARE_OBSTRUCTION',
  'PHOTO_OVEREXPOSED',
  'PHOTO_TOO_DARK',
  'OBJECT_OBSTRUCTION',
  'PARTIAL_PHOTO',
  'MISUSE',
  'INVALID',
]
export const UNREADABLE_DOCUMENT_REASONS = [
  ...UNUSABLE_PHOTO_REASONS,
  'IMAGE_RESOLUTION_TOO_LOW',
  'PICTURE_TOO_DARK',
  'BLACK_AND_WHITE_IMAGE',
  'UNABLE_TO_LOAD',
  'NO_DOCUMENT',
  'MISSING_DOCUMENT_SIDE',
  'DOCUMENT_TOO_DAMAGED',
  'INCORRECT_DOCUMENT_TYPE',
  'DOCUMENT_NOT_SUPPORTED',
  'DOCUMENT_VERSION_NOT_SUPPORTED',
  'COUNTRY_NOT_SUPPORTED',
  'INCORRECT_MRZ',
  'CHIP_PARSE',
  'CHIP_SOD_PARSE',
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
const DETAILS: Partial<Record<string, Details>> = {
  'yoti_fraud_list_check PASS': { provider_org: 'Yoti Ltd' },
  'portrait_integrity PASS': {
    portrait_substitution_trust_score: '0.98',
    portrait_substitution: 'VERY_UNLIKELY',
  },
  'no_sign_of_forgery FAIL': {
    data_alignment: 'PASS',
    hologram_check: 'PASS',
    security_features_integrity: 'FAIL',
    printing_quality: 'FAIL',
    fonts_authenticity: 'PASS',
    document_number_integrity: 'PASS',
  },
  'no_sign_of_tampering FAIL': { face_photo_integrity: 'FAIL', data_integrity: 'PASS' },
  'ocr_mrz_comparison PASS': MATCHES,
  'ocr_mrz_comparison FAIL': { ...MATCHES, document_number: 'MISMATCH' },
  'ocr_barcode_comparison PASS': MATCHES,
}

// Without an authority for the document the sub-check is absent.
// Yoti asks PAN DB and CitizenCard, too, but the names of their documents are unpublished.
const AUTHORITIES: Partial<Record<string, string>> = {
  'USA DRIVING_LICENCE': 'AAMVA',
  'USA STATE_ID': 'AAMVA',
  'USA RESIDENCE_PERMIT': 'AAMVA',
  'AUS PASSPORT': 'DVS',
  'AUS DRIVING_LICENCE': 'DVS',
}

export const authenticity = createReportBuilder(
  {
    ...withReasons('REJECT', Object.keys(FAILED_SUB_CHECKS)),
    ...withReasons('NOT_AVAILABLE', UNREADABLE_DOCUMENT_REASONS),
  },
  (template, facts) => {
    const failing = FAILED_SUB_CHECKS[template] ?? template.toLowerCase()
    // Only native apps read chips, so these appear only when a template fails one of them.
    const names = CHIP_SUB_CHECKS.slice(0, CHIP_SUB_CHECKS.indexOf(failing) + 1)
    if (template === 'SUCCESS') names.push(...listNames(facts))
    // A template may fail a sub-check that would otherwise not run.
    if (template in FAILED_SUB_CHECKS) names.push(...listNames(facts), failing)
    return [...new Set(names)].map((name) => {
      // If the session allows expired documents, this failure does not affect the recommendation.
      const isIgnored = name === 'document_in_date' && facts.expiry === 'EXPIRED_ALLOWED'
      const passed = name !== failing && !isIgnored
      const build = EXPERT_SUB_CHECKS.includes(name) ? expert : automated
      const known = DETAILS[`${name} ${passed ? 'PASS' : 'FAIL'}`]
      return build(
        name,
        passed,
        name === ISSUING_AUTHORITY ? describeAuthority(facts, passed) : known,
      )
    })
  },
  (template, { expiry }) =>
    template === 'SUCCESS' && expiry === 'EXPIRED' ? 'EXPIRED_DOCUMENT' : template,
)

function listNames({ config, document }: ReportFacts): string[] {
  const { issuingCountry = '', documentType = '', documentFields } = document ?? {}
  const kind = `${issuingCountry} ${documentType}`
  const { requested, filter } = (config.issuing_authority_sub_check ?? {}) as {
    requested?: boolean
    filter?: DocumentFilter
  }
  const isAllowed = !filter || isDocumentAllowed(filter, issuingCountry, documentType)
  const onlyIf = (condition: boolean, ...names: string[]) => (condition ? names : [])
  return [
    'yoti_fraud_list_check',
    'document_recognition',
    'portrait_integrity',
    ...EXPERT_SUB_CHECKS,
    ...onlyIf(requested === true && kind in AUTHORITIES && isAllowed, ISSUING_AUTHORITY),
    ...onlyIf(
      documentFields !== undefined,
      'document_in_date',
      'fraud_list_check',
      ...onlyIf(documentType !== 'DRIVING_LICENCE', 'mrz_validation', 'ocr_mrz_comparison'),
      ...onlyIf(kind === CANADIAN_LICENCE, 'ocr_barcode_comparison'),
      ...onlyIf(NUMBERED_LICENCES.includes(kind), 'doc_number_validation'),
    ),
  ]
}

function describeAuthority({ document }: ReportFacts, passed: boolean): Details {
  const { issuingCountry = '', documentType = '' } = document ?? {}
  const authority = AUTHORITIES[`${issuingCountry} ${documentType}`]
  return {
    // A passport has no address to compare. A match of the address decides nothing.
    address_match: String(passed && documentType !== 'PASSPORT'),
    primary_fields_match: String(passed),
    ...(authority !== undefined && { issuing_authority: authority, verifying_org: authority }),
  }
}

import type { Breakdown } from '../check.js'
import { automated, expert, sortBreakdown } from './breakdown.js'
import type { ReportBuilder, ReportFacts } from './report-facts.js'

// Reason of a REJECT, and the sub-check that fails with it.
const REJECT_REASONS: Record<string, string> = {
  TAMPERED: 'no_sign_of_tampering',
  COUNTERFEIT: 'no_sign_of_forgery',
  DOCUMENT_COPY: 'physical_document_captured',
  EXPIRED_DOCUMENT: 'document_in_date',
  FRAUD_LIST_MATCH: 'fraud_list_check',
  DATA_MISMATCH: 'ocr_mrz_comparison',
  DOC_NUMBER_INVALID: 'doc_number_validation',
  ISSUING_AUTHORITY_INVALID: 'issuing_authority',
}

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
] as const

const MRZ_ENTITIES = ['date_of_birth', 'document_number', 'expiration_date', 'gender', 'name']

export const authenticity: ReportBuilder = {
  templates: ['SUCCESS', ...Object.keys(REJECT_REASONS), ...NOT_AVAILABLE_REASONS],
  build(template, facts) {
    const failing = REJECT_REASONS[template]
    if (failing !== undefined) {
      return {
        recommendation: { value: 'REJECT', reason: template },
        breakdown: listSubChecks(facts, failing),
      }
    }
    if (template !== 'SUCCESS') {
      return { recommendation: { value: 'NOT_AVAILABLE', reason: template }, breakdown: [] }
    }
    return { recommendation: { value: 'APPROVE' }, breakdown: listSubChecks(facts, undefined) }
  },
}

function listSubChecks(facts: ReportFacts, failing: string | undefined): Breakdown[] {
  const passed = (name: string) => name !== failing
  const breakdown = [
    automated('yoti_fraud_list_check', true, { provider_org: 'Yoti Ltd' }),
    expert('hologram', true),
    expert('hologram_movement', true),
    expert('no_sign_of_forgery', passed('no_sign_of_forgery'), explainForgery(failing)),
    expert('no_sign_of_tampering', passed('no_sign_of_tampering'), explainTampering(failing)),
    expert('other_security_features', true),
    expert('physical_document_captured', passed('physical_document_captured')),
  ]
  if (facts.extracted) {
    breakdown.push(
      automated('document_in_date', passed('document_in_date')),
      automated('fraud_list_check', passed('fraud_list_check')),
    )
    if (facts.documentType !== 'DRIVING_LICENCE') {
      breakdown.push(
        automated('mrz_validation', true),
        automated('ocr_mrz_comparison', passed('ocr_mrz_comparison'), compareEntities(failing)),
      )
    }
  }
  if (isNumberValidated(facts) || failing === 'doc_number_validation') {
    breakdown.push(automated('doc_number_validation', passed('doc_number_validation')))
  }
  if (isAuthorityAsked(facts) || failing === 'issuing_authority') {
    breakdown.push(automated('issuing_authority', passed('issuing_authority')))
  }
  // A template may fail a sub-check that these facts would not have run.
  const isListed = breakdown.some((one) => one.sub_check === failing)
  if (failing !== undefined && !isListed) breakdown.push(automated(failing, false))
  return sortBreakdown(breakdown)
}

function isNumberValidated(facts: ReportFacts): boolean {
  return facts.documentType === 'DRIVING_LICENCE' && facts.issuingCountry === 'GBR'
}

function isAuthorityAsked({ config }: ReportFacts): boolean {
  const asked = config.issuing_authority_sub_check as { requested?: boolean } | undefined
  return asked?.requested === true
}

function explainForgery(failing: string | undefined): Record<string, string> {
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

function explainTampering(failing: string | undefined): Record<string, string> {
  if (failing !== 'no_sign_of_tampering') return {}
  return { face_photo_integrity: 'FAIL', data_integrity: 'PASS' }
}

function compareEntities(failing: string | undefined): Record<string, string> {
  const differs = failing === 'ocr_mrz_comparison' ? 'document_number' : undefined
  return Object.fromEntries(
    MRZ_ENTITIES.map((entity) => [entity, entity === differs ? 'MISMATCH' : 'MATCH']),
  )
}

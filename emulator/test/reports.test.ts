import { describe, expect, it } from '@jest/globals'
import type { ReportFacts } from '../src/checks/report.js'
import { findReportBuilder } from '../src/checks/reports.js'

const FACTS: ReportFacts = {
  documentType: 'PASSPORT',
  issuingCountry: 'GBR',
  livenessType: 'STATIC',
  hasExtractedText: true,
  hasSupplementaryDocument: false,
  config: {},
}

function build(type: string, template: string, facts: Partial<ReportFacts> = {}) {
  const { recommendation, breakdown } = findReportBuilder(type).build(template, {
    ...FACTS,
    ...facts,
  })
  const failed = breakdown.filter(({ result }) => result === 'FAIL')
  return {
    value: recommendation.value,
    reason: recommendation.reason,
    names: breakdown.map(({ sub_check: name }) => name),
    failed: failed.map(({ sub_check: name }) => name),
  }
}

const TYPES = [
  'ID_DOCUMENT_AUTHENTICITY',
  'ID_DOCUMENT_TEXT_DATA_CHECK',
  'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_CHECK',
  'LIVENESS',
  'ID_DOCUMENT_FACE_MATCH',
  'FACE_COMPARISON',
  'ID_DOCUMENT_COMPARISON',
  'THIRD_PARTY_IDENTITY',
  'THIRD_PARTY_IDENTITY_FRAUD_1',
  'SYNECTICS_IDENTITY_FRAUD',
  'WATCHLIST_SCREENING',
  'WATCHLIST_ADVANCED_CA',
  'FAMILIAR_FACE_SEARCH',
  'PROFILE_DOCUMENT_MATCH',
  'DOCUMENT_SCHEME_VALIDITY_CHECK',
  'IBV_VISUAL_REVIEW_CHECK',
]

describe.each(TYPES)('the templates of %s', (type) => {
  const { templates } = findReportBuilder(type)

  it('start with an approving template without failed sub-checks', () => {
    expect(templates[0]).toBe('SUCCESS')
    expect(build(type, 'SUCCESS')).toMatchObject({ value: 'APPROVE', failed: [] })
  })

  it('otherwise do not approve and list sub-checks by name', () => {
    expect(templates.length).toBeGreaterThan(1)
    const sources = { type: 'PROFILE', search_profile: 'strict' }
    for (const template of templates.slice(1)) {
      const criteria = template === 'NO_MATCH_FOUND' ? 'MATCH' : 'NO_MATCH'
      const hits = { config: { sources, approval_criteria: criteria } }
      const { value, names } = build(type, template, hits)
      expect([template, value]).not.toEqual([template, 'APPROVE'])
      expect(names).toEqual(names.toSorted())
    }
  })
})

describe('a template', () => {
  it.each([
    ['ID_DOCUMENT_AUTHENTICITY', 'COUNTERFEIT', 'REJECT', 'no_sign_of_forgery'],
    ['ID_DOCUMENT_AUTHENTICITY', 'PHOTO_TOO_BLURRY', 'NOT_AVAILABLE', undefined],
    ['ID_DOCUMENT_AUTHENTICITY', 'DATA_MISMATCH', 'REJECT', 'ocr_mrz_comparison'],
    ['ID_DOCUMENT_AUTHENTICITY', 'ISSUING_AUTHORITY_INVALID', 'REJECT', 'issuing_authority'],
    ['ID_DOCUMENT_AUTHENTICITY', 'CHIP_CSCA_VERIFICATION_FAILED', 'REJECT', 'chip_csca_trusted'],
    ['ID_DOCUMENT_AUTHENTICITY', 'CHIP_SOD_PARSE', 'NOT_AVAILABLE', 'chip_sod_parse'],
    ['ID_DOCUMENT_FACE_MATCH', 'PHOTO_OF_MASK', 'REJECT', 'manual_face_match'],
    ['ID_DOCUMENT_TEXT_DATA_CHECK', 'MRZ_VALIDATION', 'NOT_AVAILABLE', 'mrz_validation'],
    ['ID_DOCUMENT_COMPARISON', 'MISMATCH', 'REJECT', 'name_match'],
    ['THIRD_PARTY_IDENTITY', 'ADDRESS_MISMATCH', 'CONSIDER', 'address_match'],
    ['THIRD_PARTY_IDENTITY', 'NO_VALID_FIELDS', 'NOT_AVAILABLE', undefined],
    [
      'THIRD_PARTY_IDENTITY_FRAUD_1',
      'ERROR_WHEN_PERFORMING_CHECK',
      'NOT_AVAILABLE',
      'check_performed',
    ],
    ['WATCHLIST_SCREENING', 'POTENTIAL_MATCH', 'CONSIDER', 'pep'],
    ['WATCHLIST_SCREENING', 'NO_VALID_FIELDS', 'NOT_AVAILABLE', undefined],
  ])('of %s named %s ends in %s, and fails %s', (type, template, value, failed) => {
    expect(build(type, template)).toMatchObject({
      value,
      reason: template,
      failed: failed === undefined ? [] : [failed],
    })
  })

  it.each([
    ['AUTO_FAIL', undefined, ['ai_face_match']],
    ['MANUAL_FAIL', 'DIFFERENT_PERSON', ['manual_face_match']],
    ['FAIL', 'DIFFERENT_PERSON', ['ai_face_match', 'manual_face_match']],
  ])('of ID_DOCUMENT_FACE_MATCH named %s has the reason %s', (template, reason, failed) => {
    expect(build('ID_DOCUMENT_FACE_MATCH', template)).toMatchObject({ reason, failed })
  })

  it.each([
    ['FAIL', 'STATIC', ['liveness_auth']],
    ['FACE_PROCESSING', 'STATIC', ['face_processing']],
    ['PAYLOAD_SIGNATURE_VERIFICATION', 'STATIC', ['payload_signature_verification']],
    ['FACE_PROCESSING', 'ZOOM', ['liveness_auth']],
  ])('of LIVENESS named %s fails for %s without a reason', (template, livenessType, failed) => {
    expect(build('LIVENESS', template, { livenessType })).toMatchObject({
      value: 'REJECT',
      reason: undefined,
      failed,
    })
  })

  it('for a watchlist finds nothing when that list is not searched', () => {
    const config = { categories: ['SANCTIONS'] }
    expect(build('WATCHLIST_SCREENING', 'SANCTION', { config }).failed).toEqual(['sanction'])
    expect(build('WATCHLIST_SCREENING', 'ADVERSE_MEDIA', { config })).toMatchObject({
      value: 'APPROVE',
      failed: [],
    })
  })
})

describe('a report', () => {
  it.each([
    ['GBR', 'DRIVING_LICENCE', ['doc_number_validation'], ['mrz_validation']],
    [
      'CAN',
      'DRIVING_LICENCE',
      ['doc_number_validation', 'ocr_barcode_comparison'],
      ['mrz_validation'],
    ],
    ['DEU', 'NATIONAL_ID', ['mrz_validation', 'ocr_mrz_comparison'], ['doc_number_validation']],
  ])('on authenticity has what a %s %s has', (issuingCountry, documentType, has, hasNot) => {
    const { names } = build('ID_DOCUMENT_AUTHENTICITY', 'SUCCESS', { issuingCountry, documentType })
    expect(names).toEqual(expect.arrayContaining(has))
    expect(names).not.toEqual(expect.arrayContaining(hasNot))
  })

  it('on authenticity omits sub-checks that need unreadable text', () => {
    const { names } = build('ID_DOCUMENT_AUTHENTICITY', 'SUCCESS', { hasExtractedText: false })
    expect(names).not.toContain('document_in_date')
    expect(names).toContain('physical_document_captured')
  })

  it('on a document and a letter compares only the name', () => {
    expect(build('ID_DOCUMENT_COMPARISON', 'SUCCESS').names).toEqual(['dob_match', 'name_match'])
    expect(
      build('ID_DOCUMENT_COMPARISON', 'SUCCESS', { hasSupplementaryDocument: true }).names,
    ).toEqual(['name_match'])
  })
})

import { describe, expect, it } from '@jest/globals'
import type { ReportFacts } from '../src/checks/report.js'
import { findReportBuilder } from '../src/checks/reports.js'
import type { Media } from '../src/sessions/media.js'

const documentFields = {} as Media

function build(type: string, template: string, facts: Partial<ReportFacts> = {}) {
  const document = { issuingCountry: 'GBR', documentType: 'PASSPORT', documentFields }
  const defaults = { config: {}, livenessType: 'STATIC', document }
  const { recommendation, breakdown } = findReportBuilder(type).build(template, {
    ...defaults,
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
    const { templates } = findReportBuilder(type)
    expect(templates).toContain(template)
    expect(build(type, template)).toMatchObject({
      value,
      reason: template,
      failed: failed === undefined ? [] : [failed],
    })
    expect([templates[0], build(type, 'SUCCESS')]).toMatchObject([
      'SUCCESS',
      { value: 'APPROVE', failed: [] },
    ])
  })

  it.each([
    ['ID_DOCUMENT_FACE_MATCH', 'AUTO_FAIL', undefined, ['ai_face_match']],
    ['ID_DOCUMENT_FACE_MATCH', 'MANUAL_FAIL', 'DIFFERENT_PERSON', ['manual_face_match']],
    ['ID_DOCUMENT_FACE_MATCH', 'FAIL', 'DIFFERENT_PERSON', ['ai_face_match', 'manual_face_match']],
    ['FACE_COMPARISON', 'FAIL', undefined, ['ai_face_match']],
    ['LIVENESS', 'FAIL', undefined, ['liveness_auth']],
    ['LIVENESS', 'FACE_PROCESSING', undefined, ['face_processing']],
    ['LIVENESS', 'PAYLOAD_SIGNATURE_VERIFICATION', undefined, ['payload_signature_verification']],
    ['IBV_VISUAL_REVIEW_CHECK', 'FAIL', undefined, []],
  ])(
    'of %s named %s rejects with the reason %s, and fails %j',
    (type, template, reason, failed) => {
      expect(build(type, template)).toMatchObject({ value: 'REJECT', reason, failed })
    },
  )

  it('of LIVENESS fails liveness_auth of a ZOOM capture', () => {
    const { names, failed } = build('LIVENESS', 'FACE_PROCESSING', { livenessType: 'ZOOM' })
    expect([names, failed]).toEqual([['liveness_auth'], ['liveness_auth']])
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

describe('a report on authenticity', () => {
  const ALWAYS = [
    ...['document_recognition', 'hologram', 'hologram_movement', 'no_sign_of_forgery'],
    ...['no_sign_of_tampering', 'other_security_features', 'physical_document_captured'],
    ...['portrait_integrity', 'yoti_fraud_list_check'],
  ]
  const DATED = ['document_in_date', 'fraud_list_check']

  it.each([
    ['GBR', 'DRIVING_LICENCE', [...DATED, 'doc_number_validation']],
    ['CAN', 'DRIVING_LICENCE', [...DATED, 'doc_number_validation', 'ocr_barcode_comparison']],
    ['DEU', 'NATIONAL_ID', [...DATED, 'mrz_validation', 'ocr_mrz_comparison']],
    ['DEU', 'NATIONAL_ID', []],
  ])('has the sub-checks of a %s %s by name (%#)', (issuingCountry, documentType, own) => {
    const read = own.length > 0 ? { documentFields } : {}
    const document = { issuingCountry, documentType, ...read }
    const { names } = build('ID_DOCUMENT_AUTHENTICITY', 'SUCCESS', { document })
    expect(names).toEqual([...ALWAYS, ...own].sort())
  })
})

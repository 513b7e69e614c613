import { describe, expect, it } from '@jest/globals'
import { CHECK_TITLES, REASONS, SUB_CHECKS } from '../../src/labels/check-labels.js'
import { CHECK_POLICY } from '../../src/outcome/outcome-policy.js'
import { humanise, label } from '../../src/labels/labels.js'

describe('label', () => {
  it('returns the label from the table', () => {
    expect(label(REASONS, 'TAMPERED')).toBe('The document appears to have been tampered with')
  })

  it.each([
    ['QUITE_NEW_REASON', 'Quite new reason'],
    ['glow_level', 'Glow level'],
    ['adverse-media', 'Adverse media'],
    ['toString', 'ToString'],
  ])('makes %s readable without a label', (wireName, words) => {
    expect(label(REASONS, wireName)).toBe(words)
    expect(humanise(wireName)).toBe(words)
  })

  it('has a title for every check type of the policy', () => {
    expect(Object.keys(CHECK_POLICY).filter((type) => !(type in CHECK_TITLES))).toEqual([])
  })

  it.each([
    ['document_in_date', 'fraud_list_check', 'yoti_fraud_list_check', 'doc_number_validation'],
    ['mrz_validation', 'ocr_mrz_comparison', 'ocr_barcode_comparison', 'issuing_authority'],
    ['issuing_authority_verification', 'age_estimation_dob_comparison', 'document_recognition'],
    ['portrait_integrity', 'physical_document_captured', 'real_document', 'no_sign_of_forgery'],
    ['no_signs_of_forgery', 'no_sign_of_tampering', 'hologram', 'hologram_movement'],
    ['other_security_features', 'chip_parse', 'chip_sod_parse', 'chip_data_integrity'],
    ['chip_digital_signature_verification', 'chip_csca_trusted', 'data_in_correct_position'],
    ['expected_data_present', 'liveness_auth', 'face_processing', 'payload_signature_verification'],
    ['ai_face_match', 'manual_face_match', 'text_data_readable', 'dob_match', 'name_match'],
    ['address_match', 'deceased', 'electoral_roll', 'pep_warning', 'sanctions_warning'],
    ['multiple_sources_match', 'sanction', 'warning', 'fitness_probity', 'pep', 'adverse_media'],
    ['custom_search', 'check_performed', 'security_features', 'data_positioning', 'live_photo'],
    ['check_digits_validation'],
  ])('has labels for the sub-check %s and its kind', (...names) => {
    expect(names.filter((name) => !(name in SUB_CHECKS))).toEqual([])
  })
})

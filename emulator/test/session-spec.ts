/** The usual session: authenticity, liveness, face match, text. */
export const SESSION_SPEC = {
  client_session_token_ttl: 900,
  resources_ttl: 90_000,
  user_tracking_id: 'cust-0001',
  requested_checks: [
    { type: 'ID_DOCUMENT_AUTHENTICITY', config: { manual_check: 'FALLBACK' } },
    { type: 'LIVENESS', config: { liveness_type: 'STATIC', max_retries: 3 } },
    { type: 'ID_DOCUMENT_FACE_MATCH', config: { manual_check: 'FALLBACK' } },
  ],
  requested_tasks: [
    { type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION', config: { manual_check: 'FALLBACK' } },
  ],
}

const POOL = 'a1f3c0de-52a7-4c0b-9f1e-55b1a2d3e4f5'

export const searchFace = (approval_criteria: 'MATCH' | 'NO_MATCH') => ({
  type: 'FAMILIAR_FACE_SEARCH',
  config: { pool_id: POOL, approval_criteria },
})

/** Every check and task that the emulator runs, and an identity profile. */
export const ALL_CHECKS_SPEC = {
  ...SESSION_SPEC,
  requested_checks: [
    ...SESSION_SPEC.requested_checks,
    { type: 'LIVENESS', config: { liveness_type: 'ZOOM', max_retries: 2 } },
    { type: 'FACE_COMPARISON', config: { manual_check: 'NEVER' } },
    { type: 'ID_DOCUMENT_COMPARISON', config: {} },
    { type: 'THIRD_PARTY_IDENTITY', config: {} },
    { type: 'WATCHLIST_SCREENING', config: { categories: ['ADVERSE-MEDIA', 'SANCTIONS'] } },
    {
      type: 'WATCHLIST_ADVANCED_CA',
      config: {
        type: 'WITH_CUSTOM_ACCOUNT',
        api_key: 'the-businesss-own-key',
        client_ref: 'reference-4',
        matching_strategy: { type: 'FUZZY', fuzziness: 0.4 },
      },
    },
    searchFace('NO_MATCH'),
    { type: 'PROFILE_DOCUMENT_MATCH', config: { manual_check: 'IBV' } },
    { type: 'DOCUMENT_SCHEME_VALIDITY_CHECK', config: { manual_check: 'IBV', scheme: 'UK_DBS' } },
  ],
  requested_tasks: [
    {
      type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION',
      config: { manual_check: 'ALWAYS', create_expanded_document_fields: true },
    },
    { type: 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION', config: { manual_check: 'ALWAYS' } },
  ],
  required_documents: [
    { type: 'ID_DOCUMENT' },
    { type: 'ID_DOCUMENT' },
    { type: 'SUPPLEMENTARY_DOCUMENT', objective: { type: 'PROOF_OF_ADDRESS' } },
  ],
  advanced_identity_profile_requirements: {
    profiles: [{ trust_framework: 'UK_TFIDA', schemes: [{ type: 'RTW', label: 'rtw' }] }],
  },
  subject: { subject_id: 'subject-12' },
  resources: {
    applicant_profile: {
      full_name: 'Ada Sandbox',
      date_of_birth: '1991-07-14',
      structured_postal_address: {
        address_format: 1,
        building_number: '9',
        postal_code: 'LS6 2JP',
        country_iso: 'GBR',
      },
    },
  },
}

export const requireProfile = (type: string, objective?: string, framework = 'UK_TFIDA') => ({
  identity_profile_requirements: { trust_framework: framework, scheme: { type, objective } },
  subject: { subject_id: 'subject-1' },
})

/** A response configuration: the templates of the reports of one type of check, in order. */
export const reportAs = (type: string, ...templates: string[]) => ({
  check_reports: { [type]: templates.map((report_template) => ({ result: { report_template } })) },
})

/** The same for the extraction of text from ID documents, whose entries may also be complete. */
export const extractAs = (...entries: (string | object)[]) => ({
  task_results: {
    ID_DOCUMENT_TEXT_DATA_EXTRACTION: entries.map((entry) =>
      typeof entry === 'string' ? { result_template: entry } : entry,
    ),
  },
})

export const restrictDocuments = (inclusion: string, ...documents: object[]) => ({
  type: 'DOCUMENT_RESTRICTIONS',
  inclusion,
  documents,
})

export const requireIdDocument = (filter: object) => ({
  required_documents: [{ type: 'ID_DOCUMENT', filter }],
})

import fc from 'fast-check'
import type {
  DocumentFilter,
  RequestedItem,
  RequiredDocument,
  SdkConfig,
  SessionSpec,
} from '../../src/yoti/session-spec.js'

// Any characters, because the signature covers bytes.
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
const manual_check = fc.constantFrom('ALWAYS', 'FALLBACK', 'NEVER')
const inclusion = fc.constantFrom('WHITELIST', 'BLACKLIST')
const country_codes = fc.uniqueArray(fc.constantFrom('GBR', 'FRA', 'IND', 'USA'), { minLength: 1 })
const document_types = fc.uniqueArray(
  fc.constantFrom('PASSPORT', 'DRIVING_LICENCE', 'NATIONAL_ID', 'STATE_ID'),
  { minLength: 1 },
)
const colour = fc.stringMatching(/^#[0-9a-fA-F]{6}$/)
const atLeastOne = fc.integer({ min: 1 })

/** A check or a task. */
const item = (type: string, config: Record<string, fc.Arbitrary<unknown>>, required?: string[]) =>
  fc.record({
    type: fc.constant(type),
    config: fc.record(config, {
      noNullPrototype: true,
      ...(required === undefined ? {} : { requiredKeys: required }),
    }),
  }) as fc.Arbitrary<RequestedItem>

// Sets what the official builders send by default, because the requests would differ otherwise.
const search = {
  remove_deceased: fc.boolean(),
  share_url: fc.boolean(),
  sources: fc.oneof(
    fc.record({
      type: fc.constant('TYPE_LIST'),
      types: fc.array(fc.constantFrom('sanction', 'pep', 'a-list-of-tomorrow'), { maxLength: 3 }),
    }),
    fc.record({ type: fc.constant('PROFILE'), search_profile: text }),
  ),
  matching_strategy: fc.oneof(
    fc.record({ type: fc.constant('EXACT') }),
    fc.record({
      type: fc.constant('FUZZY'),
      fuzziness: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  ),
}

const check = fc.oneof(
  item('ID_DOCUMENT_AUTHENTICITY', { manual_check }, []),
  item('LIVENESS', {
    max_retries: atLeastOne,
    liveness_type: fc.constantFrom('STATIC', 'ZOOM'),
  }),
  item('ID_DOCUMENT_FACE_MATCH', { manual_check }),
  item('FACE_COMPARISON', { manual_check: fc.constant('NEVER') }),
  item('ID_DOCUMENT_COMPARISON', {}),
  item('THIRD_PARTY_IDENTITY', {}),
  item('WATCHLIST_SCREENING', {
    categories: fc.uniqueArray(fc.constantFrom('ADVERSE-MEDIA', 'SANCTIONS')),
  }),
  item('WATCHLIST_ADVANCED_CA', { type: fc.constant('WITH_YOTI_ACCOUNT'), ...search }),
  item('WATCHLIST_ADVANCED_CA', {
    type: fc.constant('WITH_CUSTOM_ACCOUNT'),
    api_key: text,
    monitoring: fc.boolean(),
    tags: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), text, {
      maxKeys: 3,
      noNullPrototype: true,
    }),
    client_ref: text,
    ...search,
  }),
)

const task = fc.oneof(
  item(
    'ID_DOCUMENT_TEXT_DATA_EXTRACTION',
    {
      manual_check,
      chip_data: fc.constantFrom('DESIRED', 'IGNORE'),
      create_expanded_document_fields: fc.boolean(),
    },
    ['manual_check'],
  ),
  item('SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION', { manual_check }),
)

const flags = { allow_expired_documents: fc.boolean(), allow_non_latin_documents: fc.boolean() }

const filter: fc.Arbitrary<DocumentFilter> = fc.oneof(
  fc.record(
    {
      type: fc.constant('ORTHOGONAL_RESTRICTIONS'),
      country_restriction: fc.record({ inclusion, country_codes }),
      type_restriction: fc.record({ inclusion, document_types }),
      ...flags,
    },
    { requiredKeys: ['type'] },
  ),
  fc.record(
    {
      type: fc.constant('DOCUMENT_RESTRICTIONS'),
      inclusion,
      documents: fc.array(fc.record({ document_types, country_codes }, { requiredKeys: [] }), {
        minLength: 1,
        maxLength: 3,
      }),
      ...flags,
    },
    { requiredKeys: ['type', 'inclusion', 'documents'] },
  ),
)

const requiredDocument: fc.Arbitrary<RequiredDocument> = fc.oneof(
  fc.record({ type: fc.constant('ID_DOCUMENT'), filter }, { requiredKeys: ['type'] }),
  fc.record(
    {
      type: fc.constant('SUPPLEMENTARY_DOCUMENT'),
      objective: fc.constant({ type: 'PROOF_OF_ADDRESS' }),
      document_types: fc.uniqueArray(fc.constantFrom('UTILITY_BILL', 'BANK_STATEMENT'), {
        minLength: 1,
      }),
      country_codes,
    },
    { requiredKeys: ['type', 'objective'] },
  ),
)

const sdkConfig: fc.Arbitrary<SdkConfig> = fc.record(
  {
    allowed_capture_methods: fc.constantFrom('CAMERA', 'CAMERA_AND_UPLOAD'),
    primary_colour: colour,
    secondary_colour: colour,
    font_colour: colour,
    locale: fc.constantFrom('en-GB', 'es-419', 'ar', 'el-GR'),
    preset_issuing_country: fc.constantFrom('GBR', 'FRA'),
    success_url: fc.webUrl(),
    error_url: fc.webUrl({ withQueryParameters: true }),
    privacy_policy_url: fc.webUrl({ withFragments: true }),
    biometric_consent_flow: fc.constantFrom('EARLY', 'JUST_IN_TIME'),
    allow_handoff: fc.boolean(),
    attempts_configuration: fc.record({
      ID_DOCUMENT_TEXT_DATA_EXTRACTION: fc.dictionary(
        fc.constantFrom('GENERIC', 'RECLASSIFICATION', 'SOME_NEW_CATEGORY'),
        atLeastOne,
        { minKeys: 1, noNullPrototype: true },
      ),
    }),
    brand_id: fc.uuid(),
    suppressed_screens: fc.uniqueArray(
      fc.constantFrom('ID_DOCUMENT_EDUCATION', 'STATIC_LIVENESS_EDUCATION', 'FLOW_COMPLETION'),
      { minLength: 1 },
    ),
  },
  { requiredKeys: [] },
)

const notifications = fc.record(
  {
    auth_token: text,
    auth_type: fc.constantFrom('BASIC', 'BEARER'),
    endpoint: fc.webUrl({ validSchemes: ['https'], withQueryParameters: true }),
    topics: fc.uniqueArray(
      fc.constantFrom(
        'RESOURCE_UPDATE',
        'TASK_COMPLETION',
        'CHECK_COMPLETION',
        'SESSION_COMPLETION',
        'CLIENT_SESSION_TOKEN_DELETED',
      ),
    ),
  },
  { requiredKeys: ['endpoint', 'topics'] },
)

const trust_framework = fc.constantFrom('UK_TFIDA', 'YOTI_GLOBAL')
const scheme = {
  type: fc.constantFrom('DBS', 'DBS_RTW', 'RTW', 'RTR', 'IDENTITY'),
  objective: fc.constantFrom('BASIC', 'ENHANCED', 'AL_L1', 'AL_M1'),
}
const advancedScheme = fc.record(
  { ...scheme, label: text, config: fc.record({ filter }) },
  { requiredKeys: ['type', 'label'] },
)

/** Session specifications that Yoti's Node builders can express. Many contradict themselves. */
export const sessionSpecArbitrary: fc.Arbitrary<SessionSpec> = fc.record(
  {
    client_session_token_ttl: fc.integer({ min: 300, max: 100_000 }),
    session_deadline: fc
      .date({ min: new Date('2090-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
      .map((deadline) => deadline.toISOString()),
    resources_ttl: fc.integer({ min: 200_000, max: 31_536_000 }),
    user_tracking_id: text,
    notifications,
    requested_checks: fc.array(check, { maxLength: 6 }),
    requested_tasks: fc.array(task, { maxLength: 2 }),
    sdk_config: sdkConfig,
    required_documents: fc.array(requiredDocument, { maxLength: 3 }),
    block_biometric_consent: fc.boolean(),
    identity_profile_requirements: fc.record({
      trust_framework,
      scheme: fc.record(scheme, { requiredKeys: ['type'] }),
    }),
    subject: fc.record({ subject_id: text }),
    advanced_identity_profile_requirements: fc.record({
      profiles: fc.tuple(
        fc.record({
          trust_framework,
          schemes: fc.array(advancedScheme, { minLength: 1, maxLength: 3 }),
        }),
      ),
    }),
  },
  // The official builder always sends these three fields.
  { requiredKeys: ['requested_checks', 'requested_tasks', 'required_documents'] },
)

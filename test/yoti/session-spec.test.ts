import { describe, expect, it } from '@jest/globals'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'
import { parseSessionSpec, SessionSpecError } from '../../src/yoti/session-spec.js'

const byPassport = {
  type: 'DOCUMENT_RESTRICTIONS',
  inclusion: 'WHITELIST',
  documents: [{ document_types: ['PASSPORT'], country_codes: ['GBR', 'IRL'] }],
  allow_expired_documents: false,
  allow_non_latin_documents: true,
}
const search = {
  remove_deceased: true,
  share_url: false,
  sources: { type: 'TYPE_LIST', types: ['pep', 'adverse-media'] },
  matching_strategy: { type: 'FUZZY', fuzziness: 0.4 },
  manual_check: 'NEVER',
}
const manual = (type: string, manual_check = 'FALLBACK') => ({ type, config: { manual_check } })

/** Every documented field. */
const fullSpec = {
  client_session_token_ttl: 900,
  resources_ttl: 604_800,
  user_tracking_id: 'cust-0001',
  notifications: {
    auth_token: 'user:password',
    auth_type: 'BASIC',
    endpoint: 'https://rp.example/yoti',
    topics: ['SESSION_COMPLETION', 'check_completion', 'FIRST_BRANCH_VISIT', 'NEW_TOPIC'],
  },
  requested_checks: [
    {
      type: 'ID_DOCUMENT_AUTHENTICITY',
      config: {
        manual_check: 'ALWAYS',
        issuing_authority_sub_check: { requested: true, filter: byPassport },
      },
    },
    {
      type: 'LIVENESS',
      config: { max_retries: 3, liveness_type: 'ZOOM', manual_check: 'NEVER' },
    },
    manual('ID_DOCUMENT_FACE_MATCH'),
    manual('FACE_COMPARISON', 'NEVER'),
    { type: 'ID_DOCUMENT_COMPARISON', config: {} },
    { type: 'THIRD_PARTY_IDENTITY', config: {} },
    {
      type: 'WATCHLIST_SCREENING',
      config: { categories: ['ADVERSE-MEDIA', 'SANCTIONS'], manual_check: 'NEVER' },
    },
    { type: 'WATCHLIST_ADVANCED_CA', config: { type: 'WITH_YOTI_ACCOUNT', ...search } },
    {
      type: 'WATCHLIST_ADVANCED_CA',
      config: {
        type: 'WITH_CUSTOM_ACCOUNT',
        api_key: 'key',
        monitoring: true,
        tags: { team: 'risk' },
        client_ref: 'ref',
        ...search,
        sources: { type: 'PROFILE', search_profile: 'profile' },
        matching_strategy: { type: 'EXACT', exact_match: true },
      },
    },
    {
      type: 'FAMILIAR_FACE_SEARCH',
      config: { pool_id: '7b1f2c3d-41d0-4a33-9a0c-1e0d9c8b7a10', approval_criteria: 'NO_MATCH' },
    },
    manual('IBV_VISUAL_REVIEW_CHECK', 'IBV'),
    manual('PROFILE_DOCUMENT_MATCH', 'IBV'),
    {
      type: 'DOCUMENT_SCHEME_VALIDITY_CHECK',
      config: { manual_check: 'IBV', scheme: 'UK_DBS' },
    },
  ],
  requested_tasks: [
    {
      type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION',
      config: {
        manual_check: 'FALLBACK',
        chip_data: 'DESIRED',
        create_expanded_document_fields: true,
      },
    },
    manual('SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION', 'NEVER'),
  ],
  sdk_config: {
    allowed_capture_methods: 'CAMERA_AND_UPLOAD',
    primary_colour: '#2d9fff',
    primary_colour_dark_mode: '#2D9FFF',
    secondary_colour: '#ffffff',
    font_colour: '#000000',
    dark_mode: 'AUTO',
    locale: 'es-419',
    preset_issuing_country: 'GBR',
    success_url: 'https://rp.example/success',
    error_url: 'http://localhost:3000/error',
    privacy_policy_url: 'https://rp.example/privacy',
    biometric_consent_flow: 'JUST_IN_TIME',
    allow_handoff: true,
    attempts_configuration: {
      ID_DOCUMENT_TEXT_DATA_EXTRACTION: { GENERIC: 3, RECLASSIFICATION: 2 },
    },
    brand_id: 'brand',
    suppressed_screens: ['ID_DOCUMENT_EDUCATION', 'FLOW_COMPLETION'],
  },
  required_documents: [
    { type: 'ID_DOCUMENT', filter: byPassport },
    {
      type: 'ID_DOCUMENT',
      filter: {
        type: 'ORTHOGONAL_RESTRICTIONS',
        country_restriction: { inclusion: 'INCLUDE', country_codes: ['FRA'] },
        type_restriction: { inclusion: 'EXCLUDE', document_types: ['STATE_ID'] },
        allow_expired_documents: true,
      },
    },
    {
      type: 'SUPPLEMENTARY_DOCUMENT',
      objective: { type: 'PROOF_OF_ADDRESS' },
      document_types: ['UTILITY_BILL'],
      country_codes: ['GBR'],
    },
  ],
  block_biometric_consent: true,
  subject: { subject_id: 'subject-1' },
  advanced_identity_profile_requirements: {
    profiles: [
      {
        trust_framework: 'YOTI_GLOBAL',
        schemes: [
          { type: 'IDENTITY', objective: 'AL_L1', label: 'id-1', config: { filter: byPassport } },
        ],
      },
    ],
  },
  create_identity_profile_preview: true,
  import_token: { ttl: 31_536_000 },
  resources: {
    applicant_profile: {
      full_name: 'Ada Example',
      date_of_birth: '1990-02-03',
      name_prefix: 'Dr',
      structured_postal_address: {
        address_format: 1,
        building_number: '9',
        address_line1: '9 Some Street',
        town_city: 'Sometown',
        postal_code: 'ZZ1 1ZZ',
        country_iso: 'GBR',
        country: 'United Kingdom',
      },
    },
  },
  ephemeral_media: true,
  ibv_options: {
    support: 'MANDATORY',
    guidance_url: 'https://rp.example/branch',
    user_price: { amount: '0.00', currency: 'GBP' },
  },
}

const byFilter = (filter: object) => ({
  ...DEFAULT_PRESET,
  required_documents: [{ type: 'ID_DOCUMENT', filter }],
})
const pairs = (inclusion: string, pair: object) => ({
  type: 'DOCUMENT_RESTRICTIONS',
  inclusion,
  documents: [pair],
})
const client = (settings: object) => ({ ...DEFAULT_PRESET, sdk_config: settings })
const attempts = (categories: object) =>
  client({ attempts_configuration: { ID_DOCUMENT_TEXT_DATA_EXTRACTION: categories } })
const watchlist = (check: object) => ({ requested_checks: [check] })
const byList = (name: string) => ({
  type: 'WATCHLIST_ADVANCED_CA',
  config: { type: 'WITH_YOTI_ACCOUNT', sources: { type: 'TYPE_LIST', types: [name] } },
})
const profile = (framework: string, scheme: object) => ({
  identity_profile_requirements: { trust_framework: framework, scheme },
})
const schemes = (...listed: object[]) => ({
  advanced_identity_profile_requirements: {
    profiles: [{ trust_framework: 'UK_TFIDA', schemes: listed }],
  },
})

function getProblems(spec: unknown, at?: string): readonly string[] {
  try {
    parseSessionSpec(spec, at)
  } catch (err) {
    if (err instanceof SessionSpecError) return err.problems
    throw err
  }
  return []
}

describe('parseSessionSpec', () => {
  it('accepts every documented field and keeps the order', () => {
    expect(JSON.stringify(parseSessionSpec(fullSpec))).toBe(JSON.stringify(fullSpec))
  })

  it('accepts the built-in preset', () => {
    expect(parseSessionSpec(DEFAULT_PRESET)).toEqual(DEFAULT_PRESET)
  })

  it('accepts a deadline instead of a TTL', () => {
    const spec = { ...DEFAULT_PRESET, session_deadline: '2030-01-31T12:00:00.123456+00:00' }
    expect(parseSessionSpec(spec)).toEqual(spec)
  })

  it('accepts an http notification endpoint on loopback only', () => {
    const at = (endpoint: string) => ({ ...DEFAULT_PRESET, notifications: { endpoint } })
    expect(getProblems(at('http://127.0.0.1:3000/notifications'))).toEqual([])
    expect(getProblems(at('http://localhost:3000/notifications'))).toEqual([])
    expect(getProblems(at('http://rp.example/notifications'))).toHaveLength(1)
  })

  const wrong: [string, unknown, string[]][] = [
    ['null', null, ['the root: expected an object, got null']],
    ['a list', [], ['the root: expected an object, got array']],
    [
      'no checks and no tasks',
      { requested_checks: [], requested_tasks: [] },
      ['requested_checks: expected at least one check, task or identity profile'],
    ],
    [
      'unknown fields at any depth',
      {
        ...DEFAULT_PRESET,
        request_checks: [],
        sdk_config: { primary_color: '#000000' },
        required_documents: [{ type: 'ID_DOCUMENT', filtre: {} }],
      },
      [
        'sdk_config.primary_color: is not a known field',
        'required_documents[0].filtre: is not a known field',
        'request_checks: is not a known field',
      ],
    ],
    [
      'several wrong values',
      {
        client_session_token_ttl: 299,
        resources_ttl: '604800',
        requested_checks: [
          { type: 'LIVENESS', config: { liveness_type: 'static', max_retries: 0 } },
          { type: 'ID_DOCUMENT_FACE_MATCH', config: {} },
        ],
        sdk_config: {
          dark_mode: 'on',
          primary_colour: 'blue',
          preset_issuing_country: 'gb',
          success_url: 'javascript:alert(1)',
          suppressed_screens: [],
          allow_handoff: null,
        },
      },
      [
        'client_session_token_ttl: expected at least 300',
        'resources_ttl: expected a number, got string',
        'requested_checks[0].config.max_retries: expected at least 1',
        'requested_checks[0].config.liveness_type: expected STATIC or ZOOM, got static: did you mean STATIC?',
        'requested_checks[1].config.manual_check: expected ALWAYS or FALLBACK or NEVER, got nothing',
        'sdk_config.primary_colour: expected a colour of the form #rrggbb such as #2d9fff',
        'sdk_config.dark_mode: expected ON or OFF or AUTO, got on: did you mean ON?',
        'sdk_config.preset_issuing_country: expected an ISO 3166-1 alpha-3 country code such as GBR, got gb',
        'sdk_config.success_url: expected a URL that starts with https://',
        'sdk_config.allow_handoff: expected a boolean, got null',
      ],
    ],
    [
      'a TTL and a deadline',
      {
        ...DEFAULT_PRESET,
        client_session_token_ttl: 900,
        session_deadline: '2030-01-01T00:00:00Z',
      },
      ['session_deadline: cannot be combined with client_session_token_ttl: remove one of them'],
    ],
    [
      'a resources_ttl that is too short',
      { ...DEFAULT_PRESET, client_session_token_ttl: 900, resources_ttl: 87_299 },
      ['resources_ttl: expected at least 87300, which is client_session_token_ttl plus one day'],
    ],
    [
      'a face match without liveness',
      { requested_checks: [manual('ID_DOCUMENT_FACE_MATCH')] },
      ['requested_checks[0]: ID_DOCUMENT_FACE_MATCH needs a LIVENESS check'],
    ],
    [
      'a comparison without liveness',
      { requested_checks: [manual('FACE_COMPARISON', 'NEVER')] },
      ['requested_checks[0]: FACE_COMPARISON needs a LIVENESS or face match check'],
    ],
    [
      'a third-party check without text extraction',
      { requested_checks: [{ type: 'THIRD_PARTY_IDENTITY', config: {} }] },
      ['requested_checks[0]: THIRD_PARTY_IDENTITY needs an ID_DOCUMENT_TEXT_DATA_EXTRACTION task'],
    ],
    [
      'a profile match without an applicant profile',
      { requested_checks: [manual('PROFILE_DOCUMENT_MATCH', 'IBV')] },
      ['requested_checks[0]: PROFILE_DOCUMENT_MATCH needs resources.applicant_profile'],
    ],
    [
      'a comparison with one document',
      { requested_checks: [{ type: 'ID_DOCUMENT_COMPARISON', config: {} }] },
      ['requested_checks[0]: ID_DOCUMENT_COMPARISON needs two documents in required_documents'],
    ],
    [
      'a text extraction for a document that is not requested',
      {
        requested_checks: DEFAULT_PRESET.requested_checks,
        requested_tasks: [manual('SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION')],
      },
      [
        'requested_tasks[0]: SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION needs a SUPPLEMENTARY_DOCUMENT in required_documents',
      ],
    ],
    [
      'an ID document check with only a supplementary document',
      {
        requested_checks: [manual('ID_DOCUMENT_AUTHENTICITY')],
        requested_tasks: [manual('ID_DOCUMENT_TEXT_DATA_EXTRACTION')],
        required_documents: [
          { type: 'SUPPLEMENTARY_DOCUMENT', objective: { type: 'PROOF_OF_ADDRESS' } },
        ],
      },
      [
        'requested_checks[0]: ID_DOCUMENT_AUTHENTICITY needs an ID_DOCUMENT in required_documents',
        'requested_tasks[0]: ID_DOCUMENT_TEXT_DATA_EXTRACTION needs an ID_DOCUMENT in required_documents',
      ],
    ],
    [
      'document filters that mix both kinds or are empty',
      {
        ...DEFAULT_PRESET,
        required_documents: [
          {
            type: 'ID_DOCUMENT',
            filter: { type: 'ORTHOGONAL_RESTRICTIONS', inclusion: 'INCLUDE', documents: [{}] },
          },
          {
            type: 'ID_DOCUMENT',
            filter: { ...byPassport, country_restriction: {}, documents: [] },
          },
          {
            type: 'ID_DOCUMENT',
            filter: {
              type: 'ORTHOGONAL_RESTRICTIONS',
              country_restriction: { inclusion: 'INCLUDE', country_codes: [] },
              type_restriction: { inclusion: 'ONLY', document_types: [] },
              allow_non_latin_documents: 'yes',
            },
          },
        ],
      },
      [
        'required_documents[0].filter.inclusion: is not a known field',
        'required_documents[0].filter.documents: is not a known field',
        'required_documents[1].filter.documents: expected at least 1 entry',
        'required_documents[1].filter.country_restriction: is not a known field',
        'required_documents[2].filter.country_restriction.country_codes: expected at least 1 entry',
        'required_documents[2].filter.type_restriction.inclusion: expected INCLUDE or EXCLUDE or WHITELIST or BLACKLIST, got ONLY',
        'required_documents[2].filter.type_restriction.document_types: expected at least 1 entry',
        'required_documents[2].filter.allow_non_latin_documents: expected a boolean, got string',
      ],
    ],
    [
      'a filter for a sub-check that is not requested',
      {
        requested_checks: [
          {
            type: 'ID_DOCUMENT_AUTHENTICITY',
            config: { issuing_authority_sub_check: { requested: false, filter: byPassport } },
          },
        ],
      },
      [
        'requested_checks[0].config.issuing_authority_sub_check.filter: has no effect while requested is false: set requested to true or remove the filter',
      ],
    ],
    [
      'an advanced watchlist search with an incomplete account or a misplaced key',
      {
        ...DEFAULT_PRESET,
        requested_checks: [
          {
            type: 'WATCHLIST_ADVANCED_CA',
            config: { type: 'WITH_CUSTOM_ACCOUNT', ...search, manual_check: 'ALWAYS' },
          },
          {
            type: 'WATCHLIST_ADVANCED_CA',
            config: { type: 'WITH_YOTI_ACCOUNT', ...search, api_key: 'secret' },
          },
          {
            type: 'WATCHLIST_ADVANCED_CA',
            config: {
              type: 'WITH_YOTI_ACCOUNT',
              sources: { type: 'PROFILE', types: ['pep'] },
              matching_strategy: { type: 'FUZZY', fuzziness: 2 },
            },
          },
        ],
      },
      [
        'requested_checks[0].config.api_key: expected a string, got nothing',
        'requested_checks[0].config.client_ref: expected a string, got nothing',
        'requested_checks[0].config.manual_check: expected NEVER, got ALWAYS',
        'requested_checks[1].config.api_key: is not a known field',
        'requested_checks[2].config.sources.search_profile: expected a string, got nothing',
        'requested_checks[2].config.sources.types: is not a known field',
        'requested_checks[2].config.matching_strategy.fuzziness: expected at most 1',
      ],
    ],
    [
      'identity profiles without the objective that they need, or with one that they cannot have',
      {
        identity_profile_requirements: { trust_framework: 'UK_TFIDA', scheme: { type: 'DBS' } },
        advanced_identity_profile_requirements: {
          profiles: [
            {
              trust_framework: 'UK_TFIDA',
              schemes: [{ type: 'RTW', objective: 'BASIC', label: 'work' }],
            },
          ],
        },
      },
      [
        'identity_profile_requirements.scheme.objective: expected BASIC or STANDARD or ENHANCED as the objective of DBS, got nothing',
        'advanced_identity_profile_requirements.profiles[0].schemes[0].objective: RTW does not take an objective: remove it',
      ],
    ],
    [
      'a preview of no profile',
      {
        ...DEFAULT_PRESET,
        create_identity_profile_preview: true,
      },
      [
        'create_identity_profile_preview: needs identity_profile_requirements or advanced_identity_profile_requirements',
      ],
    ],
    [
      'an invalid language',
      { ...DEFAULT_PRESET, sdk_config: { locale: 'English' } },
      ['sdk_config.locale: expected a language tag such as en-GB, got a different string'],
    ],
    [
      'authentication without a token',
      {
        ...DEFAULT_PRESET,
        notifications: { endpoint: 'https://rp.example/', auth_type: 'BEARER' },
      },
      ['notifications.auth_token: expected a token for BEARER, got nothing'],
    ],
    [
      'basic authentication without a user',
      {
        ...DEFAULT_PRESET,
        notifications: { endpoint: 'https://rp.example/', auth_type: 'BASIC', auth_token: 'x' },
      },
      ['notifications.auth_token: expected user:password for BASIC'],
    ],
    [
      'a UK address without a building',
      {
        ...DEFAULT_PRESET,
        resources: {
          applicant_profile: {
            full_name: 'Ada Example',
            date_of_birth: '1990-02-03',
            structured_postal_address: { address_format: 1 },
          },
        },
      },
      [
        'resources.applicant_profile.structured_postal_address: expected building, sub_building or building_number because address_format is 1 (UK)',
      ],
    ],
  ]

  it.each(wrong)('reports every problem of %s', (_, spec, problems) => {
    expect(getProblems(spec)).toEqual(problems)
  })

  it.each([
    [
      'a liveness type',
      { requested_checks: [{ type: 'LIVENESS', config: { liveness_type: 'STATC' } }] },
      'requested_checks[0].config.liveness_type: expected STATIC or ZOOM, got STATC: did you mean STATIC?',
    ],
    [
      'a manual check',
      { requested_checks: [manual('ID_DOCUMENT_AUTHENTICITY', 'FALBACK')] },
      'requested_checks[0].config.manual_check: expected ALWAYS or FALLBACK or NEVER, got FALBACK: did you mean FALLBACK?',
    ],
    [
      'a watchlist category',
      watchlist({ type: 'WATCHLIST_SCREENING', config: { categories: ['ADVERSE_MEDIA'] } }),
      'requested_checks[0].config.categories[0]: expected ADVERSE-MEDIA or SANCTIONS, got ADVERSE_MEDIA: did you mean ADVERSE-MEDIA?',
    ],
    [
      'a trust framework',
      profile('UK_TFIAD', { type: 'RTW' }),
      'identity_profile_requirements.trust_framework: expected UK_TFIDA or YOTI_GLOBAL, got UK_TFIAD: did you mean UK_TFIDA?',
    ],
    [
      'a scheme',
      profile('UK_TFIDA', { type: 'RTV' }),
      'identity_profile_requirements.scheme.type: expected DBS or DBS_RTW or RTW or RTR or IDENTITY or GBR_RTW_SHARECODE or CAN_CRC, got RTV: did you mean RTW?',
    ],
    [
      'a scheme of YOTI_GLOBAL under UK_TFIDA',
      profile('UK_TFIDA', { type: 'IDENTITY', objective: 'AL_L1' }),
      'identity_profile_requirements.scheme.type: expected a scheme of UK_TFIDA, got IDENTITY, which belongs to YOTI_GLOBAL',
    ],
    [
      'a scheme of UK_TFIDA under YOTI_GLOBAL',
      profile('YOTI_GLOBAL', { type: 'RTW' }),
      'identity_profile_requirements.scheme.type: expected a scheme of YOTI_GLOBAL, got RTW, which belongs to UK_TFIDA',
    ],
    [
      'an objective of another scheme',
      profile('UK_TFIDA', { type: 'DBS', objective: 'AL_L1' }),
      'identity_profile_requirements.scheme.objective: expected BASIC or STANDARD or ENHANCED as the objective of DBS, got AL_L1',
    ],
    [
      'an identity without its objective',
      profile('YOTI_GLOBAL', { type: 'IDENTITY' }),
      'identity_profile_requirements.scheme.objective: expected AL_L1 or AL_M1 as the objective of IDENTITY, got nothing',
    ],
  ])('reports the path, the known values and the received value for %s', (_, spec, problem) => {
    expect(getProblems(spec)).toEqual([problem])
  })

  it.each([
    ['a misspelt list', watchlist(byList('pepp')), 'pep'],
    ['a list in the plural', watchlist(byList('sanctions')), 'sanction'],
    [
      'a misspelt document type',
      byFilter(pairs('INCLUDE', { document_types: ['PASPORT'] })),
      'PASSPORT',
    ],
    [
      'a misspelt screen',
      client({ suppressed_screens: ['ID_DOCUMENT_EDUCATON'] }),
      'ID_DOCUMENT_EDUCATION',
    ],
    ['a misspelt category of attempts', attempts({ GENERICS: 2 }), 'GENERIC'],
    ['a language in lower case', client({ locale: 'en-gb' }), 'en-GB'],
    ['a language with an underscore', client({ locale: 'en_GB' }), 'en-GB'],
    ['a wrong region code', client({ locale: 'en-UK' }), 'en-GB'],
  ])('suggests the known value for %s', (_, spec, suggestion) => {
    const [problem, ...others] = getProblems(spec)
    expect(problem).toMatch(new RegExp(`, got \\S+: did you mean ${suggestion}\\?$`))
    expect(others).toEqual([])
  })

  it.each([
    ['numbered list type', watchlist(byList('pep-class-5'))],
    ['list type', watchlist(byList('insolvency'))],
    ['document type', byFilter(pairs('EXCLUDE', { document_types: ['ARMED_FORCES_ID'] }))],
    [
      'document type next to known ones',
      byFilter(pairs('INCLUDE', { document_types: ['PASSPORT', 'ARMED_FORCES_ID'] })),
    ],
    ['screen', client({ suppressed_screens: ['CHIP_READING_EDUCATION'] })],
    ['category of attempts', attempts({ CHIP_READING: 2 })],
    ['language', client({ locale: 'ko' })],
    ['objective', profile('YOTI_GLOBAL', { type: 'IDENTITY', objective: 'AL_H2' })],
  ])('accepts a new %s', (_, spec) => {
    expect(getProblems(spec)).toEqual([])
  })

  it.each<[string, object]>([
    ['a rare document type', byFilter(pairs('INCLUDE', { document_types: ['AADHAAR'] }))],
    ['a new document type', byFilter(pairs('INCLUDE', { document_types: ['PAN_CARD'] }))],
    [
      'country codes outside ISO 3166-1',
      byFilter(pairs('INCLUDE', { country_codes: ['XKX', 'RKS', 'GBD'] })),
    ],
    ['an empty import token', { ...DEFAULT_PRESET, import_token: {} }],
    [
      'extra fields of the subject',
      { ...DEFAULT_PRESET, subject: { subject_id: 'a', segment: 'b' } },
    ],
    ['an empty list of suppressed screens', client({ suppressed_screens: [] })],
    [
      'fields of older specifications',
      {
        ...DEFAULT_PRESET,
        required_documents: [
          { type: 'ID_DOCUMENT' },
          { type: 'SUPPLEMENTARY_DOCUMENT', objective: { type: 'UK_DBS' }, config: {} },
        ],
        requested_tasks: [
          ...(DEFAULT_PRESET.requested_tasks ?? []),
          {
            type: 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION',
            config: { manual_check: 'NEVER' },
          },
        ],
        ibv_options: { support: 'MANDATORY', required: true },
      },
    ],
  ])('accepts %s', (_name, spec) => {
    expect(getProblems(spec)).toEqual([])
  })

  const nothing = (path: string) =>
    `${path}: accepts no document: remove a restriction so that it accepts at least one`
  const FILTER = 'required_documents[0].filter'

  it.each([
    ['excludes every document', byFilter(pairs('EXCLUDE', {})), nothing(FILTER)],
    [
      'includes only document types of another kind',
      byFilter(pairs('WHITELIST', { document_types: ['UTILITY_BILL'] })),
      nothing(FILTER),
    ],
    [
      'contains an unknown country',
      byFilter(pairs('INCLUDE', { country_codes: ['GBR', 'ZZZ'] })),
      `${FILTER}.documents[0].country_codes[1]: expected an ISO 3166-1 alpha-3 country code such as GBR, got ZZZ`,
    ],
    [
      'excludes the preset country',
      {
        ...byFilter(pairs('INCLUDE', { country_codes: ['FRA'] })),
        ...client({ preset_issuing_country: 'GBR' }),
      },
      'sdk_config.preset_issuing_country: expected a country that required_documents accept, got GBR',
    ],
    [
      'excludes every document for a sub-check',
      {
        requested_checks: [
          {
            type: 'ID_DOCUMENT_AUTHENTICITY',
            config: {
              issuing_authority_sub_check: { requested: true, filter: pairs('BLACKLIST', {}) },
            },
          },
        ],
      },
      nothing('requested_checks[0].config.issuing_authority_sub_check.filter'),
    ],
    [
      'excludes every document for a scheme',
      schemes({ type: 'RTW', label: 'work', config: { filter: pairs('EXCLUDE', {}) } }),
      nothing('advanced_identity_profile_requirements.profiles[0].schemes[0].config.filter'),
    ],
  ])('rejects a document filter that %s', (_, spec, problem) => {
    expect(getProblems(spec)).toEqual([problem])
  })

  it.each([
    [
      'the same check twice',
      {
        requested_checks: [
          manual('ID_DOCUMENT_AUTHENTICITY'),
          manual('ID_DOCUMENT_AUTHENTICITY', 'NEVER'),
        ],
      },
      'requested_checks[1]: ID_DOCUMENT_AUTHENTICITY is already requested by requested_checks[0]: remove one of them',
    ],
    [
      'two kinds of liveness',
      {
        requested_checks: ['STATIC', 'ZOOM'].map((type) => ({
          type: 'LIVENESS',
          config: { liveness_type: type },
        })),
      },
      'requested_checks[1]: LIVENESS is already requested by requested_checks[0]: remove one of them',
    ],
    [
      'the same task twice',
      {
        requested_tasks: [
          manual('ID_DOCUMENT_TEXT_DATA_EXTRACTION'),
          manual('ID_DOCUMENT_TEXT_DATA_EXTRACTION'),
        ],
      },
      'requested_tasks[1]: ID_DOCUMENT_TEXT_DATA_EXTRACTION is already requested by requested_tasks[0]: remove one of them',
    ],
    [
      'the same search twice',
      { requested_checks: [byList('pep'), byList('pep')] },
      'requested_checks[1]: WATCHLIST_ADVANCED_CA is already requested by requested_checks[0]: remove one of them',
    ],
    [
      'two schemes with the same label',
      schemes({ type: 'RTW', label: 'one' }, { type: 'RTR', label: 'one' }),
      'advanced_identity_profile_requirements.profiles[0].schemes[1].label: expected a unique label, but another scheme has the same one: rename one of them',
    ],
    [
      'no category of attempts',
      attempts({}),
      'sdk_config.attempts_configuration.ID_DOCUMENT_TEXT_DATA_EXTRACTION: expected GENERIC or RECLASSIFICATION, got nothing',
    ],
    [
      'zero attempts',
      attempts({ GENERIC: 0 }),
      'sdk_config.attempts_configuration.ID_DOCUMENT_TEXT_DATA_EXTRACTION.GENERIC: expected at least 1',
    ],
    [
      'attempts for a task that is not requested',
      { ...attempts({ GENERIC: 2 }), requested_tasks: [] },
      'sdk_config.attempts_configuration.ID_DOCUMENT_TEXT_DATA_EXTRACTION: has no effect without this task in requested_tasks: add the task or remove the attempts',
    ],
  ])('rejects %s', (_, spec, problem) => {
    expect(getProblems(spec)).toEqual([problem])
  })

  it('accepts two different watchlist searches', () => {
    expect(getProblems({ requested_checks: [byList('pep'), byList('sanction')] })).toEqual([])
  })

  it('lists the known check types for an unknown one', () => {
    const [problem] = getProblems({ requested_checks: [{ type: 'LIVENES', config: {} }] })
    expect(problem).toMatch(
      /^requested_checks\[0\]\.type: expected .*LIVENESS.*, got LIVENES: did you mean LIVENESS\?$/,
    )
  })

  it('prepends the preset name to each path', () => {
    expect(getProblems({ requested_checks: 1 }, 'adults')).toEqual([
      'adults.requested_checks: expected an array, got number',
    ])
  })

  it('quotes only values that look like constants, because others may be personal or secret', () => {
    const err = new SessionSpecError(
      getProblems({
        notifications: {
          endpoint: 'secret-endpoint',
          auth_type: 'c2VjcmV0OnNlY3JldA==',
          auth_token: 7,
        },
        resources: { applicant_profile: { full_name: ['secret-name'], date_of_birth: 'secret' } },
        sdk_config: { dark_mode: 'secret', locale: 'sk_live_51Hq8secret99' },
      }),
    )
    expect(err.problems.length).toBeGreaterThan(4)
    expect(err.message).not.toContain('secret')
  })
})

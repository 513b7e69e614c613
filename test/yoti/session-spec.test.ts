import { describe, expect, it } from '@jest/globals'
import { DEFAULT_PRESET, PRESETS } from '../../src/yoti/presets.js'
import { parseSessionSpec, SessionSpecError } from '../../src/yoti/session-spec.js'

const manual = (type: string, manual_check = 'FALLBACK') => ({ type, config: { manual_check } })

/** What Yoti's Node builders lack of the documented fields, in an order of its own. */
const rareSpec = {
  ephemeral_media: true,
  ibv_options: {
    support: 'MANDATORY',
    required: true,
    guidance_url: 'https://rp.example/branch',
    user_price: { amount: '0.00', currency: 'GBP' },
  },
  import_token: { ttl: 31_536_000 },
  create_identity_profile_preview: true,
  requested_checks: [
    {
      type: 'ID_DOCUMENT_AUTHENTICITY',
      config: {
        issuing_authority_sub_check: {
          requested: true,
          filter: { type: 'ORTHOGONAL_RESTRICTIONS', allow_expired_documents: true },
        },
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
  sdk_config: { primary_colour_dark_mode: '#2D9FFF', dark_mode: 'AUTO' },
  resources: {
    applicant_profile: {
      full_name: 'Ada Example',
      date_of_birth: '1990-02-03',
      name_prefix: 'Dr',
      structured_postal_address: { address_format: 1, building_number: '9', country_iso: 'GBR' },
    },
  },
}

const byFilter = (filter: object) => ({
  ...DEFAULT_PRESET,
  required_documents: [{ type: 'ID_DOCUMENT', filter }],
})
const pairs = (inclusion: string, pair: object) =>
  byFilter({ type: 'DOCUMENT_RESTRICTIONS', inclusion, documents: [pair] })
const checks = (...requested_checks: object[]) => ({ requested_checks })
const withCheck = (check: object) => checks(check, ...(DEFAULT_PRESET.requested_checks ?? []))
const byList = (name: string) => ({
  type: 'WATCHLIST_ADVANCED_CA',
  config: { type: 'WITH_YOTI_ACCOUNT', sources: { type: 'TYPE_LIST', types: [name] } },
})
const liveness = (liveness_type: string) => ({ type: 'LIVENESS', config: { liveness_type } })
const screening = (categories: unknown) => ({ type: 'WATCHLIST_SCREENING', config: { categories } })
const profile = (trust_framework: string, scheme: object) => ({
  identity_profile_requirements: { trust_framework, scheme },
})

const format = ({ path, message }: { path: string; message: string }) => `${path}: ${message}`
const getWarnings = (spec: unknown) => parseSessionSpec(spec).warnings.map(format)

function getProblems(spec: unknown): string[] {
  try {
    parseSessionSpec(spec)
  } catch (err) {
    if (err instanceof SessionSpecError) return err.problems.map(format)
    throw err
  }
  return []
}

describe('parseSessionSpec', () => {
  it.each(Object.entries(PRESETS))('accepts the preset %s without a warning', (_, spec) => {
    expect(parseSessionSpec(spec)).toEqual({ spec, warnings: [] })
  })

  it('passes on documented fields in their written order without a warning', () => {
    const { spec, warnings } = parseSessionSpec(rareSpec)
    expect(JSON.stringify(spec)).toBe(JSON.stringify(rareSpec))
    expect(warnings).toEqual([])
  })

  it.each([
    [{ ...DEFAULT_PRESET, a_new_field: 1 }, 'a_new_field: is not a known field'],
    [
      byFilter({ type: 'ORTHOGONAL_RESTRICTIONS', allowed_providers: [{ name: 'SOME_PROVIDER' }] }),
      'required_documents[0].filter.allowed_providers: is not a known field',
    ],
    [
      withCheck({ type: 'GAIT_RECOGNITION', config: { stride: 2, max_retry: 3 } }),
      'requested_checks[0].type: expected ID_DOCUMENT_AUTHENTICITY or LIVENESS',
    ],
    [
      checks(liveness('WALKING')),
      'requested_checks[0].config.liveness_type: expected STATIC or ZOOM, got WALKING',
    ],
    [withCheck({ type: '__proto__' }), 'requested_checks[0].type: expected'],
    [withCheck(byList('pep-class-5')), 'requested_checks[0].config.sources'],
    [
      pairs('INCLUDE', { document_types: ['PASSPORT', 'ARMED_FORCES_ID'] }),
      'required_documents[0].filter.documents[0].document_types[1]: expected',
    ],
    [
      pairs('INCLUDE', { country_codes: ['GBR', 'QQQ'] }),
      'required_documents[0].filter.documents[0].country_codes[1]: expected an ISO 3166-1 alpha-3 country code such as GBR, got QQQ',
    ],
    [
      profile('UK_TFIDA', { type: 'RTXY' }),
      'identity_profile_requirements.scheme.type: expected DBS or',
    ],
  ])('passes on %j unchanged with the warning %s', (written, warning) => {
    const { spec } = parseSessionSpec(written)
    expect(JSON.stringify(spec)).toBe(JSON.stringify(written))
    expect(getWarnings(written)).toEqual([expect.stringContaining(`spec.${warning}`)])
  })

  it('warns of an unexpected value of each field that this server does not read', () => {
    const spec = {
      requested_checks: [{ type: 'LIVENESS', config: { max_retries: 0 } }],
      sdk_config: {
        primary_colour: 'blue',
        success_url: 'javascript:alert(1)',
        locale: 'en_GB',
        allow_handoff: null,
      },
      resources: { applicant_profile: { date_of_birth: 1990 } },
      ibv_options: 'MANDATORY',
    }
    expect(getWarnings(spec)).toEqual([
      'spec.requested_checks[0].config.max_retries: expected at least 1',
      'spec.sdk_config.primary_colour: expected a colour of the form #rrggbb such as #2d9fff',
      'spec.sdk_config.locale: expected a language tag such as en-GB',
      'spec.sdk_config.success_url: expected a URL that starts with https://',
      'spec.sdk_config.allow_handoff: expected a boolean, got null',
      'spec.resources.applicant_profile.date_of_birth: expected a string, got number',
      'spec.ibv_options: expected an object, got string',
    ])
  })

  it.each([
    checks({ type: 'ID_DOCUMENT_AUTHENTICITY' }),
    { ...DEFAULT_PRESET, subject: { subject_id: 'a', segment: 'b' } },
    // Countries outside ISO 3166-1.
    pairs('INCLUDE', { country_codes: ['XKX', 'RKS', 'GBD'] }),
    { ...DEFAULT_PRESET, resources: { applicant_profile: {} } },
    // Two different searches.
    checks(byList('pep'), byList('sanction')),
  ])('accepts %j without a warning', (spec) => {
    expect(getWarnings(spec)).toEqual([])
  })

  it.each<[unknown, string[]]>([
    [null, ['spec: expected an object, got null']],
    [[], ['spec: expected an object, got array']],
    // Shapes of what this server reads.
    [
      {
        requested_checks: [{ config: {} }, { type: 'LIVENESS', config: null }],
        requested_tasks: {},
        sdk_config: [],
        required_documents: [{ type: 'ID_DOCUMENT', filter: { documents: {} } }],
        identity_profile_requirements: { scheme: {} },
      },
      [
        'spec.requested_checks[0].type: expected a string, got nothing',
        'spec.requested_checks[1].config: expected an object, got null',
        'spec.requested_tasks: expected an array, got object',
        'spec.sdk_config: expected an object, got array',
        'spec.required_documents[0].filter.type: expected a string, got nothing',
        'spec.required_documents[0].filter.documents: expected an array, got object',
        'spec.identity_profile_requirements.trust_framework: expected a string, got nothing',
        'spec.identity_profile_requirements.scheme.type: expected a string, got nothing',
      ],
    ],
    [
      checks(screening('SANCTIONS')),
      ['spec.requested_checks[0].config.categories: expected an array, got string'],
    ],
    [
      {
        ...DEFAULT_PRESET,
        request_checks: [],
        require_documents: [],
        sdk_config: { primary_color: '#000000' },
        required_documents: [{ type: 'ID_DOCUMENT', filtre: {} }],
      },
      [
        'spec.sdk_config.primary_color: is not a known field: did you mean primary_colour?',
        'spec.required_documents[0].filtre: is not a known field: did you mean filter?',
        'spec.request_checks: is not a known field: did you mean requested_checks?',
        'spec.require_documents: is not a known field: did you mean required_documents?',
      ],
    ],
  ])('rejects %j', (spec, problems) => {
    expect(getProblems(spec)).toEqual(problems)
  })

  it.each<[object, string]>([
    [checks({ type: 'LIVENES' }), 'LIVENESS'],
    [checks(liveness('static')), 'STATIC'],
    [withCheck(byList('sanctions')), 'sanction'],
    [pairs('INCLUDE', { document_types: ['PASPORT'] }), 'PASSPORT'],
    [withCheck(screening(['adverse_media'])), 'ADVERSE-MEDIA'],
    [profile('UK_TFIAD', { type: 'RTW' }), 'UK_TFIDA'],
    [profile('UK_TFIDA', { type: 'RTV' }), 'RTW'],
  ])('rejects the misspelling in %j and suggests %s', (spec, suggestion) => {
    expect(getProblems(spec)).toEqual([
      expect.stringMatching(new RegExp(`, got \\S+: did you mean ${suggestion}\\?$`)),
    ])
  })

  it.each([
    ['ID_DOCUMENT_FACE_MATCH', 'a LIVENESS check'],
    ['FACE_COMPARISON', 'a LIVENESS or face match check'],
    ['THIRD_PARTY_IDENTITY', 'an ID_DOCUMENT_TEXT_DATA_EXTRACTION task'],
    ['PROFILE_DOCUMENT_MATCH', 'resources.applicant_profile'],
    ['ID_DOCUMENT_COMPARISON', 'two documents in required_documents'],
  ])('warns that %s needs %s', (type, requirement) => {
    const warning = `spec.requested_checks[0]: ${type} needs ${requirement}`
    expect(getWarnings(checks({ type }))).toEqual([warning])
  })

  it.each<[object, string]>([
    [{}, 'requested_checks: expected at least one check, task or'],
    [
      { requested_tasks: [manual('SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION')] },
      'requested_tasks[0]: SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION needs a SUPPLEMENTARY_DOCUMENT in required_documents',
    ],
    [
      withCheck(manual('ID_DOCUMENT_FACE_MATCH', 'NEVER')),
      'requested_checks[3]: is requested by requested_checks[0] already',
    ],
    [
      checks(byList('pep'), byList('pep')),
      'requested_checks[1]: is requested by requested_checks[0] already',
    ],
    [pairs('EXCLUDE', {}), 'required_documents[0].filter: accepts no document'],
    [
      byFilter({
        type: 'ORTHOGONAL_RESTRICTIONS',
        country_restriction: { inclusion: 'INCLUDE', country_codes: [] },
      }),
      'required_documents[0].filter: accepts no document',
    ],
    [
      {
        ...pairs('INCLUDE', { country_codes: ['FRA'] }),
        sdk_config: { preset_issuing_country: 'GBR' },
      },
      'sdk_config.preset_issuing_country: is a country of which required_documents accept no document',
    ],
    [
      profile('UK_TFIDA', { type: 'IDENTITY', objective: 'AL_L1' }),
      'identity_profile_requirements.scheme.type: expected a scheme of UK_TFIDA, got IDENTITY, which belongs to YOTI_GLOBAL',
    ],
    [
      profile('UK_TFIDA', { type: 'DBS', objective: 'AL_L1' }),
      'identity_profile_requirements.scheme.objective: expected BASIC or STANDARD or ENHANCED, got AL_L1',
    ],
    [
      profile('YOTI_GLOBAL', { type: 'IDENTITY' }),
      'identity_profile_requirements.scheme.objective: expected AL_L1 or AL_M1, got nothing',
    ],
    [
      {
        advanced_identity_profile_requirements: {
          profiles: [
            { trust_framework: 'UK_TFIDA', schemes: [{ type: 'RTR', objective: 'BASIC' }] },
          ],
        },
      },
      'advanced_identity_profile_requirements.profiles[0].schemes[0].objective: RTR takes no objective',
    ],
  ])('warns of the contradiction in %j: %s', (spec, warning) => {
    expect(getWarnings(spec)).toEqual([expect.stringContaining(`spec.${warning}`)])
  })

  it('quotes only values that look like constants, because others may be personal or secret', () => {
    const warnings = getWarnings({
      ...DEFAULT_PRESET,
      notifications: { endpoint: 7, auth_type: 'c2VjcmV0OnNlY3JldA==', auth_token: ['secret'] },
      resources: { applicant_profile: { full_name: ['secret-name'] } },
      sdk_config: {
        dark_mode: 'secret',
        locale: 'sk_live_51Hq8secret99',
        // Too long for a suggestion, although only its letters count.
        allowed_capture_methods: `CAMERA${'-'.repeat(80)}`,
      },
    })
    expect(warnings).toHaveLength(7)
    expect(warnings.join()).not.toContain('secret')
  })
})

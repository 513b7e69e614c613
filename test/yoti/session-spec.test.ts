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
const pairs = (inclusion: string, pair: object) => ({
  type: 'DOCUMENT_RESTRICTIONS',
  inclusion,
  documents: [pair],
})
const client = (settings: object) => ({ ...DEFAULT_PRESET, sdk_config: settings })
const withCheck = (check: object) => ({
  ...DEFAULT_PRESET,
  requested_checks: [check, ...(DEFAULT_PRESET.requested_checks ?? [])],
})
const byList = (name: string) => ({
  type: 'WATCHLIST_ADVANCED_CA',
  config: { type: 'WITH_YOTI_ACCOUNT', sources: { type: 'TYPE_LIST', types: [name] } },
})
const profile = (framework: string, scheme: object) => ({
  identity_profile_requirements: { trust_framework: framework, scheme },
})

const format = ({ path, message }: { path: string; message: string }) => `${path}: ${message}`
const getWarnings = (spec: unknown) => parseSessionSpec(spec).warnings.map(format)

function getProblems(spec: unknown, name?: string): string[] {
  try {
    parseSessionSpec(spec, name)
  } catch (err) {
    if (err instanceof SessionSpecError) return err.problems.map(format)
    throw err
  }
  return []
}

describe('parseSessionSpec', () => {
  it.each(Object.entries(PRESETS))(
    'accepts the built-in preset %s without a warning',
    (_, spec) => {
      expect(parseSessionSpec(spec)).toEqual({ spec, warnings: [] })
    },
  )

  it('passes on documented fields in their written order without a warning', () => {
    const { spec, warnings } = parseSessionSpec(rareSpec)
    expect(JSON.stringify(spec)).toBe(JSON.stringify(rareSpec))
    expect(warnings).toEqual([])
  })

  it.each<[string, object, string]>([
    ['field', { ...DEFAULT_PRESET, a_new_field: 1 }, 'spec.a_new_field: is not a known field'],
    [
      'field of a filter',
      byFilter({ type: 'ORTHOGONAL_RESTRICTIONS', allowed_providers: [{ name: 'SOME_PROVIDER' }] }),
      'spec.required_documents[0].filter.allowed_providers: is not a known field',
    ],
    [
      'check',
      withCheck({ type: 'GAIT_RECOGNITION', config: { stride: 2, max_retry: 3 } }),
      'spec.requested_checks[0].type: expected ID_DOCUMENT_AUTHENTICITY or LIVENESS',
    ],
    [
      'kind of liveness',
      { requested_checks: [{ type: 'LIVENESS', config: { liveness_type: 'WALKING' } }] },
      'spec.requested_checks[0].config.liveness_type: expected STATIC or ZOOM, got WALKING',
    ],
    [
      'check with the name of a property',
      withCheck({ type: '__proto__' }),
      'spec.requested_checks',
    ],
    ['list', withCheck(byList('pep-class-5')), 'spec.requested_checks[0].config.sources'],
    [
      'document type',
      byFilter(pairs('INCLUDE', { document_types: ['PASSPORT', 'ARMED_FORCES_ID'] })),
      'spec.required_documents[0].filter.documents[0].document_types[1]: expected',
    ],
    [
      'country',
      byFilter(pairs('INCLUDE', { country_codes: ['GBR', 'QQQ'] })),
      'spec.required_documents[0].filter.documents[0].country_codes[1]: expected an ISO 3166-1 alpha-3 country code such as GBR, got QQQ',
    ],
    [
      'scheme',
      profile('UK_TFIDA', { type: 'RTXY' }),
      'spec.identity_profile_requirements.scheme.type: expected DBS or',
    ],
  ])('passes on a new %s unchanged with a warning', (_, written, warning) => {
    const { spec } = parseSessionSpec(written)
    expect(JSON.stringify(spec)).toBe(JSON.stringify(written))
    expect(getWarnings(written)).toEqual([expect.stringContaining(warning)])
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

  it.each<[string, object]>([
    ['checks without a config', { requested_checks: [{ type: 'ID_DOCUMENT_AUTHENTICITY' }] }],
    [
      'extra fields of the subject',
      { ...DEFAULT_PRESET, subject: { subject_id: 'a', segment: 'b' } },
    ],
    [
      'codes of countries outside ISO 3166-1',
      byFilter(pairs('INCLUDE', { country_codes: ['XKX', 'RKS', 'GBD'] })),
    ],
    ['part of an applicant profile', { ...DEFAULT_PRESET, resources: { applicant_profile: {} } }],
    ['two different watchlist searches', { requested_checks: [byList('pep'), byList('sanction')] }],
  ])('accepts %s without a warning', (_, spec) => {
    expect(getWarnings(spec)).toEqual([])
  })

  it.each<[string, unknown, string[]]>([
    ['null', null, ['spec: expected an object, got null']],
    ['a list', [], ['spec: expected an object, got array']],
    [
      'wrong shapes of what this server reads',
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
      'categories that are no list, which the start page shows',
      { requested_checks: [{ type: 'WATCHLIST_SCREENING', config: { categories: 'SANCTIONS' } }] },
      ['spec.requested_checks[0].config.categories: expected an array, got string'],
    ],
    [
      'misspelt fields at any depth',
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
  ])('rejects %s', (_, spec, problems) => {
    expect(getProblems(spec)).toEqual(problems)
  })

  it.each<[string, object, string]>([
    ['check', { requested_checks: [{ type: 'LIVENES' }] }, 'LIVENESS'],
    [
      'kind of liveness',
      { requested_checks: [{ type: 'LIVENESS', config: { liveness_type: 'static' } }] },
      'STATIC',
    ],
    ['list', withCheck(byList('sanctions')), 'sanction'],
    ['document type', byFilter(pairs('INCLUDE', { document_types: ['PASPORT'] })), 'PASSPORT'],
    [
      'category',
      withCheck({ type: 'WATCHLIST_SCREENING', config: { categories: ['adverse_media'] } }),
      'ADVERSE-MEDIA',
    ],
    ['trust framework', profile('UK_TFIAD', { type: 'RTW' }), 'UK_TFIDA'],
    ['scheme', profile('UK_TFIDA', { type: 'RTV' }), 'RTW'],
  ])('rejects a misspelt %s and suggests the known one', (_, spec, suggestion) => {
    expect(getProblems(spec)).toEqual([
      expect.stringMatching(new RegExp(`, got \\S+: did you mean ${suggestion}\\?$`)),
    ])
  })

  const filterPath = 'spec.required_documents[0].filter'
  const schemePath = 'spec.identity_profile_requirements.scheme'

  it.each<[string, object, string]>([
    ['a session without checks', {}, 'spec.requested_checks: expected at least one check, task or'],
    [
      'a face match without liveness',
      { requested_checks: [manual('ID_DOCUMENT_FACE_MATCH')] },
      'spec.requested_checks[0]: ID_DOCUMENT_FACE_MATCH needs a LIVENESS check',
    ],
    [
      'a comparison without liveness',
      { requested_checks: [manual('FACE_COMPARISON', 'NEVER')] },
      'spec.requested_checks[0]: FACE_COMPARISON needs a LIVENESS or face match check',
    ],
    [
      'a third-party check without text extraction',
      { requested_checks: [{ type: 'THIRD_PARTY_IDENTITY' }] },
      'spec.requested_checks[0]: THIRD_PARTY_IDENTITY needs an ID_DOCUMENT_TEXT_DATA_EXTRACTION task',
    ],
    [
      'a profile match without an applicant profile',
      { requested_checks: [manual('PROFILE_DOCUMENT_MATCH', 'IBV')] },
      'spec.requested_checks[0]: PROFILE_DOCUMENT_MATCH needs resources.applicant_profile',
    ],
    [
      'a comparison with one document',
      { requested_checks: [{ type: 'ID_DOCUMENT_COMPARISON' }] },
      'spec.requested_checks[0]: ID_DOCUMENT_COMPARISON needs two documents in required_documents',
    ],
    [
      'a text extraction without its document',
      { requested_tasks: [manual('SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION')] },
      'spec.requested_tasks[0]: SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION needs a SUPPLEMENTARY_DOCUMENT in required_documents',
    ],
    [
      'the same check twice',
      withCheck(manual('ID_DOCUMENT_FACE_MATCH', 'NEVER')),
      'spec.requested_checks[3]: is requested by requested_checks[0] already',
    ],
    [
      'the same search twice',
      { requested_checks: [byList('pep'), byList('pep')] },
      'spec.requested_checks[1]: is requested by requested_checks[0] already',
    ],
    [
      'a filter that excludes everything',
      byFilter(pairs('EXCLUDE', {})),
      `${filterPath}: accepts no document`,
    ],
    [
      'a filter that includes nothing',
      byFilter({
        type: 'ORTHOGONAL_RESTRICTIONS',
        country_restriction: { inclusion: 'INCLUDE', country_codes: [] },
      }),
      `${filterPath}: accepts no document`,
    ],
    [
      'a preset country that the filter excludes',
      {
        ...byFilter(pairs('INCLUDE', { country_codes: ['FRA'] })),
        ...client({ preset_issuing_country: 'GBR' }),
      },
      'spec.sdk_config.preset_issuing_country: is a country of which required_documents accept no document',
    ],
    [
      'a scheme of another trust framework',
      profile('UK_TFIDA', { type: 'IDENTITY', objective: 'AL_L1' }),
      `${schemePath}.type: expected a scheme of UK_TFIDA, got IDENTITY, which belongs to YOTI_GLOBAL`,
    ],
    [
      'an objective of another scheme',
      profile('UK_TFIDA', { type: 'DBS', objective: 'AL_L1' }),
      `${schemePath}.objective: expected BASIC or STANDARD or ENHANCED, got AL_L1`,
    ],
    [
      'a scheme without its objective',
      profile('YOTI_GLOBAL', { type: 'IDENTITY' }),
      `${schemePath}.objective: expected AL_L1 or AL_M1, got nothing`,
    ],
    [
      'an objective for a scheme that takes none',
      {
        advanced_identity_profile_requirements: {
          profiles: [
            { trust_framework: 'UK_TFIDA', schemes: [{ type: 'RTR', objective: 'BASIC' }] },
          ],
        },
      },
      'spec.advanced_identity_profile_requirements.profiles[0].schemes[0].objective: RTR takes no objective',
    ],
  ])('warns of %s', (_, spec, warning) => {
    expect(getWarnings(spec)).toEqual([expect.stringContaining(warning)])
  })

  it('starts each path with the name of the preset', () => {
    expect(getProblems({ requested_checks: 1 }, 'adults')).toEqual([
      'adults.requested_checks: expected an array, got number',
    ])
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

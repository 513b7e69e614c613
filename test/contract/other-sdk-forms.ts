type Fields = Record<string, unknown>

interface SpecJson extends Fields {
  requested_checks: Item[]
  sdk_config?: Fields
}

interface Item {
  type: string
  config?: Fields
}

type Form = (spec: SpecJson) => object

const NUMBER_FIELDS = ['client_session_token_ttl', 'resources_ttl', 'max_retries']
const OLDER_WORDS: Fields = { WHITELIST: 'INCLUDE', BLACKLIST: 'EXCLUDE' }
const FILTER = { type: 'ORTHOGONAL_RESTRICTIONS', documents: [{ document_types: ['PASSPORT'] }] }

/** Changes fields of this name, wherever they are. Undefined removes them. */
const changeFields =
  (change: (name: string, value: unknown) => unknown): Form =>
  (spec) =>
    JSON.parse(JSON.stringify(spec), change) as object

const changeChecks =
  (types: string[], change: (config?: Fields) => Fields | undefined): Form =>
  (spec) => ({
    ...spec,
    requested_checks: spec.requested_checks.map(({ type, config }) => ({
      type,
      config: types.includes(type) ? change(config) : config,
    })),
  })

const addChecks =
  (...added: Item[]): Form =>
  (spec) => ({ ...spec, requested_checks: [...spec.requested_checks, ...added] })

const addFields =
  (fields: Fields): Form =>
  (spec) => ({ ...spec, ...fields })

const addClientSettings =
  (settings: Fields): Form =>
  (spec) => ({ ...spec, sdk_config: { ...spec.sdk_config, ...settings } })

/** What SDKs of other languages, older ones and Yoti's documents send, and the Node SDK cannot. */
export const OTHER_FORMS: Record<string, Form> = {
  'numbers as text': changeFields((name, value) => {
    if (name === 'fuzziness') return Number(value).toFixed(2)
    return NUMBER_FIELDS.includes(name) ? String(value) : value
  }),
  'INCLUDE and EXCLUDE': changeFields((name, value) =>
    name === 'inclusion' ? OLDER_WORDS[String(value)] : value,
  ),
  'topics in lower case': changeFields((name, value) =>
    name === 'topics' ? (value as string[]).map((topic) => topic.toLowerCase()) : value,
  ),
  'a deadline with microseconds and offset': changeFields((name, value) =>
    name === 'session_deadline' ? String(value).replace(/\.\d+Z$/, '.123456+00:00') : value,
  ),
  'a scheme without label': changeFields((name, value) => (name === 'label' ? undefined : value)),
  'an objective with config': changeFields((name, value) =>
    name === 'objective' && typeof value === 'object' ? { ...value, config: {} } : value,
  ),
  'checks without config': changeChecks(
    ['ID_DOCUMENT_COMPARISON', 'THIRD_PARTY_IDENTITY', 'ID_DOCUMENT_AUTHENTICITY'],
    () => undefined,
  ),
  'checks with an empty config': changeChecks(
    ['ID_DOCUMENT_COMPARISON', 'THIRD_PARTY_IDENTITY', 'ID_DOCUMENT_AUTHENTICITY'],
    () => ({}),
  ),
  'automatic checks with manual_check': changeChecks(
    ['THIRD_PARTY_IDENTITY', 'WATCHLIST_SCREENING', 'WATCHLIST_ADVANCED_CA', 'LIVENESS'],
    (config) => ({ ...config, manual_check: 'NEVER' }),
  ),
  'a face comparison by experts': changeChecks(['FACE_COMPARISON'], () => ({
    manual_check: 'FALLBACK',
  })),
  'an issuing authority sub-check': changeChecks(['ID_DOCUMENT_AUTHENTICITY'], (config) => ({
    ...config,
    issuing_authority_sub_check: { requested: true, filter: FILTER },
  })),
  'an empty sub-check': changeChecks(['ID_DOCUMENT_AUTHENTICITY'], (config) => ({
    ...config,
    issuing_authority_sub_check: {},
  })),
  'liveness without retries': changeChecks(['LIVENESS'], (config) => ({
    liveness_type: config?.liveness_type,
  })),
  exact_match: changeFields((name, value) =>
    name === 'matching_strategy' && (value as Fields).type === 'EXACT'
      ? { type: 'EXACT', exact_match: true }
      : value,
  ),
  'a face search': addChecks({
    type: 'FAMILIAR_FACE_SEARCH',
    config: { pool_id: '0b6c1f0e-41f1-4f0e-9a55-0d4c1b8f7a10', approval_criteria: 'NO_MATCH' },
  }),
  'checks in a branch': addChecks(
    { type: 'IBV_VISUAL_REVIEW_CHECK', config: { manual_check: 'IBV' } },
    { type: 'PROFILE_DOCUMENT_MATCH', config: { manual_check: 'IBV' } },
    { type: 'DOCUMENT_SCHEME_VALIDITY_CHECK', config: { manual_check: 'IBV', scheme: 'UK_DBS' } },
  ),
  'options of a branch': addFields({
    ibv_options: {
      ...{ support: 'MANDATORY', required: true, guidance_url: 'https://rp.example/branch' },
      user_price: { amount: '0', currency: 'GBP' },
    },
  }),
  'an applicant profile': addFields({
    resources: {
      applicant_profile: {
        ...{ given_names: 'Iris', family_name: 'Vale', date_of_birth: '1990-02' },
        structured_postal_address: { address_format: '1', building_number: '3', udprn: '7' },
      },
    },
  }),
  'fields of other SDKs': addFields({
    ...{ create_identity_profile_preview: false, ephemeral_media: true },
    import_token: { ttl: 31_536_000 },
  }),
  'unreleased fields': addFields({
    required_share_codes: [{ issuer: 'UK_GOV', scheme: 'RTW' }],
    company_profile: { company_name: 'Vale Ltd' },
  }),
  'dark mode': addClientSettings({ dark_mode: 'AUTO', primary_colour_dark_mode: '#102030' }),
  'no suppressed screen': addClientSettings({ suppressed_screens: [], enforce_handoff: false }),
  'notifications without auth_type': changeFields((name, value) =>
    name === 'auth_type' ? undefined : value,
  ),
  // Last, because the others expect the lists.
  'no empty lists': changeFields((_name, value) =>
    Array.isArray(value) && value.length === 0 ? undefined : value,
  ),
}

/** Without undefined fields, like what is sent. */
export function applyForm(spec: object, name: string): object {
  const changed = OTHER_FORMS[name]?.(spec as SpecJson) ?? spec
  return JSON.parse(JSON.stringify(changed)) as object
}

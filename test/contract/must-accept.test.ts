import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from '../../emulator/test/emulator-fixture.js'
import { sendRequest, signMessage } from '../../emulator/test/signed-client.js'
import { createTexts } from '../../src/http/texts.js'
import { evaluateSession, type OutcomeCriteria } from '../../src/outcome/outcome.js'
import { toFieldRows } from '../../src/results/field-rows.js'
import { toResultView } from '../../src/results/to-result-view.js'
import { parseSessionResult } from '../../src/yoti/session-result.js'
import { parseSessionSpec } from '../../src/yoti/session-spec.js'

type Fixture = Awaited<ReturnType<typeof startEmulatorFixture>>

const LIVENESS = { type: 'LIVENESS', config: { liveness_type: 'STATIC' } }
const EXTRACTION = { type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION', config: { manual_check: 'NEVER' } }
const FILTER = { type: 'ORTHOGONAL_RESTRICTIONS', documents: [{ country_codes: ['GBR'] }] }
const APPLICANT = '0b6c1f0e-41f1-4f0e-9a55-0d4c1b8f7a10'

const requestCheck = (type: string, config?: object) => ({
  requested_checks: [LIVENESS, { type, config }],
  requested_tasks: [EXTRACTION],
})
const withSettings = (more: object) => ({ ...requestCheck('ID_DOCUMENT_AUTHENTICITY'), ...more })
const requireDocument = (document: object) => withSettings({ required_documents: [document] })
const describeApplicant = (applicant_profile: object) =>
  withSettings({ resources: { applicant_profile } })
const requireScheme = (trust_framework: string, scheme: object) => ({
  identity_profile_requirements: { trust_framework, scheme },
})
const requireSchemes = (
  trust_framework: string,
  ...schemes: { type: string; objective?: string; label?: string }[]
) => ({
  advanced_identity_profile_requirements: { profiles: [{ trust_framework, schemes }] },
})

/** What one of Yoti's SDKs or documents sends, and the builders of the Node SDK do not. */
const REQUESTS: Record<string, object> = {
  'an automatic check as ALWAYS': requestCheck('FACE_COMPARISON', { manual_check: 'ALWAYS' }),
  'an automatic check as FALLBACK': requestCheck('FACE_COMPARISON', { manual_check: 'FALLBACK' }),
  'an automatic check as NEVER': requestCheck('WATCHLIST_SCREENING', { manual_check: 'NEVER' }),
  'a comparison without config': requestCheck('ID_DOCUMENT_COMPARISON'),
  'a third-party check without config': requestCheck('THIRD_PARTY_IDENTITY'),
  'authenticity with an empty config': requestCheck('ID_DOCUMENT_AUTHENTICITY', {}),
  'an empty sub-check': requestCheck('ID_DOCUMENT_AUTHENTICITY', {
    issuing_authority_sub_check: {},
  }),
  'a document filter of both kinds': requireDocument({ type: 'ID_DOCUMENT', filter: FILTER }),
  'a sub-check filter of both kinds': requestCheck('ID_DOCUMENT_AUTHENTICITY', {
    issuing_authority_sub_check: { requested: true, filter: FILTER },
  }),
  'numbers as text': withSettings({
    ...{ resources_ttl: '604800', client_session_token_ttl: '900' },
    requested_checks: [{ type: 'LIVENESS', config: { liveness_type: 'STATIC', max_retries: '3' } }],
  }),
  'address_format as text': describeApplicant({
    structured_postal_address: { address_format: '1', building_number: '3' },
  }),
  ...mapByJson(
    [
      {},
      { date_of_birth: '1990-02' },
      { date_of_birth: '1990' },
      { full_name: 'Iris Vale' },
      { given_names: 'Iris', family_name: 'Vale', name_prefix: 'Ms' },
      { first_name: 'Iris', middle_name: 'Mae', family_name: 'Vale' },
      { full_name: 'Iris Vale', first_name: 'Iris' },
      { structured_postal_address: { address_format: 4, address_line1: '3 Mill Row' } },
      {
        structured_postal_address: {
          ...{ address_format: 1, building_number: '3', country_iso: 'GBR' },
          ...{ address_line4: 'Mill', address_line5: 'Row', address_line6: 'York', udprn: '1' },
        },
      },
    ],
    describeApplicant,
  ),
  'a scheme without label': requireSchemes('UK_TFIDA', { type: 'RTW' }),
  'any subject': { ...requireScheme('UK_TFIDA', { type: 'RTW' }), subject: { vip: true } },
  'a profile with more fields': requireScheme('UK_TFIDA', { type: 'RTW', note: { a: 1 } }),
  ...mapByJson([{}, { exact_match: true }], (more) =>
    requestCheck('WATCHLIST_ADVANCED_CA', {
      type: 'WITH_YOTI_ACCOUNT',
      sources: { type: 'TYPE_LIST', types: [] },
      matching_strategy: { type: 'EXACT', ...more },
    }),
  ),
  ...mapByJson(['AL_L1', 'AL_M1'], (objective) =>
    requireSchemes('YOTI_GLOBAL', { type: 'IDENTITY_PLUS_ADDRESS', objective, label: 'a' }),
  ),
  GBR_RTW_SHARECODE: requireScheme('YOTI_GLOBAL', { type: 'GBR_RTW_SHARECODE' }),
  ...mapByJson(
    [
      { import_token: { ttl: 2_592_000 } },
      { required_share_codes: [{ issuer: 'UK_GOV', scheme: 'RTW' }] },
      { company_profile: { company_name: 'Vale Ltd' } },
      { sdk_config: { allow_handoff: true, enforce_handoff: true, suppressed_screens: [] } },
      { sdk_config: { dark_mode: 'AUTO', primary_colour_dark_mode: '#102030' } },
      { ephemeral_media: true, create_identity_profile_preview: false },
      { session_deadline: '2040-01-01T00:00:00.123456+00:00' },
      { notifications: { endpoint: 'https://rp.example/yoti', auth_token: 'token' } },
      { ibv_options: { support: 'MANDATORY', user_price: { amount: '0', currency: 'GBP' } } },
    ],
    withSettings,
  ),
  'a search for faces': requestCheck('FAMILIAR_FACE_SEARCH', {
    ...{ pool_id: APPLICANT, approval_criteria: 'NO_MATCH' },
  }),
  ...mapByJson(['IBV_VISUAL_REVIEW_CHECK', 'PROFILE_DOCUMENT_MATCH'], (type) =>
    requestCheck(type, { manual_check: 'IBV' }),
  ),
  'a check of a scheme': requestCheck('DOCUMENT_SCHEME_VALIDITY_CHECK', {
    ...{ manual_check: 'IBV', scheme: 'UK_DBS' },
  }),
  'digital ids': requireDocument({
    type: 'ID_DOCUMENT',
    filter: {
      ...{ type: 'DOCUMENT_RESTRICTIONS', inclusion: 'WHITELIST' },
      ...{ documents: [{ country_codes: ['IND'] }], allow_digital_ids: true },
      allowed_providers: [{ name: 'DIGILOCKER' }],
    },
  }),
  'any supplementary documents': requireDocument({
    type: 'SUPPLEMENTARY_DOCUMENT',
    objective: { type: 'PROOF_OF_ADDRESS', config: {} },
    document_types: ['VETERAN_CARD', 'HEALTH_INSURANCE_CARD', 'TAX_NOTIFICATION', 'FERRY_PASS'],
  }),
}

function mapByJson<T>(values: T[], toSpec: (value: T) => object): Record<string, object> {
  return Object.fromEntries(values.map((value) => [JSON.stringify(value), toSpec(value)]))
}

type ResultRow = [
  description: string,
  fixture: string,
  /** By the path in the fixture. Undefined removes the field. */
  changes: Record<string, unknown>,
  unreadable?: string[],
]
const WATCHLIST = 'watchlist-advanced-custom-account'
const SEARCH = 'result.checks.1.report.watchlist_summary.search_config'
const REPORT = 'result.identity_profile.identity_profile_report'

/** What may differ in a result without a consequence for its outcome. */
const RESULTS: ResultRow[] = [
  ['a source as text', 'share-code', { 'result.resources.share_codes.0.source': 'END_USER' }],
  ...[undefined, '{"team":"risk"}', { team: 'risk' }].map((tags): ResultRow => [
    `tags ${JSON.stringify(tags)}`,
    WATCHLIST,
    { [`${SEARCH}.tags`]: tags },
  ]),
  ...[2, 0.5, true].map((value): ResultRow => [
    `a detail of value ${value}`,
    WATCHLIST,
    { 'result.checks.1.report.breakdown.0.details.0.value': value },
  ]),
  [
    'an odd member and an unknown one',
    'approved',
    { 'result.resources.id_documents.0.pages': 7, 'result.weather': [null, { rain: 1 }] },
    ['resources.id_documents[0].pages'],
  ],
  [
    'an unknown scheme',
    'identity-profile-met',
    {
      'requested.identity_profile_requirements.scheme.type': 'MOON_LANDING',
      [`${REPORT}.schemes_compliance.0.scheme.type`]: 'MOON_LANDING',
    },
  ],
]

let fixture: Fixture
beforeAll(async () => {
  fixture = await startEmulatorFixture()
})
afterAll(() => fixture.emulator.close())

describe('a session specification', () => {
  it.each(Object.entries(REQUESTS))(
    'with %s is accepted by emulator and server',
    async (_, spec) => {
      const { status, json } = await fixture.signed('POST', '/sessions', spec)
      expect([status, json.errors]).toEqual([201, undefined])
      expect(parseSessionSpec(JSON.parse(JSON.stringify(spec))).spec).toEqual(spec)
    },
  )

  it('of both kinds of filter limits the documents to its list', async () => {
    const session = await fixture.createSession(
      requireDocument({ type: 'ID_DOCUMENT', filter: FILTER }),
    )
    const { json } = await session.endUser.call('GET', '/configuration')
    const countries = json.capture.required_resources[0]?.supported_countries
    expect(countries?.map(({ code }) => code)).toEqual(['GBR'])
  })

  it('without the label of a scheme leads to an approval without it', async () => {
    const spec = requireSchemes('UK_TFIDA', { type: 'RTW' })
    const { path } = await fixture.completeSession(spec)
    const result = parseSessionResult((await fixture.signed('GET', path)).json)
    const { compliance } = result.advanced_identity_profile?.identity_profile_report ?? {}
    expect(compliance?.[0]?.schemes_compliance?.[0]?.scheme).toEqual({ type: 'RTW' })
    expect(evaluateSession(result, spec).outcome).toBe('APPROVED')
  })
})

describe('a session result', () => {
  const read = ({ requested, result }: ReturnType<typeof readFixture>) => {
    const parsed = parseSessionResult(result)
    const texts = createTexts()
    const view = toResultView({ result: parsed, textData: new Map(), mediaUrl: (id) => id, texts })
    const { outcome } = evaluateSession(parsed, requested)
    return { outcome, checks: view.checks.length, unreadable: parsed.unreadable }
  }

  it.each(RESULTS)('with %s is read and judged', (...[, name, changes, unreadable]) => {
    const changed = readFixture(name)
    for (const [path, value] of Object.entries(changes)) setField(changed, path, value)
    expect(read(changed)).toEqual({ ...read(readFixture(name)), unreadable })
  })

  it('shows text data with numbers as text like numbers', () => {
    const show = (type: string | number) =>
      toFieldRows(
        {
          mrz: { type, line1: 'P<GBR<<IRIS' },
          structured_postal_address: { address_format: type, address_line1: '3 Mill Row' },
        },
        createTexts(),
      )
    expect(show('1')).toEqual(show(1))
    expect(show('1').person).not.toEqual([])
  })
})

describe('the rest of the API', () => {
  it.each(['sdkId', 'sdkID', 'SDKID', 'X-Yoti-Auth-Id', 'x-yoti-auth-id'])(
    'knows the application by %s',
    async (name) => {
      const { emulator, application } = fixture
      const auth = { [name]: application.sdkId, nonce: randomUUID(), timestamp: '1' }
      const target = `/sessions?${new URLSearchParams(auth).toString()}`
      const body = JSON.stringify(requestCheck('THIRD_PARTY_IDENTITY'))
      const text = `POST&${target}&${Buffer.from(body).toString('base64')}`
      const headers = { 'X-Yoti-Auth-Digest': signMessage(text, application.privateKey) }
      const init = { method: 'POST', headers, body }
      expect((await sendRequest(emulator.sandboxUrl + target, init)).status).toBe(201)
    },
  )
})

function readFixture(name: string) {
  const file = new URL(`../fixtures/session-results/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as { requested: OutcomeCriteria; result: object }
}

function setField(root: object, path: string, value: unknown): void {
  const names = path.split('.')
  const last = names.pop() ?? ''
  const parent = names.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], root)
  Object.assign(parent as object, { [last]: value })
}

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
import { buildSession, respondJson, startYotiServer } from '../yoti/yoti-server.js'
import { createApplication } from '../support/application.js'

type Fixture = Awaited<ReturnType<typeof startEmulatorFixture>>

const LIVENESS = { type: 'LIVENESS', config: { liveness_type: 'STATIC' } }
const EXTRACTION = { type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION', config: { manual_check: 'NEVER' } }
const FILTER = { type: 'ORTHOGONAL_RESTRICTIONS', documents: [{ country_codes: ['GBR'] }] }
const TOKEN_PATH = '/v1/oauth/token'
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

/** The row of Yoti's API notes, and what arrives from one of its SDKs or documents. */
const REQUESTS: [row: number, description: string, spec: object][] = [
  [1, 'an automatic check as ALWAYS', requestCheck('FACE_COMPARISON', { manual_check: 'ALWAYS' })],
  [
    1,
    'an automatic check as FALLBACK',
    requestCheck('FACE_COMPARISON', { manual_check: 'FALLBACK' }),
  ],
  [2, 'a comparison without config', requestCheck('ID_DOCUMENT_COMPARISON')],
  [2, 'a third-party check without config', requestCheck('THIRD_PARTY_IDENTITY')],
  [3, 'authenticity with an empty config', requestCheck('ID_DOCUMENT_AUTHENTICITY', {})],
  [
    4,
    'an empty sub-check',
    requestCheck('ID_DOCUMENT_AUTHENTICITY', { issuing_authority_sub_check: {} }),
  ],
  [5, 'a document filter of both kinds', requireDocument({ type: 'ID_DOCUMENT', filter: FILTER })],
  [
    5,
    'a sub-check filter of both kinds',
    requestCheck('ID_DOCUMENT_AUTHENTICITY', {
      issuing_authority_sub_check: { requested: true, filter: FILTER },
    }),
  ],
  [6, 'resources_ttl as text', withSettings({ resources_ttl: '604800' })],
  [
    7,
    'address_format as text',
    describeApplicant({
      structured_postal_address: { address_format: '1', building_number: '3' },
    }),
  ],
  ...[
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
  ].map((profile): [number, string, object] => [
    8,
    `the applicant profile ${JSON.stringify(profile)}`,
    describeApplicant(profile),
  ]),
  [9, 'a scheme without label', requireSchemes('UK_TFIDA', { type: 'RTW' })],
  [10, 'any subject', { ...requireScheme('UK_TFIDA', { type: 'RTW' }), subject: { vip: true } }],
  [10, 'a profile with more fields', requireScheme('UK_TFIDA', { type: 'RTW', note: { a: 1 } })],
  ...[undefined, true].map((exact_match): [number, string, object] => [
    13,
    `exact_match ${exact_match}`,
    requestCheck('WATCHLIST_ADVANCED_CA', {
      type: 'WITH_YOTI_ACCOUNT',
      sources: { type: 'TYPE_LIST', types: [] },
      matching_strategy: { type: 'EXACT', exact_match },
    }),
  ]),
  ...['AL_L1', 'AL_M1'].map((objective): [number, string, object] => [
    16,
    `IDENTITY_PLUS_ADDRESS ${objective}`,
    requireSchemes('YOTI_GLOBAL', { type: 'IDENTITY_PLUS_ADDRESS', objective, label: 'a' }),
  ]),
  [16, 'GBR_RTW_SHARECODE', requireScheme('YOTI_GLOBAL', { type: 'GBR_RTW_SHARECODE' })],
  ...[
    { import_token: { ttl: 2_592_000 } },
    { required_share_codes: [{ issuer: 'UK_GOV', scheme: 'RTW' }] },
    { company_profile: { company_name: 'Vale Ltd' } },
    { sdk_config: { allow_handoff: true, enforce_handoff: true } },
    { ephemeral_media: true },
    {
      required_documents: [
        {
          type: 'ID_DOCUMENT',
          filter: {
            ...{ type: 'DOCUMENT_RESTRICTIONS', inclusion: 'WHITELIST' },
            ...{ documents: [{ country_codes: ['IND'] }], allow_digital_ids: true },
            allowed_providers: [{ name: 'DIGILOCKER' }],
          },
        },
      ],
    },
  ].map((more): [number, string, object] => [17, JSON.stringify(more), withSettings(more)]),
  [
    18,
    'any supplementary documents',
    requireDocument({
      type: 'SUPPLEMENTARY_DOCUMENT',
      objective: { type: 'PROOF_OF_ADDRESS' },
      document_types: ['VETERAN_CARD', 'HEALTH_INSURANCE_CARD', 'TAX_NOTIFICATION', 'FERRY_PASS'],
    }),
  ],
]

type ResultRow = [
  row: number,
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
  [11, 'a source as text', 'share-code', { 'result.resources.share_codes.0.source': 'END_USER' }],
  ...[undefined, '{"team":"risk"}', { team: 'risk' }].map((tags): ResultRow => [
    12,
    `tags ${JSON.stringify(tags)}`,
    WATCHLIST,
    { [`${SEARCH}.tags`]: tags },
  ]),
  ...['true', true, undefined].map((exact): ResultRow => [
    13,
    `exact_match ${JSON.stringify(exact)}`,
    WATCHLIST,
    { [`${SEARCH}.matching_strategy.exact_match`]: exact },
  ]),
  ...[2, 0.5, true].map((value): ResultRow => [
    14,
    `a detail of value ${value}`,
    WATCHLIST,
    { 'result.checks.1.report.breakdown.0.details.0.value': value },
  ]),
  [
    15,
    'an odd member and an unknown one',
    'approved',
    { 'result.resources.id_documents.0.pages': 7, 'result.weather': [null, { rain: 1 }] },
    ['resources.id_documents[0].pages'],
  ],
  [
    16,
    'an unknown scheme',
    'identity-profile-met',
    {
      'requested.identity_profile_requirements.scheme.type': 'MOON_LANDING',
      [`${REPORT}.schemes_compliance.0.scheme.type`]: 'MOON_LANDING',
    },
  ],
  ...['unsigned', { jws: 'a..b', public_key_url: 'https://idp.example/keys' }].map(
    (proof): ResultRow => [
      21,
      `a proof ${JSON.stringify(proof)} and other members of a report`,
      'identity-profile-met',
      {
        [`${REPORT}.proof`]: proof,
        [`${REPORT}.verification_reports`]: [{ evidence: { face: {} } }],
        [`${REPORT}.verification_report`]: { evidence: { face_capture: {} } },
      },
    ],
  ),
]

/** The rows that are neither a specification nor a result have a test of their own. */
const OTHER_ROWS = [7, 19, 20, 22]

let fixture: Fixture
beforeAll(async () => {
  fixture = await startEmulatorFixture()
})
afterAll(() => fixture.emulator.close())

describe('what Yoti must accept', () => {
  it('has a test for each of the 22 rows', () => {
    const rows = [...REQUESTS, ...RESULTS].map(([row]) => row)
    const tested = [...new Set([...rows, ...OTHER_ROWS])].sort((a, b) => a - b)
    expect(tested).toEqual(Array.from({ length: 22 }, (_, index) => index + 1))
  })
})

describe('a session specification', () => {
  it.each(REQUESTS)(
    'of row %i is accepted by emulator and server: %s',
    async (_row, _name, spec) => {
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

  it.each(RESULTS)('of row %i is read and judged: %s', (...[, , name, changes, unreadable]) => {
    const changed = readFixture(name)
    for (const [path, value] of Object.entries(changes)) setField(changed, path, value)
    expect(read(changed)).toEqual({ ...read(readFixture(name)), unreadable })
  })

  it('shows text data with numbers as text like numbers (row 7)', () => {
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
  it('takes an access token without a scope (row 19)', async () => {
    const yoti = await startYotiServer(({ url }, res) => {
      const isToken = url === TOKEN_PATH
      respondJson(res, 200, isToken ? { access_token: 't', expires_in: 3600 } : buildSession())
    })
    const { key } = createApplication()
    const client = yoti.createClient({ authUrl: new URL(TOKEN_PATH, yoti.apiUrl).href, key })
    expect((await client.getSession('s-1')).state).toBe('ONGOING')
    await yoti.close()
  })

  it.each(['sdkId', 'sdkID', 'SDKID', 'X-Yoti-Auth-Id', 'x-yoti-auth-id'])(
    'knows the application by %s (row 20)',
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

  it('answers /applicant and /applicants alike, which the emulator leaves out (row 22)', async () => {
    const [one, many] = await Promise.all(
      ['applicant', 'applicants'].map((name) => fixture.signed('GET', `/${name}/${APPLICANT}`)),
    )
    for (const answer of [one, many])
      expect([answer?.status, answer?.json.code]).toEqual([404, 'NOT_FOUND'])
  })
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

import { describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from './emulator-fixture.js'
import { requireIdDocument, requireProfile, restrictDocuments } from './session-spec.js'

async function listErrors(body: object): Promise<Record<string, string>> {
  await using world = await startEmulatorFixture()
  const { status, json } = await world.signed('POST', '/sessions', body)
  if (status === 201) return {}
  expect([status, json.code, json.message]).toEqual([
    400,
    'PAYLOAD_VALIDATION',
    'There were errors validating the payload',
  ])
  return Object.fromEntries(json.errors.map(({ property, message }) => [property, message]))
}

const liveness = (config: object) => ({ requested_checks: [{ type: 'LIVENESS', config }] })
const STATIC = liveness({ liveness_type: 'STATIC' })

describe('POST /sessions', () => {
  it('lists every problem with its dotted path', async () => {
    const errors = await listErrors({
      client_session_token_ttl: 'soon',
      notifications: { endpoint: 'http://rp.example/yoti', topics: ['WEATHER'] },
      requested_checks: [
        { type: 'ID_DOCUMENT_FACE_MATCH', config: {} },
        { type: 'LIVENESS', config: { liveness_type: 'MOVING', max_retries: 0 } },
        { config: {} },
      ],
      sdk_config: { primary_colour: 'red' },
    })
    expect(Object.keys(errors).sort()).toEqual([
      'client_session_token_ttl',
      'notifications.endpoint',
      'notifications.topics.0',
      'requested_checks.0.config.manual_check',
      'requested_checks.1.config.liveness_type',
      'requested_checks.1.config.max_retries',
      'requested_checks.2.type',
      'sdk_config.primary_colour',
    ])
    expect(errors['requested_checks.2.type']).toBe('must not be null')
  })

  it.each([
    ['requested_checks', 'must not be empty', {}],
    [
      'client_session_token_ttl',
      'must be at least 300',
      { ...STATIC, client_session_token_ttl: 299 },
    ],
    [
      'resources_ttl',
      'must be at least 86400 more than client_session_token_ttl',
      { ...STATIC, client_session_token_ttl: 900, resources_ttl: 87_299 },
    ],
    [
      'session_deadline',
      'must not be given together with client_session_token_ttl',
      { ...STATIC, client_session_token_ttl: 900, session_deadline: '2030-01-01T00:00:00Z' },
    ],
    [
      'session_deadline',
      'must be in the future',
      { ...STATIC, session_deadline: '2025-02-11T09:12:00Z' },
    ],
    ['body', 'must be an object', [STATIC]],
    ['requested_tasks', 'must be an array', { ...STATIC, requested_tasks: 'none' }],
    [
      'required_documents.0.filter.type',
      'must be one of ORTHOGONAL_RESTRICTIONS, DOCUMENT_RESTRICTIONS',
      { ...STATIC, ...requireIdDocument({ type: 'ANY' }) },
    ],
    [
      'requested_checks.0.type',
      expect.stringMatching(/^must be one of ID_DOCUMENT_AUTHENTICITY, LIVENESS, /),
      { requested_checks: [{ type: 'TELEPATHY' }] },
    ],
    [
      'requested_tasks.0.type',
      'must be one of ID_DOCUMENT_TEXT_DATA_EXTRACTION, SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION',
      { ...STATIC, requested_tasks: [{ type: 'VERIFY_SHARE_CODE_TASK' }] },
    ],
    [
      'requested_checks.0.config.pool_id',
      'must be a UUID',
      {
        requested_checks: [
          { type: 'FAMILIAR_FACE_SEARCH', config: { pool_id: 'p', approval_criteria: 'MATCH' } },
        ],
      },
    ],
    [
      'resources.applicant_profile.date_of_birth',
      'must be yyyy-mm-dd, yyyy-mm or yyyy',
      { ...STATIC, resources: { applicant_profile: { date_of_birth: '3 February 1990' } } },
    ],
    [
      'identity_profile_requirements.trust_framework',
      'must be one of UK_TFIDA, YOTI_GLOBAL',
      requireProfile('RTW', undefined, 'MTF'),
    ],
    [
      'identity_profile_requirements.scheme.type',
      'must be one of IDENTITY, IDENTITY_PLUS_ADDRESS, GBR_RTW_SHARECODE, CAN_CRC',
      requireProfile('RTW', undefined, 'YOTI_GLOBAL'),
    ],
    [
      'identity_profile_requirements.scheme.objective',
      'must be one of BASIC, STANDARD, ENHANCED',
      requireProfile('DBS', 'AL_L1'),
    ],
    ['import_token.ttl', 'must be more than 0', { ...STATIC, import_token: { ttl: 0 } }],
  ])('rejects %s, which %s (%#)', async (property, message, body) => {
    expect(await listErrors(body)).toEqual({ [property]: message })
  })

  // test/contract has what Yoti's SDKs and documents send.
  it.each([
    ['a token of 300 s', { ...STATIC, client_session_token_ttl: 300, resources_ttl: 86_700 }],
    ['a deadline', { ...STATIC, session_deadline: '2030-01-01T00:00:00.123456+00:00' }],
    ['no checks but a profile', { requested_checks: [], ...requireProfile('RTW') }],
    [
      'topics in lower case',
      {
        ...STATIC,
        notifications: { endpoint: 'https://rp.example', topics: ['session_completion'] },
      },
    ],
    [
      'notifications to this machine',
      { ...STATIC, notifications: { endpoint: 'http://127.0.0.1:1/yoti' } },
    ],
    ['unknown fields', { ...STATIC, surprise: 1 }],
    ['retries written as text', liveness({ liveness_type: 'STATIC', max_retries: '3' })],
    ['null for absent', { ...STATIC, user_tracking_id: null, sdk_config: { locale: null } }],
    [
      'INCLUDE as production integrators write it',
      {
        ...STATIC,
        ...requireIdDocument(restrictDocuments('INCLUDE', { country_codes: ['GBR'] })),
      },
    ],
  ])('accepts %s', async (_name, body) => {
    expect(await listErrors(body)).toEqual({})
  })

  it('refuses a body that is not JSON', async () => {
    await using world = await startEmulatorFixture()
    const { status, json } = await world.signed('POST', '/sessions', undefined, {
      body: Buffer.from('{"a":'),
    })
    expect([status, json.code]).toEqual([400, 'MALFORMED_REQUEST'])
  })
})

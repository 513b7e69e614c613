import { describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from './emulator-fixture.js'
import { requireIdDocument, restrictDocuments } from './session-spec.js'

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
const check = (config: object) => ({
  requested_checks: [{ type: 'ID_DOCUMENT_AUTHENTICITY', config }],
})
const profile = (requirements: object) => ({ identity_profile_requirements: requirements })
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
    ['no requested checks or tasks', {}, 'requested_checks', 'must not be empty'],
    [
      'a token of under 300 s',
      { ...STATIC, client_session_token_ttl: 299 },
      'client_session_token_ttl',
      'must be at least 300',
    ],
    [
      'resources that live under a day longer',
      { ...STATIC, client_session_token_ttl: 900, resources_ttl: 87_299 },
      'resources_ttl',
      'must be at least 86400 more than client_session_token_ttl',
    ],
    [
      'both ways to end',
      { ...STATIC, client_session_token_ttl: 900, session_deadline: '2030-01-01T00:00:00Z' },
      'session_deadline',
      'must not be given together with client_session_token_ttl',
    ],
    [
      'an end that has passed',
      { ...STATIC, session_deadline: '2025-02-11T09:12:00Z' },
      'session_deadline',
      'must be in the future',
    ],
    ['a list', [STATIC], 'body', 'must be an object'],
    [
      'text where a list belongs',
      { ...STATIC, requested_tasks: 'none' },
      'requested_tasks',
      'must be an array',
    ],
    [
      'an unknown filter',
      { ...STATIC, ...requireIdDocument({ type: 'ANY' }) },
      'required_documents.0.filter.type',
      'must be one of ORTHOGONAL_RESTRICTIONS, DOCUMENT_RESTRICTIONS',
    ],
    [
      'an unknown check',
      { requested_checks: [{ type: 'TELEPATHY' }] },
      'requested_checks.0.type',
      expect.stringMatching(/^must be one of ID_DOCUMENT_AUTHENTICITY, LIVENESS, /),
    ],
    [
      'an unknown task',
      { ...STATIC, requested_tasks: [{ type: 'VERIFY_SHARE_CODE_TASK' }] },
      'requested_tasks.0.type',
      'must be one of ID_DOCUMENT_TEXT_DATA_EXTRACTION, SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION',
    ],
    [
      'a face search in no pool',
      {
        requested_checks: [
          {
            type: 'FAMILIAR_FACE_SEARCH',
            config: { pool_id: 'pool-1', approval_criteria: 'MATCH' },
          },
        ],
      },
      'requested_checks.0.config.pool_id',
      'must be a UUID',
    ],
    [
      'an unknown trust framework',
      profile({ trust_framework: 'MTF', scheme: { type: 'RTW' } }),
      'identity_profile_requirements.trust_framework',
      'must be one of UK_TFIDA, YOTI_GLOBAL',
    ],
    [
      'a scheme of another trust framework',
      profile({ trust_framework: 'YOTI_GLOBAL', scheme: { type: 'RTW' } }),
      'identity_profile_requirements.scheme.type',
      'must be one of IDENTITY, IDENTITY_PLUS_ADDRESS, GBR_RTW_SHARECODE, CAN_CRC',
    ],
    [
      'an unknown objective',
      profile({ trust_framework: 'UK_TFIDA', scheme: { type: 'DBS', objective: 'AL_L1' } }),
      'identity_profile_requirements.scheme.objective',
      'must be one of BASIC, STANDARD, ENHANCED',
    ],
  ])('rejects %s', async (_name, body, property, message) => {
    expect(await listErrors(body)).toEqual({ [property]: message })
  })

  it.each([
    ['a token of 300 s', { ...STATIC, client_session_token_ttl: 300, resources_ttl: 86_700 }],
    ['numbers written as text', { ...STATIC, resources_ttl: '1209600' }],
    ['a deadline', { ...STATIC, session_deadline: '2030-01-01T00:00:00.123456+00:00' }],
    [
      'no checks but a profile',
      {
        requested_checks: [],
        identity_profile_requirements: { trust_framework: 'UK_TFIDA', scheme: { type: 'RTW' } },
      },
    ],
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
    [
      'a scheme without a label, as some SDKs send it',
      {
        advanced_identity_profile_requirements: {
          profiles: [
            {
              trust_framework: 'YOTI_GLOBAL',
              schemes: [{ type: 'IDENTITY_PLUS_ADDRESS', objective: 'AL_M1' }],
            },
          ],
        },
      },
    ],
    ...['ALWAYS', 'FALLBACK', 'NEVER'].map((manual_check): [string, object] => [
      `face comparison with manual_check ${manual_check}`,
      {
        requested_checks: [
          ...STATIC.requested_checks,
          { type: 'FACE_COMPARISON', config: { manual_check } },
        ],
      },
    ]),
    ['an issuing authority sub-check without fields', check({ issuing_authority_sub_check: {} })],
    ['retries written as text', liveness({ liveness_type: 'STATIC', max_retries: '3' })],
    [
      'an address whose format is text',
      {
        ...STATIC,
        resources: {
          applicant_profile: {
            structured_postal_address: { address_format: '1', building_number: '3' },
          },
        },
      },
    ],
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

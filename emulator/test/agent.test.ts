import { randomUUID } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from './emulator-fixture.js'
import { startNotificationReceiver } from './notification-receiver.js'
import { requireIdDocument, restrictDocuments, SESSION_SPEC } from './session-spec.js'
import { createApplication, sendRequest, signMessage } from './signed-client.js'
import { requestToken } from './token-client.js'
import { uploadFaceCapture } from './upload-face-capture.js'

type World = Awaited<ReturnType<typeof startEmulatorFixture>>
type Session = Awaited<ReturnType<World['createSession']>>

const PASSPORT = { issuing_country: 'GBR', document_type: 'PASSPORT', capture_method: 'CAMERA' }
const LICENCE = { ...PASSPORT, document_type: 'DRIVING_LICENCE', capture_method: 'UPLOAD' }
const BILL = { issuing_country: 'GBR', document_type: 'UTILITY_BILL' }
const LIVENESS = { type: 'LIVENESS', config: { liveness_type: 'ZOOM', max_retries: 2 } }
const EXTRACTION = 'ID_DOCUMENT_TEXT_DATA_EXTRACTION'

const EVERYTHING = {
  ...SESSION_SPEC,
  sdk_config: { allowed_capture_methods: 'CAMERA_AND_UPLOAD' },
  requested_checks: [
    { type: 'ID_DOCUMENT_AUTHENTICITY', config: { manual_check: 'FALLBACK' } },
    LIVENESS,
    { type: 'FACE_COMPARISON', config: { manual_check: 'NEVER' } },
  ],
  requested_tasks: [
    { type: EXTRACTION, config: { manual_check: 'FALLBACK' } },
    { type: 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION', config: { manual_check: 'NEVER' } },
  ],
  required_documents: [
    {
      type: 'ID_DOCUMENT',
      filter: restrictDocuments('WHITELIST', { document_types: ['PASSPORT'] }),
    },
    { type: 'ID_DOCUMENT' },
    {
      type: 'SUPPLEMENTARY_DOCUMENT',
      objective: { type: 'PROOF_OF_ADDRESS' },
      country_codes: ['GBR'],
    },
  ],
}

function buildBody({ id, token }: Session, ...documents: object[]) {
  const resources = { id_documents: documents, supplementary_documents: [] }
  return { session_id: id, client_session_token: token, resources }
}

/** Names the application as one of Yoti's samples, or not at all. */
async function postAs({ emulator, application }: World, idQuery: string, body: object) {
  const query = `${idQuery}nonce=${randomUUID()}&timestamp=1700000000000`
  const content = JSON.stringify(body)
  const text = `POST&/agent?${query}&${Buffer.from(content).toString('base64')}`
  return sendRequest(`${emulator.sandboxUrl}/agent?${query}`, {
    method: 'POST',
    headers: { 'X-Yoti-Auth-Digest': signMessage(text, application.privateKey) },
    body: content,
  })
}

describe('POST /agent', () => {
  it('finishes a session with 204 and its notifications in order, then the checks complete it', async () => {
    await using world = await startEmulatorFixture()
    await using receiver = await startNotificationReceiver()
    const topics = [
      'resource_update',
      'task_completion',
      'check_completion',
      'client_session_token_deleted',
      'session_completion',
    ]
    const notifications = { endpoint: receiver.endpoint, topics }
    const session = await world.createSession({ ...SESSION_SPEC, notifications })
    await world.configure({ check_reports: { async_report_delay: 30 } }, session.path)

    const { status, bytes } = await world.sandbox('POST', '/agent', buildBody(session, PASSPORT))
    expect([status, bytes.length]).toEqual([204, 0])
    expect(world.emulator.session(session.id)?.clientSessionToken).toBeUndefined()
    await world.clock.advance(29_000)
    expect((await world.signed('GET', session.path)).json).toMatchObject({ state: 'ONGOING' })
    await world.clock.advance(60_000)
    const { json } = await world.signed('GET', session.path)
    expect(json).toMatchObject({
      state: 'COMPLETED',
      biometric_consent: expect.any(String) as unknown,
      resources: {
        id_documents: [
          {
            issuing_country: 'GBR',
            document_type: 'PASSPORT',
            source: { type: 'END_USER' },
            pages: [{ capture_method: 'CAMERA', frames: [{ media: {} }, { media: {} }] }],
            document_fields: { media: {} },
          },
        ],
        liveness_capture: [{ image: { media: {} } }],
      },
    })
    const values = json.checks.map(({ report }) => report.recommendation.value)
    expect(values).toEqual(['APPROVE', 'APPROVE', 'APPROVE'])
    await receiver.waitFor(8)
    expect(receiver.received.map(({ body }) => body.topic)).toEqual([
      'resource_update',
      'task_completion',
      'resource_update',
      'check_completion',
      'client_session_token_deleted',
      'check_completion',
      'check_completion',
      'session_completion',
    ])
  })

  it('supplies every kind of resource, in the order of the requirements', async () => {
    await using world = await startEmulatorFixture()
    const session = await world.createSession(EVERYTHING)
    const body = buildBody(session, PASSPORT, LICENCE)
    const resources = { ...body.resources, supplementary_documents: [BILL] }
    const { status } = await world.sandbox('POST', '/agent', { ...body, resources })
    expect(status).toBe(204)
    await world.clock.advance(60_000)
    const { json } = await world.signed('GET', session.path)
    expect(json).toMatchObject({
      state: 'COMPLETED',
      resources: {
        id_documents: [
          { document_type: 'PASSPORT', pages: [{ capture_method: 'CAMERA' }] },
          {
            document_type: 'DRIVING_LICENCE',
            pages: [
              { capture_method: 'UPLOAD', frames: [{}, {}] },
              { capture_method: 'UPLOAD', frames: [{}, {}] },
            ],
          },
        ],
        supplementary_documents: [
          { document_type: 'UTILITY_BILL', document_fields: { media: {} } },
        ],
        liveness_capture: [{ facemap: { media: {} }, frames: { length: 7 } }],
        face_capture: [{ source: { type: 'END_USER' }, image: { media: {} } }],
      },
    })
  })

  it("keeps the relying party's reference face", async () => {
    await using world = await startEmulatorFixture()
    const comparison = { type: 'FACE_COMPARISON', config: { manual_check: 'NEVER' } }
    const session = await world.createSession({ requested_checks: [LIVENESS, comparison] })
    await uploadFaceCapture(world.signed, session.path)
    expect(await world.sandbox('POST', '/agent', buildBody(session))).toMatchObject({ status: 204 })
    const { face_capture: faces } = (await world.signed('GET', session.path)).json.resources
    expect(faces).toMatchObject([{ source: { type: 'RELYING_BUSINESS' } }])
  })

  it('consumes one entry of the response configuration for each attempt', async () => {
    await using world = await startEmulatorFixture()
    const session = await world.createSession()
    const configured = await world.configure(
      {
        task_results: { [EXTRACTION]: [{ result_template: 'UNABLE_TO_OCR' }] },
        check_reports: {
          LIVENESS: [{ liveness_type: 'STATIC', result: { report_template: 'FAIL' } }],
        },
      },
      session.path,
    )
    expect(configured.status).toBe(200)
    const { status } = await world.sandbox('POST', '/agent', buildBody(session, PASSPORT))
    expect(status).toBe(204)
    const { resources, checks } = (await world.signed('GET', session.path)).json
    expect(resources.id_documents.map(({ tasks }) => tasks[0]?.state)).toEqual(['FAILED', 'DONE'])
    const attempts = checks.filter(({ type }) => type === 'LIVENESS')
    const values = attempts.map(({ report }) => report.recommendation.value)
    expect(values).toEqual(['APPROVE', 'REJECT'])
  })

  it('answers 409 INCOMPLETE when the attempts at a document are used up', async () => {
    await using world = await startEmulatorFixture()
    const session = await world.createSession()
    const entries = Array.from({ length: 2 }, () => ({ result_template: 'UNSUPPORTED_DOCUMENT' }))
    await world.configure({ task_results: { [EXTRACTION]: entries } }, session.path)
    expect(await world.sandbox('POST', '/agent', buildBody(session, PASSPORT))).toMatchObject({
      status: 409,
      json: { code: 'INCOMPLETE' },
    })
    expect(world.emulator.session(session.id)).toMatchObject({ clientSessionToken: session.token })
  })

  it('answers 204 when an identity profile fails because of its document', async () => {
    await using world = await startEmulatorFixture()
    const scheme = { type: 'RTW' }
    const session = await world.createSession({
      subject: { subject_id: 's' },
      identity_profile_requirements: { trust_framework: 'UK_TFIDA', scheme },
    })
    const entries = Array.from({ length: 2 }, () => ({ result_template: 'UNABLE_TO_OCR' }))
    await world.configure({ task_results: { [EXTRACTION]: entries } }, session.path)
    const { status } = await world.sandbox('POST', '/agent', buildBody(session, PASSPORT))
    expect(status).toBe(204)
    await world.clock.advance(60_000)
    expect((await world.signed('GET', session.path)).json).toMatchObject({
      state: 'COMPLETED',
      identity_profile: { result: 'ABORTED' },
    })
  })

  it.each(['sdkId', 'SDKID', 'X-Yoti-Auth-Id', 'x-yoti-auth-id'])(
    'accepts the SDK id as %s in the query',
    async (name) => {
      await using world = await startEmulatorFixture()
      const body = buildBody(await world.createSession(), PASSPORT)
      const idQuery = `${name}=${world.application.sdkId}&`
      expect(await postAs(world, idQuery, body)).toMatchObject({ status: 204 })
    },
  )

  it('finds the application by the session when the query has no SDK id', async () => {
    await using world = await startEmulatorFixture()
    const session = await world.createSession()
    const body = buildBody(session, PASSPORT)
    expect(await postAs(world, '', { ...body, session_id: randomUUID() })).toMatchObject({
      status: 400,
      json: { code: 'MALFORMED_REQUEST', errors: [{ property: 'query.sdkId' }] },
    })
    expect(await postAs(world, '', body)).toMatchObject({ status: 204 })
    expect(world.emulator.requests().at(-1)).toMatchObject({ sessionId: session.id })
  })

  it('accepts an access token', async () => {
    await using world = await startEmulatorFixture()
    const { json } = await requestToken(world)
    const response = await sendRequest(`${world.emulator.sandboxUrl}/agent`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${json.access_token}` },
      body: JSON.stringify(buildBody(await world.createSession(), PASSPORT)),
    })
    expect(response.status).toBe(204)
  })

  it('exists on the sandbox only', async () => {
    await using world = await startEmulatorFixture()
    const body = buildBody(await world.createSession(), PASSPORT)
    expect(await world.signed('POST', '/agent', body)).toMatchObject({ status: 404 })
  })
})

describe('POST /agent rejects', () => {
  it.each<[string, (body: ReturnType<typeof buildBody>) => object]>([
    ['session_id', (body) => ({ ...body, session_id: undefined })],
    ['client_session_token', (body) => ({ ...body, client_session_token: null })],
    ['resources', (body) => ({ ...body, resources: undefined })],
    ['resources.id_documents', (body) => ({ ...body, resources: {} })],
    [
      'resources.id_documents',
      ({ resources, ...body }) => ({
        ...body,
        resources: { id_documents: [...resources.id_documents, ...resources.id_documents] },
      }),
    ],
    ...['issuing_country', 'document_type', 'capture_method'].map(
      (field): [string, (body: ReturnType<typeof buildBody>) => object] => [
        `resources.id_documents[0].${field}`,
        (body) => ({ ...body, resources: { id_documents: [{ ...PASSPORT, [field]: undefined }] } }),
      ],
    ),
    [
      'resources.id_documents[0].document_type',
      (body) => ({ ...body, resources: { id_documents: [LICENCE] } }),
    ],
    [
      'resources.id_documents[0].capture_method',
      (body) => ({
        ...body,
        resources: { id_documents: [{ ...PASSPORT, capture_method: 'UPLOAD' }] },
      }),
    ],
    [
      'resources.supplementary_documents',
      (body) => ({
        ...body,
        resources: { id_documents: [PASSPORT], supplementary_documents: [BILL] },
      }),
    ],
  ])('with 400 PAYLOAD_VALIDATION and %s, and captures nothing (%#)', async (property, change) => {
    await using world = await startEmulatorFixture()
    const filter = restrictDocuments('WHITELIST', { document_types: ['PASSPORT'] })
    const session = await world.createSession({ ...SESSION_SPEC, ...requireIdDocument(filter) })
    const body = change(buildBody(session, PASSPORT))
    expect(await world.sandbox('POST', '/agent', body)).toMatchObject({
      status: 400,
      json: { code: 'PAYLOAD_VALIDATION', errors: [{ property }] },
    })
    const { json } = await world.signed('GET', session.path)
    expect(json.resources.id_documents).toEqual([])
  })

  it('a supplementary document that the session does not accept, with 400', async () => {
    await using world = await startEmulatorFixture()
    const session = await world.createSession(EVERYTHING)
    const body = buildBody(session, PASSPORT, LICENCE)
    const resources = {
      ...body.resources,
      supplementary_documents: [{ ...BILL, issuing_country: 'FRA' }],
    }
    expect(await world.sandbox('POST', '/agent', { ...body, resources })).toMatchObject({
      status: 400,
      json: { errors: [{ property: 'resources.supplementary_documents[0].document_type' }] },
    })
  })

  it('a wrong token, and that of a finished session, with 401 BAD_TOKEN', async () => {
    await using world = await startEmulatorFixture()
    const session = await world.createSession()
    const body = buildBody(session, PASSPORT)
    const rejected = { status: 401, json: { code: 'BAD_TOKEN' } }
    const wrong = { ...body, client_session_token: randomUUID() }
    expect(await world.sandbox('POST', '/agent', wrong)).toMatchObject(rejected)
    expect(await world.sandbox('POST', '/agent', body)).toMatchObject({ status: 204 })
    expect(await world.sandbox('POST', '/agent', body)).toMatchObject(rejected)
  })

  it('an expired session with 409 SESSION_EXPIRED', async () => {
    await using world = await startEmulatorFixture()
    const session = await world.createSession()
    await world.clock.advance(901_000)
    expect(await world.sandbox('POST', '/agent', buildBody(session, PASSPORT))).toMatchObject({
      status: 409,
      json: { code: 'SESSION_EXPIRED' },
    })
  })

  it('an unknown session and that of another application with 404, a wrong key with 401', async () => {
    const [first, second] = [createApplication(), createApplication()]
    await using world = await startEmulatorFixture({ applications: [first, second] })
    const own = { ...world, application: first }
    const other = { ...world, application: second }
    const body = { session_id: randomUUID(), client_session_token: 't', resources: {} }
    const post = (caller: World, sdkId: string, changed: object = {}) =>
      postAs(caller, `sdkId=${sdkId}&`, { ...body, ...changed })
    const unknown = { status: 404, json: { code: 'SESSION_NOT_FOUND' } }
    expect(await post(own, first.sdkId)).toMatchObject(unknown)
    expect(await post(own, second.sdkId)).toMatchObject({
      status: 401,
      json: { code: 'MESSAGE_SIGNING' },
    })
    const { json } = await sendRequest(`${world.emulator.apiUrl}/sessions`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${(await requestToken(own)).json.access_token}`,
      },
      body: JSON.stringify(SESSION_SPEC),
    })
    const { session_id } = json
    expect(await post(other, second.sdkId, { session_id })).toMatchObject(unknown)
  })
})

import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from './emulator-fixture.js'
import { startNotificationReceiver } from './notification-receiver.js'
import { restrictDocuments, SESSION_SPEC } from './session-spec.js'
import { createApplication, createSignedClient, sendRequest, signMessage } from './signed-client.js'
import { requestToken } from './token-client.js'
import { uploadFaceCapture } from './upload-face-capture.js'

const stranger = createApplication()
const world = await startEmulatorFixture({ applications: [stranger] })
const { application, emulator } = world
type Session = Awaited<ReturnType<typeof world.createSession>>

const PASSPORT = { issuing_country: 'GBR', document_type: 'PASSPORT', capture_method: 'CAMERA' }
const LICENCE = { ...PASSPORT, document_type: 'DRIVING_LICENCE', capture_method: 'UPLOAD' }
const BILL = { issuing_country: 'GBR', document_type: 'UTILITY_BILL' }
const LIVENESS = { type: 'LIVENESS', config: { liveness_type: 'ZOOM', max_retries: 2 } }
const COMPARISON = { type: 'FACE_COMPARISON', config: { manual_check: 'NEVER' } }
const EXTRACTION = 'ID_DOCUMENT_TEXT_DATA_EXTRACTION'

const EVERYTHING = {
  ...SESSION_SPEC,
  sdk_config: { allowed_capture_methods: 'CAMERA_AND_UPLOAD' },
  requested_checks: [
    { type: 'ID_DOCUMENT_AUTHENTICITY', config: { manual_check: 'FALLBACK' } },
    LIVENESS,
    COMPARISON,
  ],
  requested_tasks: [
    ...SESSION_SPEC.requested_tasks,
    { type: 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION', config: { manual_check: 'NEVER' } },
  ],
  required_documents: [
    { type: 'ID_DOCUMENT', filter: ONLY_PASSPORTS },
    { type: 'ID_DOCUMENT' },
    {
      type: 'SUPPLEMENTARY_DOCUMENT',
      objective: { type: 'PROOF_OF_ADDRESS' },
      country_codes: ['GBR'],
    },
  ],
}

afterAll(() => emulator.close())

const buildBody = ({ id, token }: Session, documents: object[] = [PASSPORT], bills?: object[]) => ({
  session_id: id,
  client_session_token: token,
  resources: { id_documents: documents, supplementary_documents: bills },
})

const post = (body: object) => world.sandbox('POST', '/agent', body)

/** Names the application as one of Yoti's samples, or not at all. */
async function postAs(idQuery: string, body: object) {
  const query = `${idQuery}nonce=${randomUUID()}&timestamp=1700000000000`
  const content = JSON.stringify(body)
  const text = `POST&/agent?${query}&${Buffer.from(content).toString('base64')}`
  return sendRequest(`${emulator.sandboxUrl}/agent?${query}`, {
    method: 'POST',
    headers: { 'X-Yoti-Auth-Digest': signMessage(text, application.privateKey) },
    body: content,
  })
}

/** No document can be read. */
async function rejectDocuments({ path }: Session) {
  const entry = { result_template: 'UNSUPPORTED_DOCUMENT' }
  await world.configure({ task_results: { [EXTRACTION]: [entry, entry] } }, path)
}

describe('POST /agent', () => {
  it('finishes a session with 204 and its notifications in order, then the checks complete it', async () => {
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

    const { status, bytes } = await post(buildBody(session))
    expect([status, bytes.length]).toEqual([204, 0])
    expect(emulator.session(session.id)?.clientSessionToken).toBeUndefined()
    await world.clock.advance(29_000)
    expect((await world.signed('GET', session.path)).json).toMatchObject({ state: 'ONGOING' })
    await world.clock.advance(60_000)
    const uploaded = { capture_method: 'UPLOAD', frames: [{}, {}] }
    const json = await world.read(session.path)
    expect(json).toMatchObject({
      state: 'COMPLETED',
      biometric_consent: expect.any(String) as unknown,
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
    const session = await world.createSession(EVERYTHING)
    expect(await post(buildBody(session, [PASSPORT, LICENCE], [BILL]))).toMatchObject({
      status: 204,
    })
    await world.clock.advance(60_000)
    const upload = { capture_method: 'UPLOAD', frames: [{}, {}] }
    expect((await world.signed('GET', session.path)).json).toMatchObject({
      state: 'COMPLETED',
      resources: {
        id_documents: [
          {
            issuing_country: 'GBR',
            document_type: 'PASSPORT',
            source: { type: 'END_USER' },
            pages: [{ capture_method: 'CAMERA', frames: [{ media: {} }, { media: {} }] }],
            document_fields: { media: {} },
          },
          { document_type: 'DRIVING_LICENCE', pages: [upload, upload] },
        ],
        supplementary_documents: [
          { document_type: 'UTILITY_BILL', document_fields: { media: {} } },
        ],
        liveness_capture: [{ facemap: { media: {} }, frames: { length: 7 } }],
        face_capture: [{ source: { type: 'END_USER' }, image: { media: {} } }],
      },
    })
    const values = json.checks.map(({ report }) => report.recommendation.value)
    expect(new Set(values)).toEqual(new Set(['APPROVE']))
    const sent = world.emulator.notifications().map(({ body }) => body.topic)
    expect(sent).toEqual([...Array.from({ length: 2 }, () => 'task_completion'), ...topics])
  })

  it("keeps the relying party's reference face", async () => {
    const session = await world.createSession({ requested_checks: [LIVENESS, COMPARISON] })
    await uploadFaceCapture(world.signed, session.path)
    expect(await post(buildBody(session, []))).toMatchObject({ status: 204 })
    const { face_capture: faces } = (await world.signed('GET', session.path)).json.resources
    expect(faces).toMatchObject([{ source: { type: 'RELYING_BUSINESS' } }])
  })

  it('answers 409 INCOMPLETE when the attempts at a document are used up', async () => {
    const session = await world.createSession()
    await rejectDocuments(session)
    expect(await post(buildBody(session))).toMatchObject({
      status: 409,
      json: { code: 'INCOMPLETE' },
    })
    expect(emulator.session(session.id)).toMatchObject({ clientSessionToken: session.token })
  })

  it('answers 204 when an identity profile fails because of its document', async () => {
    const profile = { trust_framework: 'UK_TFIDA', scheme: { type: 'RTW' } }
    const session = await world.createSession({ identity_profile_requirements: profile })
    await rejectDocuments(session)
    expect(await post(buildBody(session))).toMatchObject({ status: 204 })
    await world.clock.advance(60_000)
    expect(await world.read(session.path)).toMatchObject({
      state: 'COMPLETED',
      identity_profile: { result: 'ABORTED' },
    })
  })

  it('knows the application by the SDK id in the query, or else by the session', async () => {
    const named = buildBody(await world.createSession())
    expect(await postAs(`x-yoti-auth-id=${application.sdkId}&`, named)).toMatchObject({
      status: 204,
    })
    const session = await world.createSession()
    const body = buildBody(session)
    expect(await postAs('', { ...body, session_id: randomUUID() })).toMatchObject({
      status: 400,
      json: { code: 'MALFORMED_REQUEST', errors: [{ property: 'query.sdkId' }] },
    })
    expect(await postAs('', body)).toMatchObject({ status: 204 })
    expect(emulator.requests().at(-1)).toMatchObject({ sessionId: session.id })
  })

  it('accepts an access token', async () => {
    const { json } = await requestToken(world)
    const response = await sendRequest(`${emulator.sandboxUrl}/agent`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${json.access_token}` },
      body: JSON.stringify(buildBody(await world.createSession())),
    })
    expect(response.status).toBe(204)
  })
})

describe('POST /agent rejects', () => {
  const documents = 'resources.id_documents'
  const withFirst = (changed: object) => ({ id_documents: [{ ...PASSPORT, ...changed }, LICENCE] })

  it.each<[property: string, changed: object]>([
    ['session_id', { session_id: undefined }],
    ['client_session_token', { client_session_token: null }],
    ['resources', { resources: undefined }],
    [documents, { resources: {} }],
    [documents, { resources: { id_documents: [PASSPORT, LICENCE, LICENCE] } }],
    ...['issuing_country', 'document_type', 'capture_method'].map((field): [string, object] => [
      `${documents}[0].${field}`,
      { resources: withFirst({ [field]: undefined }) },
    ]),
    [
      `${documents}[0].document_type`,
      { resources: withFirst({ document_type: 'DRIVING_LICENCE' }) },
    ],
    ['resources.supplementary_documents', { resources: withFirst({}) }],
    [
      'resources.supplementary_documents[0].document_type',
      {
        resources: {
          ...withFirst({}),
          supplementary_documents: [{ ...BILL, issuing_country: 'FRA' }],
        },
      },
    ],
  ])('with 400 PAYLOAD_VALIDATION and %s, and captures nothing (%#)', async (property, changed) => {
    const session = await world.createSession(EVERYTHING)
    expect(await post({ ...buildBody(session), ...changed })).toMatchObject({
      status: 400,
      json: { code: 'PAYLOAD_VALIDATION', errors: [{ property }] },
    })
    expect((await world.read(session.path)).resources.id_documents).toEqual([])
  })

  it('an upload that the session does not allow, with 400', async () => {
    const body = buildBody(await world.createSession(), [LICENCE])
    expect(await post(body)).toMatchObject({
      status: 400,
      json: { errors: [{ property: `${documents}[0].capture_method` }] },
    })
  })

  it('a wrong token, that of a finished session and an expired session', async () => {
    const body = buildBody(await world.createSession())
    const rejected = { status: 401, json: { code: 'BAD_TOKEN' } }
    expect(await post({ ...body, client_session_token: randomUUID() })).toMatchObject(rejected)
    expect(await post(body)).toMatchObject({ status: 204 })
    expect(await post(body)).toMatchObject(rejected)
    const expired = buildBody(await world.createSession())
    await world.clock.advance(901_000)
    expect(await post(expired)).toMatchObject({ status: 409, json: { code: 'SESSION_EXPIRED' } })
  })

  it('an unknown session and that of another application with 404, a wrong key with 401', async () => {
    const unknown = { status: 404, json: { code: 'SESSION_NOT_FOUND' } }
    const body = buildBody(await world.createSession())
    expect(await post({ ...body, session_id: randomUUID() })).toMatchObject(unknown)
    const other = createSignedClient(emulator.sandboxUrl, stranger)
    expect(await other('POST', '/agent', body)).toMatchObject(unknown)
    expect(await postAs(`sdkId=${stranger.sdkId}&`, body)).toMatchObject({
      status: 401,
      json: { code: 'MESSAGE_SIGNING' },
    })
  })
})

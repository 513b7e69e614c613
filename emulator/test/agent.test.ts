import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from './emulator-fixture.js'
import {
  extractAs,
  requireIdDocument,
  requireProfile,
  restrictDocuments,
  SESSION_SPEC,
} from './session-spec.js'
import { createApplication, sendRequest, signMessage } from './signed-client.js'
import { createBearerClient, requestToken } from './token-client.js'
import { uploadFaceCapture } from './upload-face-capture.js'

const stranger = createApplication()
const world = await startEmulatorFixture({ applications: [stranger] })
const { emulator, sandbox, application } = world

type Session = Awaited<ReturnType<typeof world.createSession>>

const PASSPORT = { issuing_country: 'GBR', document_type: 'PASSPORT', capture_method: 'CAMERA' }
const LICENCE = { ...PASSPORT, document_type: 'DRIVING_LICENCE', capture_method: 'UPLOAD' }
const BILL = { issuing_country: 'GBR', document_type: 'UTILITY_BILL' }
const COMPARISON = { type: 'FACE_COMPARISON', config: { manual_check: 'NEVER' } }
const ONLY_PASSPORTS = restrictDocuments('WHITELIST', { document_types: ['PASSPORT'] })

const EVERYTHING = {
  ...SESSION_SPEC,
  sdk_config: { allowed_capture_methods: 'CAMERA_AND_UPLOAD' },
  requested_checks: [
    { type: 'ID_DOCUMENT_AUTHENTICITY', config: { manual_check: 'FALLBACK' } },
    { type: 'LIVENESS', config: { liveness_type: 'ZOOM', max_retries: 2 } },
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

const buildBody = ({ id, token }: Session, resources: object = { id_documents: [PASSPORT] }) => ({
  session_id: id,
  client_session_token: token,
  resources,
})

afterAll(() => emulator.close())

const act = (session: Session, resources?: object) =>
  sandbox('POST', '/agent', buildBody(session, resources))

/** Names the application as one of Yoti's samples, or not at all. */
async function postAs(idQuery: string, body: object, { privateKey } = application) {
  const query = `${idQuery}nonce=${randomUUID()}&timestamp=1700000000000`
  const content = JSON.stringify(body)
  const text = `POST&/agent?${query}&${Buffer.from(content).toString('base64')}`
  return sendRequest(`${emulator.sandboxUrl}/agent?${query}`, {
    method: 'POST',
    headers: { 'X-Yoti-Auth-Digest': signMessage(text, privateKey) },
    body: content,
  })
}

describe('POST /agent', () => {
  it('supplies every kind of resource in the order of the requirements, then the checks complete', async () => {
    const topics = ['task_completion', 'client_session_token_deleted', 'session_completion']
    const notifications = { endpoint: 'http://127.0.0.1:1/yoti', topics }
    const session = await world.createSession({ ...EVERYTHING, notifications })
    const { status, bytes } = await act(session, {
      id_documents: [PASSPORT, LICENCE],
      supplementary_documents: [BILL],
    })
    expect([status, bytes.length]).toEqual([204, 0])
    expect(emulator.session(session.id)?.clientSessionToken).toBeUndefined()
    expect(await world.read(session.path)).toMatchObject({ state: 'ONGOING' })
    await world.clock.advance(60_000)
    const uploaded = { capture_method: 'UPLOAD', frames: [{}, {}] }
    const json = await world.read(session.path)
    expect(json).toMatchObject({
      state: 'COMPLETED',
      biometric_consent: expect.any(String) as unknown,
      resources: {
        id_documents: [
          {
            document_type: 'PASSPORT',
            source: { type: 'END_USER' },
            pages: [{ capture_method: 'CAMERA', frames: [{ media: {} }, { media: {} }] }],
            document_fields: { media: {} },
          },
          { document_type: 'DRIVING_LICENCE', pages: [uploaded, uploaded] },
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
    const sent = emulator.notifications().map(({ body }) => body.topic)
    expect(sent).toEqual([...Array.from({ length: 2 }, () => 'task_completion'), ...topics])
  })

  it("keeps the relying party's reference face", async () => {
    const liveness = { type: 'LIVENESS', config: { liveness_type: 'STATIC' } }
    const session = await world.createSession({ requested_checks: [liveness, COMPARISON] })
    await uploadFaceCapture(world.signed, session.path)
    expect(await act(session, { id_documents: [] })).toMatchObject({ status: 204 })
    const { face_capture: faces } = (await world.read(session.path)).resources
    expect(faces).toMatchObject([{ source: { type: 'RELYING_BUSINESS' } }])
  })

  it('answers 409 INCOMPLETE when the attempts at a document are used up', async () => {
    const session = await world.createSession()
    await world.configure(extractAs('UNSUPPORTED_DOCUMENT', 'UNSUPPORTED_DOCUMENT'), session.path)
    expect(await act(session)).toMatchObject({ status: 409, json: { code: 'INCOMPLETE' } })
    expect(emulator.session(session.id)).toMatchObject({ clientSessionToken: session.token })
  })

  it('answers 204 when an identity profile fails because of its document', async () => {
    const session = await world.createSession(requireProfile('RTW'))
    await world.configure(extractAs('UNABLE_TO_OCR', 'UNABLE_TO_OCR'), session.path)
    expect(await act(session)).toMatchObject({ status: 204 })
    await world.clock.advance(60_000)
    expect(await world.read(session.path)).toMatchObject({
      state: 'COMPLETED',
      identity_profile: { result: 'ABORTED' },
    })
  })

  it.each(['sdkId', 'SDKID', 'X-Yoti-Auth-Id', 'x-yoti-auth-id'])(
    'accepts the SDK id as %s in the query',
    async (name) => {
      const body = buildBody(await world.createSession())
      const idQuery = `${name}=${application.sdkId}&`
      expect(await postAs(idQuery, body)).toMatchObject({ status: 204 })
    },
  )

  it('finds the application by the session when the query has no SDK id', async () => {
    const body = buildBody(await world.createSession())
    expect(await postAs('', { ...body, session_id: randomUUID() })).toMatchObject({
      status: 400,
      json: { code: 'MALFORMED_REQUEST', errors: [{ property: 'query.sdkId' }] },
    })
    expect(await postAs('', body)).toMatchObject({ status: 204 })
    expect(emulator.requests().at(-1)).toMatchObject({ sessionId: body.session_id })
  })

  it('accepts an access token, on the sandbox only', async () => {
    const { access_token: token } = (await requestToken(world)).json
    const body = buildBody(await world.createSession())
    const post = (url: string) => createBearerClient(url, token)('POST', '/agent', body)
    expect(await post(emulator.apiUrl)).toMatchObject({ status: 404 })
    expect(await post(emulator.sandboxUrl)).toMatchObject({ status: 204 })
  })
})

describe('POST /agent rejects', () => {
  const one = (changed: object) => ({ resources: { id_documents: [{ ...PASSPORT, ...changed }] } })
  it.each<[string, object]>([
    ['session_id', { session_id: undefined }],
    ['client_session_token', { client_session_token: null }],
    ['resources', { resources: undefined }],
    ['resources.id_documents', { resources: {} }],
    ['resources.id_documents', { resources: { id_documents: [PASSPORT, PASSPORT] } }],
    ['resources.id_documents[0].issuing_country', one({ issuing_country: 1 })],
    ['resources.id_documents[0].document_type', one({ document_type: null })],
    ['resources.id_documents[0].document_type', one(LICENCE)],
    ['resources.id_documents[0].capture_method', { resources: { id_documents: [BILL] } }],
    ['resources.id_documents[0].capture_method', one({ capture_method: 'UPLOAD' })],
    [
      'resources.supplementary_documents',
      { resources: { id_documents: [PASSPORT], supplementary_documents: [BILL] } },
    ],
  ])('with 400 PAYLOAD_VALIDATION and %s, and captures nothing (%#)', async (property, changed) => {
    const spec = { ...SESSION_SPEC, ...requireIdDocument(ONLY_PASSPORTS) }
    const session = await world.createSession(spec)
    const body = { ...buildBody(session), ...changed }
    expect(await sandbox('POST', '/agent', body)).toMatchObject({
      status: 400,
      json: { code: 'PAYLOAD_VALIDATION', errors: [{ property }] },
    })
    expect((await world.read(session.path)).resources.id_documents).toEqual([])
  })

  it('a supplementary document that the session does not accept, with 400', async () => {
    const supplementary_documents = [{ ...BILL, issuing_country: 'FRA' }]
    const resources = { id_documents: [PASSPORT, LICENCE], supplementary_documents }
    expect(await act(await world.createSession(EVERYTHING), resources)).toMatchObject({
      status: 400,
      json: { errors: [{ property: 'resources.supplementary_documents[0].document_type' }] },
    })
  })

  it('a wrong token and a finished session with 401, an expired one with 409', async () => {
    const session = await world.createSession()
    const expired = await world.createSession()
    const rejected = { status: 401, json: { code: 'BAD_TOKEN' } }
    expect(await act({ ...session, token: randomUUID() })).toMatchObject(rejected)
    expect(await act(session)).toMatchObject({ status: 204 })
    expect(await act(session)).toMatchObject(rejected)
    await world.clock.advance(901_000)
    expect(await act(expired)).toMatchObject({
      status: 409,
      json: { code: 'SESSION_EXPIRED' },
    })
  })

  it('an unknown session and that of another application with 404, a wrong key with 401', async () => {
    const session = await world.createSession()
    const post = (caller: typeof stranger, { sdkId }: typeof stranger, id = session.id) =>
      postAs(`sdkId=${sdkId}&`, { ...buildBody(session), session_id: id }, caller)
    const unknown = { status: 404, json: { code: 'SESSION_NOT_FOUND' } }
    expect(await post(application, application, randomUUID())).toMatchObject(unknown)
    expect(await post(stranger, stranger)).toMatchObject(unknown)
    const unsigned = { status: 401, json: { code: 'MESSAGE_SIGNING' } }
    expect(await post(application, stranger)).toMatchObject(unsigned)
  })
})

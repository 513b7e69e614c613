import { describe, expect, it } from '@jest/globals'
import { JPEG } from './end-user.js'
import { first } from './response-json.js'
import { SESSION_SPEC } from './session-spec.js'
import { startEmulatorFixture } from './emulator-fixture.js'

const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

describe('a session', () => {
  it('starts with its token, empty arrays and no nulls', async () => {
    await using world = await startEmulatorFixture()
    const { id, token, path } = await world.createSession()
    expect((await world.signed('GET', path)).json).toEqual({
      client_session_token_ttl: 899,
      client_session_token: token,
      session_id: id,
      state: 'ONGOING',
      resources: {
        id_documents: [],
        supplementary_documents: [],
        liveness_capture: [],
        face_capture: [],
        applicant_profiles: [],
      },
      checks: [],
      user_tracking_id: 'cust-0001',
    })
  })

  it('counts down and expires when the end user does not finish in time', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser } = await world.createSession()
    await world.clock.advance(100_000)
    expect((await world.signed('GET', path)).json.client_session_token_ttl).toBe(799)
    await world.clock.advance(800_000)
    const { json } = await world.signed('GET', path)
    expect(json).toMatchObject({ state: 'EXPIRED', client_session_token_ttl: 0 })
    expect(json).not.toHaveProperty('client_session_token')
    expect(await endUser.call('GET', '/configuration')).toMatchObject({
      status: 409,
      json: { code: 'SESSION_EXPIRED', message: 'The session has expired' },
    })
  })

  it('ends at its deadline when it has one', async () => {
    await using world = await startEmulatorFixture()
    const { requested_checks } = SESSION_SPEC
    const deadline = new Date(world.clock.now() + 60_000).toISOString()
    const { path } = await world.createSession({ requested_checks, session_deadline: deadline })
    await world.clock.advance(59_999)
    expect((await world.signed('GET', path)).json.state).toBe('ONGOING')
    await world.clock.advance(1)
    expect((await world.signed('GET', path)).json.state).toBe('EXPIRED')
  })

  it('does not expire once the end user has finished, and its time still counts down', async () => {
    await using world = await startEmulatorFixture({
      timeline: { expertChecks: 2_000_000 },
    })
    const { path } = await world.finishSession()
    await world.clock.advance(1_000_000)
    expect((await world.signed('GET', path)).json).toMatchObject({
      state: 'ONGOING',
      client_session_token_ttl: 0,
    })
    await world.clock.advance(1_000_000)
    expect((await world.signed('GET', path)).json.state).toBe('COMPLETED')
  })

  it('shows the document as it is captured: task, page, then its frames, text and photo', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser } = await world.createSession()
    const see = async () => first((await world.signed('GET', path)).json.resources.id_documents)

    const { json } = await endUser.chooseDocument()
    expect(json.pages).toBe(1)
    const chosen = await see()
    expect(chosen).toMatchObject({
      id: json.id,
      source: { type: 'END_USER' },
      created_at: expect.stringMatching(TIMESTAMP),
      document_type: 'PASSPORT',
      issuing_country: 'GBR',
      tasks: [{ type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION', state: 'CREATED', generated_media: [] }],
      pages: [{ frames: [{}, {}] }],
    })
    expect(chosen.pages[0]).not.toHaveProperty('capture_method')

    const document = `/resources/id-documents/${json.id}`
    await endUser.call('PUT', `${document}/pages/0?capture_method=CAMERA`, JPEG)
    await endUser.call('PUT', `${document}/pages/0/frames/0`, JPEG)
    expect((await see()).pages).toMatchObject([
      { capture_method: 'CAMERA', media: { type: 'IMAGE' }, frames: [{}, {}] },
    ])
    expect(first((await see()).pages).frames).toEqual([{}, {}])
    await world.clock.advance(300)
    expect(first((await see()).pages).frames).toEqual([
      { media: expect.objectContaining({ type: 'IMAGE' }) },
      {},
    ])

    await endUser.call('POST', `${document}/text-extraction`)
    const read = await see()
    expect(first(read.tasks)).toMatchObject({
      state: 'DONE',
      recommendation: { value: 'PROGRESS' },
      generated_media: [{ id: read.document_fields.media.id, type: 'JSON' }],
    })
    expect(read.document_id_photo.media.type).toBe('IMAGE')
  })

  it('cannot be finished before everything required is there', async () => {
    await using world = await startEmulatorFixture()
    const { endUser, path } = await world.createSession()
    await endUser.captureDocument()
    expect(await endUser.finish()).toMatchObject({ status: 409, json: { code: 'INCOMPLETE' } })
    expect((await world.signed('GET', path)).json.client_session_token).toBeDefined()
    await endUser.captureLiveness()
    expect((await endUser.finish()).status).toBe(204)
    expect(await endUser.call('GET', '/configuration')).toMatchObject({
      status: 401,
      json: { code: 'BAD_TOKEN' },
    })
  })

  it('keeps the moment of consent', async () => {
    await using world = await startEmulatorFixture()
    const { endUser, path } = await world.createSession()
    await endUser.call('PUT', '/biometric-consent')
    const moment = new Date(world.clock.now()).toISOString()
    expect((await world.signed('GET', path)).json.biometric_consent).toBe(moment)
  })

  it('makes one check for the document that counts, not for one that was retaken', async () => {
    await using world = await startEmulatorFixture()
    const { endUser, path } = await world.createSession()
    await endUser.chooseDocument()
    await endUser.captureDocument()
    await endUser.captureLiveness()
    await endUser.finish()
    const { json } = await world.signed('GET', path)
    expect(json.resources.id_documents).toHaveLength(2)
    const authenticity = json.checks.filter(({ type }) => type === 'ID_DOCUMENT_AUTHENTICITY')
    expect(authenticity).toMatchObject([{ resources_used: [json.resources.id_documents[1]?.id] }])
  })

  it('is deleted when its resources expire, counted from the first image', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser } = await world.createSession()
    const untouched = await world.createSession()
    await world.clock.advance(60_000)
    await endUser.captureDocument()
    await world.clock.advance(90_000_000 - 60_000)
    expect((await world.signed('GET', path)).status).toBe(200)
    expect((await world.signed('GET', untouched.path)).json.code).toBe('SESSION_NOT_FOUND')
    await world.clock.advance(60_000)
    expect((await world.signed('GET', path)).json.code).toBe('SESSION_NOT_FOUND')
  })
})

describe('deletion', () => {
  it('is rejected while the session is in progress, then deletes everything', async () => {
    await using world = await startEmulatorFixture()
    const { path } = await world.finishSession()
    expect(await world.signed('DELETE', path)).toMatchObject({
      status: 409,
      json: { code: 'RESOURCE_LOCKED', message: 'The Resource is Locked' },
    })
    await world.clock.advance(60_000)
    const { json } = await world.signed('GET', path)
    const mediaId = first(first(json.resources.id_documents).pages).media.id
    expect((await world.signed('DELETE', path)).status).toBe(204)
    for (const gone of [path, `${path}/media/${mediaId}/content`]) {
      expect(await world.signed('GET', gone)).toMatchObject({
        status: 404,
        json: { code: 'SESSION_NOT_FOUND' },
      })
    }
  })

  it('also deletes an expired session', async () => {
    await using world = await startEmulatorFixture()
    const { path } = await world.createSession()
    await world.clock.advance(900_000)
    expect((await world.signed('DELETE', path)).status).toBe(204)
  })

  it('of media returns SESSION_LOCKED before the checks, RESOURCE_LOCKED during, and leaves {} after', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser } = await world.createSession()
    await endUser.captureDocument()
    await endUser.captureLiveness()
    const see = async () => (await world.signed('GET', path)).json.resources
    const mediaId = first(first((await see()).id_documents).pages).media.id
    const remove = () => world.signed('DELETE', `${path}/media/${mediaId}/content`)
    expect(await remove()).toMatchObject({ status: 409, json: { code: 'SESSION_LOCKED' } })
    await endUser.finish()
    expect(await remove()).toMatchObject({ status: 409, json: { code: 'RESOURCE_LOCKED' } })
    await world.clock.advance(60_000)
    expect((await remove()).status).toBe(204)
    const document = first((await see()).id_documents)
    expect(first(document.pages)).not.toHaveProperty('media')
    expect(document.document_fields.media).toBeDefined()
    expect(await world.signed('GET', `${path}/media/${mediaId}/content`)).toMatchObject({
      status: 404,
      json: {
        code: 'MEDIA_CONTENT_NOT_FOUND',
        message: 'No media content found matching the id provided',
      },
    })
    expect((await remove()).status).toBe(404)
  })

  it('of a liveness image removes the image field, because clients would throw', async () => {
    await using world = await startEmulatorFixture()
    const { path } = await world.completeSession()
    const see = async () => first((await world.signed('GET', path)).json.resources.liveness_capture)
    await world.signed('DELETE', `${path}/media/${(await see()).image.media.id}/content`)
    expect(await see()).not.toHaveProperty('image')
  })
})

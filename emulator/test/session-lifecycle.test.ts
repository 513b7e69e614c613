import { describe, expect, it } from '@jest/globals'
import { SESSION_SPEC } from './session-spec.js'
import { startEmulatorFixture } from './emulator-fixture.js'

describe('a session', () => {
  it('starts with its token, empty arrays and no nulls', async () => {
    await using world = await startEmulatorFixture()
    const { id, token, path } = await world.createSession()
    expect(await world.read(path)).toEqual({
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

  it('ends at its deadline when it has one', async () => {
    await using world = await startEmulatorFixture()
    const { requested_checks } = SESSION_SPEC
    const deadline = new Date(world.clock.now() + 60_000).toISOString()
    const { path } = await world.createSession({ requested_checks, session_deadline: deadline })
    await world.clock.advance(59_999)
    expect((await world.read(path)).state).toBe('ONGOING')
    await world.clock.advance(1)
    expect((await world.read(path)).state).toBe('EXPIRED')
  })

  it('does not expire once the end user has finished, and its time still counts down', async () => {
    await using world = await startEmulatorFixture({
      timeline: { expertChecks: 2_000_000 },
    })
    const { path } = await world.finishSession()
    await world.clock.advance(1_000_000)
    expect(await world.read(path)).toMatchObject({
      state: 'ONGOING',
      client_session_token_ttl: 0,
    })
    await world.clock.advance(1_000_000)
    expect((await world.read(path)).state).toBe('COMPLETED')
  })

  it('cannot be finished before everything required is there', async () => {
    await using world = await startEmulatorFixture()
    const { endUser, path } = await world.createSession()
    await endUser.captureDocument()
    expect(await endUser.finish()).toMatchObject({ status: 409, json: { code: 'INCOMPLETE' } })
    expect((await world.read(path)).client_session_token).toBeDefined()
    await endUser.captureLiveness()
    expect((await endUser.finish()).status).toBe(204)
    expect(await endUser.call('GET', '/configuration')).toMatchObject({
      status: 401,
      json: { code: 'BAD_TOKEN' },
    })
  })

  it('makes one check for the document that counts, not for one that was retaken', async () => {
    await using world = await startEmulatorFixture()
    const { endUser, path } = await world.createSession()
    await endUser.chooseDocument()
    await endUser.captureAndFinish()
    const json = await world.read(path)
    expect(json.resources.id_documents).toHaveLength(2)
    expect(json.resources.liveness_capture).toMatchObject([{ capture_type: 'PHOTOGRAPH' }])
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
    expect((await world.read(path)).code).toBe('SESSION_NOT_FOUND')
  })
})

describe('deletion', () => {
  it('also deletes an expired session', async () => {
    await using world = await startEmulatorFixture()
    const { path } = await world.createSession()
    await world.clock.advance(900_000)
    expect((await world.signed('DELETE', path)).status).toBe(204)
  })
})

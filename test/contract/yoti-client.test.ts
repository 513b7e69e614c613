import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from '@jest/globals'
import { createManualClock, startEmulator } from '../../emulator/src/start-emulator.js'
import { createYotiClient } from '../../src/yoti/client.js'
import { parseSessionSpec } from '../../src/yoti/session-spec.js'
import { createEndUser, JPEG } from '../../emulator/test/end-user.js'
import { first } from '../../emulator/test/response-json.js'
import { createApplication } from '../support/application.js'
import { captureAllResources, FACEMAP } from '../../emulator/test/contract/capture-all-resources.js'
import { ALL_CHECKS_SPEC } from '../../emulator/test/session-spec.js'

const APPLICATION = createApplication()

async function start() {
  const clock = createManualClock()
  const emulator = await startEmulator({ port: 0, clock, applications: [APPLICATION] })
  const yoti = createYotiClient({ ...APPLICATION, apiUrl: emulator.apiUrl })
  const { spec } = parseSessionSpec(ALL_CHECKS_SPEC)
  const { session_id: id, client_session_token: token } = await yoti.createSession(spec)
  return {
    ...{ clock, emulator, yoti, id },
    endUser: createEndUser(emulator.apiUrl, id, token),
    async uploadFace() {
      const { capture } = await yoti.getSessionConfiguration(id)
      const required = capture?.required_resources ?? []
      const face = first(required.filter(({ type }) => type === 'FACE_CAPTURE'))
      const resource = await yoti.createFaceCaptureResource(id, { requirement_id: face.id })
      expect(resource.frames).toBe(1)
      const image = { contentType: 'image/jpeg', content: JPEG } as const
      await yoti.uploadFaceCaptureImage(id, resource.id, image)
    },
    /** All reads of the session. */
    async read() {
      const result = await yoti.getSession(id)
      expect(result.unreadable).toBeUndefined()
      const configuration = await yoti.getSessionConfiguration(id)
      const devices = await yoti.getTrackedDevices(id)
      return { result, configuration, events: devices.map(({ event }) => event) }
    },
    async readMedia(mediaId = '') {
      const media = await yoti.getMedia(id, mediaId)
      return media && { contentType: media.contentType, content: await buffer(media.body) }
    },
    async [Symbol.asyncDispose]() {
      yoti.close()
      await emulator.close()
    },
  }
}

describe('our client at the emulator', () => {
  it('reads a session with every check at every stage', async () => {
    await using world = await start()
    const { id, endUser, clock } = world

    const fresh = await world.read()
    expect(fresh.result).toMatchObject({
      ...{ session_id: id, state: 'ONGOING', client_session_token_ttl: 899, checks: [] },
      user_tracking_id: 'cust-0001',
    })
    expect(fresh.result.resources.applicant_profiles).toHaveLength(1)
    expect(fresh.events).toEqual([])

    await world.uploadFace()
    await endUser.chooseDocument()
    const chosen = await world.read()
    expect(first(chosen.result.resources.id_documents ?? []).pages).toEqual([{ frames: [{}, {}] }])
    expect(chosen.events).toEqual(['CONFIG_FIRST_LOADED', 'RESOURCE_CREATED'])

    await captureAllResources(endUser)
    const captured = await world.read()
    expect(captured.result.checks.map(({ type }) => type)).toEqual(['LIVENESS', 'LIVENESS'])
    expect(captured.configuration.capture?.biometric_consent).toBe('CAPTURED')

    await endUser.finish()
    const finished = await world.read()
    expect(finished.result.client_session_token).toBeUndefined()
    const pending = finished.result.checks.filter(({ type }) => type !== 'LIVENESS')
    expect(new Set(pending.map(({ state }) => state))).toEqual(new Set(['PENDING']))

    for (let step = 0; step < 30; step++) {
      await clock.advance(500)
      await world.read()
    }
    const { result } = await world.read()
    expect(result.state).toBe('COMPLETED')
    expect(result.advanced_identity_profile?.result).toBe('DONE')
    const requested = ALL_CHECKS_SPEC.requested_checks.map(({ type }) => type)
    expect(result.checks.map(({ type }) => type)).toEqual(expect.arrayContaining(requested))
    for (const check of result.checks) {
      expect([check.state, check.report?.recommendation?.value]).toEqual(['DONE', 'APPROVE'])
    }
  })

  it('reads and deletes media and the session', async () => {
    await using world = await start()
    const { yoti, id, endUser, emulator } = world
    await world.uploadFace()
    await captureAllResources(endUser)
    await expect(yoti.deleteSession(id)).rejects.toMatchObject({
      ...{ status: 409, code: 'RESOURCE_LOCKED' },
    })
    await endUser.finish()
    await world.clock.advance(600_000)
    const { resources } = await yoti.getSession(id)
    const document = first(resources.id_documents ?? [])
    const pictureId = document.pages?.[0]?.media?.id ?? ''

    expect(await world.readMedia(pictureId)).toEqual({ contentType: 'image/jpeg', content: JPEG })
    expect(await world.readMedia(resources.liveness_capture?.[0]?.facemap?.media?.id)).toEqual({
      contentType: 'application/octet-stream',
      content: FACEMAP,
    })
    const text = await world.readMedia(document.document_fields?.media?.id)
    expect(JSON.parse(String(text?.content))).toMatchObject({ document_type: 'PASSPORT' })
    const withheld = { contentType: 'image/jpeg', content: JPEG, withheld: true }
    expect(await yoti.getMedia(id, emulator.addMedia(id, withheld))).toBeUndefined()

    await yoti.deleteMedia(id, pictureId)
    const missing = { status: 404, code: 'MEDIA_CONTENT_NOT_FOUND' }
    await expect(yoti.getMedia(id, pictureId)).rejects.toMatchObject(missing)
    await world.read()
    await yoti.deleteSession(id)
    await expect(yoti.getSession(id)).rejects.toMatchObject({
      ...{ status: 404, code: 'SESSION_NOT_FOUND', errors: [] },
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
    })
  })

  it('reads the supported documents', async () => {
    await using world = await start()
    const latin = await world.yoti.raw.getSupportedDocuments()
    const all = await world.yoti.raw.getSupportedDocuments({ includeNonLatin: true })
    const count = ({ data: { supported_countries: countries } }: typeof all) =>
      countries.flatMap((country) => country.supported_documents ?? []).length
    expect(all.data.supported_countries.length).toBeGreaterThanOrEqual(206)
    expect(count(all)).toBeGreaterThan(count(latin))
  })
})

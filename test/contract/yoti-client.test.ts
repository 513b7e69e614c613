import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from '@jest/globals'
import { createManualClock, startEmulator } from '../../emulator/src/start-emulator.js'
import { createYotiClient } from '../../src/yoti/client.js'
import { YotiResponseError } from '../../src/yoti/errors.js'
import { parseSessionSpec } from '../../src/yoti/session-spec.js'
import { createEndUser, JPEG } from '../../emulator/test/end-user.js'
import { first } from '../../emulator/test/response-json.js'
import { createApplication } from '../support/application.js'
import { captureAllResources, FACEMAP } from '../../emulator/test/contract/capture-all-resources.js'
import { ALL_CHECKS_SPEC } from '../../emulator/test/session-spec.js'

const APPLICATION = createApplication()

async function startWorld(prefix: 'apiUrl' | 'sandboxUrl') {
  const clock = createManualClock()
  const emulator = await startEmulator({ port: 0, clock, applications: [APPLICATION] })
  const yoti = createYotiClient({ ...APPLICATION, apiUrl: emulator[prefix] })
  return {
    clock,
    emulator,
    yoti,
    async createSession() {
      const { spec } = parseSessionSpec(ALL_CHECKS_SPEC)
      const { session_id: id, client_session_token: token } = await yoti.createSession(spec)
      return { id, endUser: createEndUser(emulator[prefix], id, token) }
    },
    async uploadFace(sessionId: string) {
      const { capture } = await yoti.getSessionConfiguration(sessionId)
      const required = capture?.required_resources ?? []
      const { id: requirementId } = first(required.filter(({ type }) => type === 'FACE_CAPTURE'))
      const request = { requirement_id: requirementId }
      const { id, frames } = await yoti.createFaceCaptureResource(sessionId, request)
      const image = { contentType: 'image/jpeg', content: JPEG } as const
      await yoti.uploadFaceCaptureImage(sessionId, id, image)
      return { id, frames }
    },
    async [Symbol.asyncDispose]() {
      yoti.close()
      await emulator.close()
    },
  }
}

type World = Awaited<ReturnType<typeof startWorld>>

/** All reads of a session, parsed. */
async function readEverything({ yoti }: World, id: string) {
  const result = await yoti.getSession(id)
  const configuration = await yoti.getSessionConfiguration(id)
  const devices = await yoti.getTrackedDevices(id)
  return { result, configuration, devices }
}

async function readMedia({ yoti }: World, sessionId: string, mediaId: string | undefined) {
  const media = await yoti.getMedia(sessionId, mediaId ?? '')
  if (media === undefined) throw new Error('expected media')
  return { contentType: media.contentType, content: await buffer(media.body) }
}

describe('our client at the emulator', () => {
  it('reads a session with every check at every stage', async () => {
    await using world = await startWorld('apiUrl')
    const { id, endUser } = await world.createSession()

    const fresh = await readEverything(world, id)
    expect(fresh.result).toMatchObject({
      session_id: id,
      state: 'ONGOING',
      client_session_token_ttl: 899,
      user_tracking_id: 'cust-0001',
      checks: [],
    })
    expect(fresh.result.resources.applicant_profiles).toHaveLength(1)
    expect(fresh.devices).toEqual([])

    const { frames } = await world.uploadFace(id)
    expect(frames).toBe(1)
    await endUser.chooseDocument()
    const chosen = await readEverything(world, id)
    expect(first(chosen.result.resources.id_documents ?? []).pages).toEqual([{ frames: [{}, {}] }])
    expect(chosen.devices.map(({ event }) => event)).toEqual([
      'CONFIG_FIRST_LOADED',
      'RESOURCE_CREATED',
    ])

    await captureAllResources(endUser)
    const captured = await readEverything(world, id)
    expect(captured.result.checks.map(({ type }) => type)).toEqual(['LIVENESS', 'LIVENESS'])
    expect(captured.configuration.capture?.biometric_consent).toBe('CAPTURED')

    await endUser.finish()
    const finished = await readEverything(world, id)
    expect(finished.result.state).toBe('ONGOING')
    expect(finished.result.client_session_token).toBeUndefined()
    const pending = finished.result.checks.filter(({ type }) => type !== 'LIVENESS')
    expect(new Set(pending.map(({ state }) => state))).toEqual(new Set(['PENDING']))
    expect(pending.filter((check) => 'report' in check)).toEqual([])

    for (let step = 0; step < 30; step++) {
      await world.clock.advance(500)
      await readEverything(world, id)
    }
    const { result } = await readEverything(world, id)
    expect(result.state).toBe('COMPLETED')
    expect(result.advanced_identity_profile?.result).toBe('DONE')
    const asked = ALL_CHECKS_SPEC.requested_checks.map(({ type }) => type)
    expect(result.checks.map(({ type }) => type)).toEqual(expect.arrayContaining(asked))
    for (const check of result.checks) {
      expect([check.state, check.report?.recommendation?.value]).toEqual(['DONE', 'APPROVE'])
    }
  })

  it('reads an expired session', async () => {
    await using world = await startWorld('apiUrl')
    const { id, endUser } = await world.createSession()
    await world.uploadFace(id)
    await captureAllResources(endUser)
    await world.clock.advance(901_000)

    const { result } = await readEverything(world, id)

    expect(result).toMatchObject({ state: 'EXPIRED', client_session_token_ttl: 0 })
  })

  it('reads and deletes media, tracked devices and the session', async () => {
    await using world = await startWorld('apiUrl')
    const { yoti } = world
    const { id, endUser } = await world.createSession()
    await world.uploadFace(id)
    await captureAllResources(endUser)
    await expect(yoti.deleteSession(id)).rejects.toMatchObject({
      status: 409,
      code: 'RESOURCE_LOCKED',
    })
    await endUser.finish()
    await world.clock.advance(600_000)
    const { resources } = await yoti.getSession(id)
    const document = first(resources.id_documents ?? [])
    const pictureId = document.pages?.[0]?.media?.id ?? ''

    expect(await readMedia(world, id, pictureId)).toEqual({
      contentType: 'image/jpeg',
      content: JPEG,
    })
    const facemapId = resources.liveness_capture?.[0]?.facemap?.media?.id
    expect(await readMedia(world, id, facemapId)).toEqual({
      contentType: 'application/octet-stream',
      content: FACEMAP,
    })
    const text = await readMedia(world, id, document.document_fields?.media?.id)
    expect(text.contentType).toBe('application/json')
    expect(JSON.parse(text.content.toString())).toMatchObject({ document_type: 'PASSPORT' })
    const withheld = { contentType: 'image/jpeg', content: JPEG, withheld: true }
    expect(await yoti.getMedia(id, world.emulator.addMedia(id, withheld))).toBeUndefined()

    await yoti.deleteMedia(id, pictureId)
    await expect(yoti.getMedia(id, pictureId)).rejects.toMatchObject({
      status: 404,
      code: 'MEDIA_CONTENT_NOT_FOUND',
    })
    await readEverything(world, id)

    await yoti.deleteTrackedDevices(id)
    expect(await yoti.getTrackedDevices(id)).toEqual([])

    await yoti.deleteSession(id)
    const gone = await yoti.getSession(id).catch((err: unknown) => err)
    expect(gone).toBeInstanceOf(YotiResponseError)
    expect(gone).toMatchObject({ status: 404, code: 'SESSION_NOT_FOUND', errors: [] })
    expect((gone as YotiResponseError).requestId).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('reads the supported documents', async () => {
    await using world = await startWorld('apiUrl')

    const latin = await world.yoti.getSupportedDocuments()
    const all = await world.yoti.getSupportedDocuments({ includeNonLatin: true })

    const count = ({ supported_countries: countries }: typeof all) =>
      countries.flatMap((country) => country.supported_documents ?? []).length
    expect(all.supported_countries.length).toBeGreaterThanOrEqual(206)
    expect(count(all)).toBeGreaterThan(count(latin))
  })
})

describe('the client at the sandbox', () => {
  it('configures the response of a session and of the application', async () => {
    await using world = await startWorld('sandboxUrl')
    const reject = (template: string) => ({
      check_reports: { ID_DOCUMENT_AUTHENTICITY: [{ result: { report_template: template } }] },
    })
    await world.yoti.configureApplicationResponse(reject('TAMPERED'))
    const sessions = [await world.createSession(), await world.createSession()]
    await world.yoti.configureSessionResponse(first(sessions).id, reject('COUNTERFEIT'))

    const reasons: (string | undefined)[] = []
    for (const { id, endUser } of sessions) {
      await world.uploadFace(id)
      await captureAllResources(endUser)
      await endUser.finish()
      await world.clock.advance(600_000)
      const { checks } = await world.yoti.getSession(id)
      const check = checks.find(({ type }) => type === 'ID_DOCUMENT_AUTHENTICITY')
      reasons.push(check?.report?.recommendation?.reason)
    }

    expect(reasons).toEqual(['COUNTERFEIT', 'TAMPERED'])
  })
})

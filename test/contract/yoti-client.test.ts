import { expect, it } from '@jest/globals'
import { createManualClock, startEmulator } from '../../emulator/src/start-emulator.js'
import { createYotiClient } from '../../src/yoti/client.js'
import { parseSessionSpec } from '../../src/yoti/session-spec.js'
import { createEndUser, JPEG } from '../../emulator/test/end-user.js'
import { first } from '../../emulator/test/response-json.js'
import { createApplication } from '../support/application.js'
import { captureAllResources } from '../../emulator/test/contract/capture-all-resources.js'
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
    async [Symbol.asyncDispose]() {
      yoti.close()
      await emulator.close()
    },
  }
}

it('our client reads a session with every check at every stage', async () => {
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

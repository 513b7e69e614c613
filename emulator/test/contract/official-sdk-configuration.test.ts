import { describe, expect, it } from '@jest/globals'
import yoti from 'yoti'
import { JPEG, PNG } from '../end-user.js'
import { first } from '../response-json.js'
import { captureAllResources } from './capture-all-resources.js'
import {
  startOfficialSdkFixture,
  createSpecBuilder,
  readGetters,
  uploadFace,
} from './official-sdk-fixture.js'

const britishPassport = new yoti.DocumentRestrictionsFilterBuilder()
  .forWhitelist()
  .withDocumentRestriction(
    new yoti.DocumentRestrictionBuilder()
      .withCountries(['GBR'])
      .withDocumentTypes(['PASSPORT'])
      .build(),
  )
  .build()
const proofOfAddress = new yoti.RequiredSupplementaryDocumentBuilder().withObjective(
  new yoti.ProofOfAddressObjectiveBuilder().build(),
)

const spec = createSpecBuilder()
  .withRequestedCheck(new yoti.RequestedDocumentAuthenticityCheckBuilder().build())
  .withRequestedCheck(new yoti.RequestedLivenessCheckBuilder().forStaticLiveness().build())
  .withRequestedCheck(new yoti.RequestedFaceComparisonCheckBuilder().withManualCheckNever().build())
  .withRequestedTask(new yoti.RequestedTextExtractionTaskBuilder().withManualCheckNever().build())
  .withRequestedTask(
    new yoti.RequestedSupplementaryDocTextExtractionTaskBuilder().withManualCheckNever().build(),
  )
  .withRequiredDocument(new yoti.RequiredIdDocumentBuilder().withFilter(britishPassport).build())
  .withRequiredDocument(
    proofOfAddress.withCountryCodes(['GBR', 'IRL']).withDocumentTypes(['UTILITY_BILL']).build(),
  )
  .withSdkConfig(
    new yoti.SdkConfigBuilder()
      .withAllowsCameraAndUpload()
      .withIdDocumentTextExtractionGenericRetries(4)
      .withIdDocumentTextExtractionReclassificationRetries(3)
      .build(),
  )
  .build()

interface Requirement {
  getType: string
  getState: string
  getRequestedTasks?: { getType: string; getState: string }[]
}

type Fixture = Awaited<ReturnType<typeof startOfficialSdkFixture>>

async function readStates(world: Fixture, sessionId: string) {
  const configuration = await world.client.getSessionConfiguration(sessionId)
  const { getCapture: capture } = readGetters(configuration) as {
    getCapture: { getRequiredResources: Requirement[]; getBiometricConsent: string }
  }
  return {
    consent: capture.getBiometricConsent,
    states: Object.fromEntries(
      capture.getRequiredResources.map((one) => [one.getType, one.getState]),
    ),
  }
}

describe('the official client', () => {
  it('reads the configuration of a fresh session', async () => {
    await using world = await startOfficialSdkFixture()
    const { id } = await world.createSession(spec)

    const configuration = await world.client.getSessionConfiguration(id)

    expect(configuration.getSessionId()).toBe(id)
    expect(configuration.getClientSessionTokenTtl()).toBe(899)
    expect(configuration.getRequestedChecks()).toEqual([
      'ID_DOCUMENT_AUTHENTICITY',
      'LIVENESS',
      'FACE_COMPARISON',
    ])
    const capture = configuration.getCapture()
    if (capture === null) throw new Error('expected a capture')
    expect(readGetters(capture)).toMatchObject({ getBiometricConsent: 'REQUIRED' })
    expect(capture.getRequiredResources().map((one) => one.getType())).toEqual([
      'ID_DOCUMENT',
      'SUPPLEMENTARY_DOCUMENT',
      'LIVENESS',
      'FACE_CAPTURE',
    ])
    expect(capture.getDocumentResourceRequirements()).toHaveLength(2)
    expect(readGetters(first(capture.getIdDocumentResourceRequirements()))).toMatchObject({
      getState: 'REQUIRED',
      getAllowedCaptureMethods: 'CAMERA_AND_UPLOAD',
      getAttemptsRemaining: { GENERIC: 4, RECLASSIFICATION: 3 },
      getSupportedCountries: [{ getCode: 'GBR', getSupportedDocuments: [{ getType: 'PASSPORT' }] }],
      getRequestedTasks: [{ getType: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION', getState: 'REQUIRED' }],
      getAllowedSources: [{ getType: 'END_USER' }],
      isRelyingBusinessAllowed: false,
    })
    expect(readGetters(first(capture.getSupplementaryResourceRequirements()))).toMatchObject({
      getDocumentTypes: ['UTILITY_BILL'],
      getCountryCodes: ['GBR', 'IRL'],
      getObjective: { getType: 'PROOF_OF_ADDRESS' },
      getRequestedTasks: [
        { getType: 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION', getState: 'REQUIRED' },
      ],
    })
    expect(first(capture.getZoomLivenessResourceRequirements()).getLivenessType()).toBe('STATIC')
    const face = first(capture.getFaceCaptureResourceRequirements())
    expect(face.isRelyingBusinessAllowed()).toBe(true)
  })

  it('reads the progress of the requirements', async () => {
    await using world = await startOfficialSdkFixture()
    const { id, endUser } = await world.createSession(spec)
    const required = { ID_DOCUMENT: 'REQUIRED', SUPPLEMENTARY_DOCUMENT: 'REQUIRED' }
    expect(await readStates(world, id)).toEqual({
      consent: 'REQUIRED',
      states: { ...required, LIVENESS: 'REQUIRED', FACE_CAPTURE: 'REQUIRED' },
    })

    await uploadFace(world.client, id)
    expect(await readStates(world, id)).toMatchObject({
      states: { ...required, FACE_CAPTURE: 'COMPLETE' },
    })

    await endUser.chooseDocument('GBR', 'PASSPORT')
    expect((await readStates(world, id)).states.ID_DOCUMENT).toBe('IN_PROGRESS')

    await captureAllResources(endUser)
    const complete = {
      consent: 'CAPTURED',
      states: {
        ID_DOCUMENT: 'COMPLETE',
        SUPPLEMENTARY_DOCUMENT: 'COMPLETE',
        LIVENESS: 'COMPLETE',
        FACE_CAPTURE: 'COMPLETE',
      },
    }
    expect(await readStates(world, id)).toEqual(complete)

    await endUser.finish()
    expect(await readStates(world, id)).toEqual(complete)
    await world.clock.advance(600_000)
    expect(world.emulator.session(id)?.state).toBe('COMPLETED')
    expect(await readStates(world, id)).toEqual(complete)
  })

  it('reads the configuration of an expired session', async () => {
    await using world = await startOfficialSdkFixture()
    const { id } = await world.createSession(spec)
    await world.clock.advance(901_000)

    const configuration = await world.client.getSessionConfiguration(id)

    readGetters(configuration)
    expect(configuration.getClientSessionTokenTtl()).toBe(0)
  })

  it.each([
    ['JPEG', JPEG, 'image/jpeg'],
    ['PNG', PNG, 'image/png'],
  ])('supplies a reference face as %s and gets it back', async (_, image, mimeType) => {
    await using world = await startOfficialSdkFixture()
    const { id } = await world.createSession(spec)

    const { resourceId, frames } = await uploadFace(world.client, id, image)

    expect(frames).toBe(1)
    const session = await world.client.getSession(id)
    const face = first(session.getResources().getFaceCaptureResources())
    expect(face.getId()).toBe(resourceId)
    const media = await world.client.getMediaContent(id, face.getImage().getMedia().getId())
    expect(media?.getMimeType()).toBe(mimeType)
    expect(media?.getContent()).toEqual(image)
  })

  it('reads the devices that were tracked, and deletes them', async () => {
    await using world = await startOfficialSdkFixture()
    const { id, endUser } = await world.createSession(spec)
    expect((await world.client.getSessionTrackedDevices(id)).getDeviceEvents()).toEqual([])
    await uploadFace(world.client, id)
    await captureAllResources(endUser)
    await endUser.finish()

    const events = (await world.client.getSessionTrackedDevices(id)).getDeviceEvents()

    readGetters(events)
    const names = events.map((event) => event.getEvent())
    expect(names.at(0)).toBe('CONFIG_FIRST_LOADED')
    expect(names.filter((name) => name === 'RESOURCE_CREATED')).toHaveLength(3)
    expect(names.at(-1)).toBe('CLIENT_SESSION_TOKEN_DELETED')
    expect(first(events).getCreated().toISOString()).toBe('2025-02-11T09:12:00.000Z')
    expect(typeof first(events).getDevice().getBrowserName()).toBe('string')

    await world.client.deleteSessionTrackedDevices(id)
    expect((await world.client.getSessionTrackedDevices(id)).getDeviceEvents()).toEqual([])
  })
})

import { describe, expect, it, jest } from '@jest/globals'
import type yoti from 'yoti'
import { JPEG, PNG } from '../end-user.js'
import { first } from '../response-json.js'
import { ALL_CHECKS_SPEC } from '../session-spec.js'
import { captureAllResources, FACEMAP, PDF } from './capture-all-resources.js'
import {
  readGetters,
  startOfficialSdkFixture,
  uploadFace,
  type OfficialSdkFixture,
} from './official-sdk-fixture.js'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const READ_AT = new Date('2025-02-11T09:12:00Z')

/** All reads of a session through every getter. */
async function readEverything({ client }: OfficialSdkFixture, id: string) {
  const result = await client.getSession(id)
  const configuration = readGetters(await client.getSessionConfiguration(id)) as {
    getCapture: { getRequiredResources: { getType: string; getState: string }[] }
  }
  return {
    result,
    read: readGetters(result),
    configuration,
    states: configuration.getCapture.getRequiredResources.map((one) => one.getState),
  }
}

const [CHOSEN, EMPTY, IMAGE, JSON_MEDIA] = [
  { getCaptureMethod: undefined, getMedia: undefined },
  { getMedia: undefined },
  { getMedia: expect.objectContaining({ getType: 'IMAGE' }) as unknown },
  { getMedia: expect.objectContaining({ getType: 'JSON' }) as unknown },
]

describe('the official client', () => {
  it('reads every stage of a session with every check, and its configuration', async () => {
    await using world = await startOfficialSdkFixture()
    const { id, token, endUser } = await world.createSession({
      ...ALL_CHECKS_SPEC,
      sdk_config: {
        allowed_capture_methods: 'CAMERA_AND_UPLOAD',
        attempts_configuration: {
          ID_DOCUMENT_TEXT_DATA_EXTRACTION: { GENERIC: 4, RECLASSIFICATION: 3 },
        },
      },
    })
    expect([id, token]).toEqual([expect.stringMatching(UUID), expect.stringMatching(UUID)])
    await world.clock.advance(10_000)
    const fresh = await readEverything(world, id)
    // session-lifecycle.test.ts has the whole response.
    expect(fresh.read).toMatchObject({
      getSessionId: id,
      getState: 'ONGOING',
      getClientSessionToken: token,
      getClientSessionTokenTtl: 889,
      getUserTrackingId: 'cust-0001',
      getBiometricConsentTimestamp: undefined,
      getChecks: [],
    })
    const idDocument = {
      getType: 'ID_DOCUMENT',
      getState: 'REQUIRED',
      getAllowedCaptureMethods: 'CAMERA_AND_UPLOAD',
      getAttemptsRemaining: { GENERIC: 4, RECLASSIFICATION: 3 },
      getRequestedTasks: [{ getType: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION', getState: 'REQUIRED' }],
      getAllowedSources: [{ getType: 'END_USER' }],
      isRelyingBusinessAllowed: false,
    }
    expect(fresh.configuration).toMatchObject({
      getSessionId: id,
      getClientSessionTokenTtl: 889,
      getRequestedChecks: [
        ...ALL_CHECKS_SPEC.requested_checks.map(({ type }) => type),
        // The profile implies it.
        'THIRD_PARTY_IDENTITY_FRAUD_1',
      ],
      getCapture: {
        getBiometricConsent: 'REQUIRED',
        getRequiredResources: [
          idDocument,
          idDocument,
          {
            getType: 'SUPPLEMENTARY_DOCUMENT',
            getCountryCodes: expect.arrayContaining(['GBR']),
            getDocumentTypes: expect.arrayContaining(['UTILITY_BILL']),
            getObjective: { getType: 'PROOF_OF_ADDRESS' },
            getRequestedTasks: [{ getType: 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION' }],
          },
          { getType: 'LIVENESS', getLivenessType: 'STATIC' },
          { getType: 'LIVENESS', getLivenessType: 'ZOOM' },
          { getType: 'FACE_CAPTURE', isRelyingBusinessAllowed: true },
        ],
      },
    })

    await uploadFace(world.client, id)
    await endUser.chooseDocument('GBR', 'DRIVING_LICENCE')
    const chosen = await readEverything(world, id)
    expect(chosen.states).toEqual([
      ...['IN_PROGRESS', 'REQUIRED', 'REQUIRED', 'REQUIRED', 'REQUIRED', 'COMPLETE'],
    ])
    expect(readGetters(chosen.result.getResources().getIdDocuments())).toMatchObject([
      {
        getDocumentType: 'DRIVING_LICENCE',
        getIssuingCountry: 'GBR',
        getPages: [
          { ...CHOSEN, getFrames: [EMPTY, EMPTY] },
          { ...CHOSEN, getFrames: [EMPTY, EMPTY] },
        ],
        getDocumentFields: undefined,
        getTasks: [{ getState: 'CREATED', getGeneratedMedia: [], getGeneratedChecks: [] }],
      },
    ])

    await captureAllResources(endUser)
    const early = await readEverything(world, id)
    // The additional images of a page arrive shortly after it.
    await world.clock.advance(10_000)
    const captured = await readEverything(world, id)
    for (const [stage, frame] of [
      [early, EMPTY],
      [captured, IMAGE],
    ] as const) {
      const document = stage.result.getResources().getIdDocuments().at(-1)
      expect(readGetters(document?.getPages())).toMatchObject([
        { ...IMAGE, getCaptureMethod: 'CAMERA', getFrames: [frame, frame] },
      ])
      const task = first(document?.getTextExtractionTasks() ?? [])
      const text = document?.getDocumentFields().getMedia().getId()
      expect([task.getState(), first(task.getGeneratedMedia()).getId()]).toEqual(['DONE', text])
      expect(readGetters(document)).toMatchObject({
        getDocumentIdPhoto: IMAGE,
        getExpandedDocumentFields: JSON_MEDIA,
      })
    }
    expect(captured.states).toEqual(Array.from({ length: 6 }, () => 'COMPLETE'))
    expect(captured.configuration).toMatchObject({
      getCapture: { getBiometricConsent: 'CAPTURED' },
    })
    expect(captured.read).toMatchObject({
      getState: 'ONGOING',
      getBiometricConsentTimestamp: new Date(READ_AT.getTime() + 10_000),
      getChecks: [{ getState: 'DONE' }, { getState: 'DONE' }],
      getResources: {
        getStaticLivenessResources: [{ getLivenessType: 'STATIC', getImage: { getType: 'IMAGE' } }],
        // Three of the seven frames have pictures.
        getZoomLivenessResources: [
          {
            getFaceMap: { getMedia: { getType: 'BINARY' } },
            getFrames: [IMAGE, IMAGE, IMAGE, EMPTY, EMPTY, EMPTY, EMPTY],
          },
        ],
      },
    })

    await endUser.finish()
    const finished = await readEverything(world, id)
    expect(finished.read).toMatchObject({ getState: 'ONGOING', getClientSessionToken: undefined })
    const [, , ...pending] = finished.result.getChecks()
    const unfinished = { getState: 'PENDING', getReport: undefined, getGeneratedMedia: [] }
    expect(readGetters(pending)).toMatchObject(pending.map(() => unfinished))
    await world.clock.advance(600_000)

    const { result, read } = await readEverything(world, id)
    const types = result.getChecks().map((check) => check.getType())
    expect(types).toEqual(
      expect.arrayContaining(ALL_CHECKS_SPEC.requested_checks.map(({ type }) => type)),
    )
    const authenticity = first(result.getAuthenticityChecks())
    expect(Number(authenticity.getLastUpdated())).toBeGreaterThan(Number(authenticity.getCreated()))
    const subCheck = (getSubCheck: string, getProcess: string) =>
      expect.objectContaining({ getSubCheck, getResult: 'PASS', getProcess }) as unknown
    expect(readGetters(authenticity.getReport())).toMatchObject({
      getRecommendation: { getValue: 'APPROVE', getReason: undefined },
      getBreakdown: expect.arrayContaining([
        subCheck('mrz_validation', 'AUTOMATED'),
        subCheck('hologram', 'EXPERT_REVIEW'),
      ]) as unknown,
    })
    const [match] = (read as { getFaceMatchChecks: object[] }).getFaceMatchChecks
    const details = [{ getName: 'confidence_score', getValue: '0.97' }]
    expect(match).toMatchObject({ getReport: { getBreakdown: [{ getDetails: details }] } })
    // routes.test.ts has the events.
    const devices = await world.client.getSessionTrackedDevices(id)
    expect(devices.getDeviceEvents().at(-1)?.getEvent()).toBe('CLIENT_SESSION_TOKEN_DELETED')
  })

  it('gets all media byte for byte, deletes them and can read the session throughout', async () => {
    await using world = await startOfficialSdkFixture()
    jest.spyOn(console, 'log').mockImplementation(() => undefined)
    const { id, endUser } = await world.createSession(ALL_CHECKS_SPEC)
    const { resourceId, frames } = await uploadFace(world.client, id, PNG)
    expect(frames).toBe(1)
    await captureAllResources(endUser)
    await endUser.finish()
    await world.clock.advance(600_000)
    const { result, read } = await readEverything(world, id)
    const resources = result.getResources()
    const face = first(resources.getFaceCaptureResources())
    expect(face.getId()).toBe(resourceId)
    const page = first(first(resources.getIdDocuments()).getPages())
    for (const [media, content, mimeType] of [
      [face.getImage().getMedia(), PNG, 'image/png'],
      [page.getMedia(), JPEG, 'image/jpeg'],
      [first(page.getFrames()).getMedia(), JPEG, 'image/jpeg'],
      [
        first(resources.getZoomLivenessResources()).getFaceMap().getMedia(),
        FACEMAP,
        'application/octet-stream',
      ],
      [
        first(resources.getSupplementaryDocuments()).getDocumentFile().getMedia(),
        PDF,
        'application/pdf',
      ],
    ] as const) {
      const received = await world.client.getMediaContent(id, media.getId())
      expect([received?.getMimeType(), received?.getContent()]).toEqual([mimeType, content])
    }
    const withheld = { contentType: 'image/jpeg', content: JPEG, withheld: true }
    const withheldId = world.emulator.addMedia(id, withheld)
    expect(await world.client.getMediaContent(id, withheldId)).toBeNull()

    const mediaIds = listMediaIds(read)
    expect(mediaIds.length).toBeGreaterThan(20)
    for (const mediaId of mediaIds) {
      await expect(world.client.deleteMediaContent(id, mediaId)).resolves.toBeUndefined()
      const err = await world.client.getMediaContent(id, mediaId).catch((reason: unknown) => reason)
      const refusal = err as InstanceType<typeof yoti.internals.IDVError>
      expect(refusal.getResponseStatusCode()).toBe(404)
      await readEverything(world, id)
    }
  })
})

/** Generated media are listed twice, hence a set. */
function listMediaIds(read: unknown): string[] {
  const ids = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const { getId, getType } = value as { getId?: string; getType?: string }
    if (getId !== undefined && ['IMAGE', 'JSON', 'BINARY', 'PDF'].includes(getType ?? '')) {
      ids.add(getId)
    }
    Object.values(value).forEach(visit)
  }
  visit(read)
  return [...ids]
}

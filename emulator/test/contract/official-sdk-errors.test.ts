import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import yoti from 'yoti'
import { first } from '../response-json.js'
import { SESSION_SPEC } from '../session-spec.js'
import { createApplication } from '../signed-client.js'
import { captureAllResources } from './capture-all-resources.js'
import { startOfficialSdkFixture, type OfficialSdkFixture } from './official-sdk-fixture.js'

type Client = OfficialSdkFixture['client']

const OTHER_APPLICATION = createApplication()
const NO_SESSION = [
  ...['IDVError', 404],
  'SESSION_NOT_FOUND - No session found matching the sessionId provided',
]
const SIGNING = ['IDVError', 401, 'MESSAGE_SIGNING - The message was not signed correctly']
const NO_MEDIA = [
  ...['IDVError', 404],
  'MEDIA_CONTENT_NOT_FOUND - No media content found matching the id provided',
]
const LOCKED = ['IDVError', 409, 'RESOURCE_LOCKED - The Resource is Locked']

// The official client also logs every rejection.
beforeEach(() => {
  jest.spyOn(console, 'log').mockImplementation(() => undefined)
})
afterEach(() => {
  jest.restoreAllMocks()
})

/** Name, status and message of the official error, which starts with the code of the response. */
async function readError(call: Promise<unknown>): Promise<unknown[]> {
  const err = await call.then(
    () => new Error('expected a refusal'),
    (reason: unknown) => reason as Error,
  )
  if (!('getResponseStatusCode' in err)) throw err
  const official = err as InstanceType<typeof yoti.internals.IDVError>
  return [official.name, official.getResponseStatusCode(), official.message]
}

const face = new yoti.CreateFaceCaptureResourcePayloadBuilder()
  .withRequirementId(randomUUID())
  .build()
const picture = new yoti.UploadFaceCaptureImagePayloadBuilder()
  .forJpegImage()
  .withImageContents(Buffer.from([0xff, 0xd8, 0xff, 0xe0]))
  .build()

/** Every call for a session. */
const CALLS: [string, (client: Client, sessionId: string, otherId: string) => Promise<unknown>][] =
  [
    ['getSession', (client, id) => client.getSession(id)],
    ['deleteSession', (client, id) => client.deleteSession(id)],
    ['getMediaContent', (client, id, other) => client.getMediaContent(id, other)],
    ['deleteMediaContent', (client, id, other) => client.deleteMediaContent(id, other)],
    ['getSessionConfiguration', (client, id) => client.getSessionConfiguration(id)],
    ['createFaceCaptureResource', (client, id) => client.createFaceCaptureResource(id, face)],
    [
      'uploadFaceCaptureImage',
      (client, id, other) => client.uploadFaceCaptureImage(id, other, picture),
    ],
    ['getSessionTrackedDevices', (client, id) => client.getSessionTrackedDevices(id)],
    ['deleteSessionTrackedDevices', (client, id) => client.deleteSessionTrackedDevices(id)],
  ]

describe('the official error', () => {
  it.each(CALLS)('of %s names an unknown session, and a wrong key', async (_, call) => {
    await using world = await startOfficialSdkFixture()
    const { id } = await world.createSession()
    const { apiUrl } = world.emulator
    const { sdkId } = world.application
    const stranger = new yoti.IDVClient(sdkId, OTHER_APPLICATION.privateKey, { apiUrl })
    expect(await readError(call(world.client, randomUUID(), randomUUID()))).toEqual(NO_SESSION)
    expect(await readError(call(stranger, id, randomUUID()))).toEqual(SIGNING)
  })

  it('names what is wrong when a session is created', async () => {
    await using world = await startOfficialSdkFixture()
    const spec = new yoti.SessionSpecificationBuilder()
      .withClientSessionTokenTtl(10)
      .withSessionDeadline(new Date('2025-02-11T10:00:00Z'))
      .build()
    // This response has no message, so the client uses the reason phrase.
    const { apiUrl } = world.emulator
    const anonymous = new yoti.IDVClient('', world.application.privateKey, { apiUrl })
    expect(await readError(anonymous.createSession(spec))).toEqual(['IDVError', 400, 'Bad Request'])
    expect(await readError(world.client.createSession(spec))).toEqual([
      ...['IDVError', 400],
      'PAYLOAD_VALIDATION - There were errors validating the payload: ' +
        'client_session_token_ttl "must be at least 300", ' +
        'session_deadline "must not be given together with client_session_token_ttl", ' +
        'requested_checks "must not be empty"',
    ])
  })

  it('names a deletion that comes too early, unknown media and a deleted session', async () => {
    await using world = await startOfficialSdkFixture()
    const { client } = world
    const fresh = await world.createSession()
    const begun = await world.createSession()
    await captureAllResources(begun.endUser)
    const finished = await world.finishSession(SESSION_SPEC)
    for (const { id } of [fresh, begun, finished]) {
      expect(await readError(client.deleteSession(id))).toEqual(LOCKED)
    }
    const deletePicture = async ({ id }: { id: string }) => {
      const [document] = (await client.getSession(id)).getResources().getIdDocuments()
      const mediaId = first(document?.getPages() ?? [])
        .getMedia()
        .getId()
      return client.deleteMediaContent(id, mediaId)
    }
    expect(await readError(deletePicture(finished))).toEqual(LOCKED)
    expect(await readError(deletePicture(begun))).toEqual([
      ...['IDVError', 409],
      'SESSION_LOCKED - The session is locked while it is in progress',
    ])

    await world.clock.advance(600_000)
    const { id } = finished
    expect(await readError(client.getMediaContent(id, randomUUID()))).toEqual(NO_MEDIA)
    expect(await readError(client.deleteMediaContent(id, randomUUID()))).toEqual(NO_MEDIA)
    await client.deleteSession(id)
    expect(await readError(client.getSession(id))).toEqual(NO_SESSION)
    expect(await readError(client.deleteSession(id))).toEqual(NO_SESSION)
  })
})

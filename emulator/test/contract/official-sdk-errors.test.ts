import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import sandbox from '@getyoti/sdk-sandbox'
import yoti from 'yoti'
import { first } from '../response-json.js'
import { createApplication } from '../signed-client.js'
import { captureAllResources } from './capture-all-resources.js'
import {
  buildDefaultSpec,
  startOfficialSdkFixture,
  createSpecBuilder,
} from './official-sdk-fixture.js'
import { buildAuthenticityRejection } from './build-response-config.js'

interface ErrorDetails {
  name: string
  status: number | null
  message: string
  code: string | undefined
}

type Fixture = Awaited<ReturnType<typeof startOfficialSdkFixture>>

const OTHER_APPLICATION = createApplication()
const SIGNING = 'MESSAGE_SIGNING - The message was not signed correctly'
const NO_APPLICATION = 'APP_NOT_FOUND - The referenced application does not exist'
const NO_SESSION = 'SESSION_NOT_FOUND - No session found matching the sessionId provided'
const NO_MEDIA = 'MEDIA_CONTENT_NOT_FOUND - No media content found matching the id provided'

// The official client also logs every rejection.
beforeEach(() => {
  jest.spyOn(console, 'log').mockImplementation(() => undefined)
})
afterEach(() => {
  jest.restoreAllMocks()
})

/** The fields of the official error for the emulator's response. */
async function readError(call: Promise<unknown>): Promise<ErrorDetails> {
  const err = await call.then(
    () => {
      throw new Error('expected a refusal')
    },
    (reason: unknown) => reason,
  )
  if (!isOfficialError(err)) throw err
  const body = err.getResponseBody() as { code?: string } | null
  return {
    name: err.name,
    status: err.getResponseStatusCode(),
    message: err.message,
    code: body?.code,
  }
}

function isOfficialError(err: unknown): err is InstanceType<typeof yoti.internals.IDVError> {
  return err instanceof Error && 'getResponseStatusCode' in err
}

const makeCreatePayload = () =>
  new yoti.CreateFaceCaptureResourcePayloadBuilder().withRequirementId(randomUUID()).build()
const makeUploadPayload = () =>
  new yoti.UploadFaceCaptureImagePayloadBuilder()
    .forJpegImage()
    .withImageContents(Buffer.from([0xff, 0xd8, 0xff, 0xe0]))
    .build()

type Client = Fixture['client']

/** Every call for a session. */
const CALLS: [string, (client: Client, sessionId: string, otherId: string) => Promise<unknown>][] =
  [
    ['getSession', (client, id) => client.getSession(id)],
    ['deleteSession', (client, id) => client.deleteSession(id)],
    ['getMediaContent', (client, id, other) => client.getMediaContent(id, other)],
    ['deleteMediaContent', (client, id, other) => client.deleteMediaContent(id, other)],
    ['getSessionConfiguration', (client, id) => client.getSessionConfiguration(id)],
    [
      'createFaceCaptureResource',
      (client, id) => client.createFaceCaptureResource(id, makeCreatePayload()),
    ],
    [
      'uploadFaceCaptureImage',
      (client, id, other) => client.uploadFaceCaptureImage(id, other, makeUploadPayload()),
    ],
    ['getSessionTrackedDevices', (client, id) => client.getSessionTrackedDevices(id)],
    ['deleteSessionTrackedDevices', (client, id) => client.deleteSessionTrackedDevices(id)],
  ]

describe('the official error', () => {
  it.each(CALLS)('of %s names an unknown session, and a wrong key', async (_, call) => {
    await using world = await startOfficialSdkFixture()
    const { id } = await world.createSession(buildDefaultSpec())
    const stranger = new yoti.IDVClient(world.application.sdkId, OTHER_APPLICATION.privateKey, {
      apiUrl: world.apiUrl,
    })

    expect(await readError(call(world.client, randomUUID(), randomUUID()))).toEqual({
      name: 'IDVError',
      status: 404,
      message: NO_SESSION,
      code: 'SESSION_NOT_FOUND',
    })
    expect(await readError(call(stranger, id, randomUUID()))).toEqual({
      name: 'IDVError',
      status: 401,
      message: SIGNING,
      code: 'MESSAGE_SIGNING',
    })
  })

  it('names a wrong key and an unknown application when a session is created', async () => {
    await using world = await startOfficialSdkFixture()
    const { apiUrl } = world
    const wrongKey = new yoti.IDVClient(world.application.sdkId, OTHER_APPLICATION.privateKey, {
      apiUrl,
    })
    const unknownClient = new yoti.IDVClient(randomUUID(), OTHER_APPLICATION.privateKey, { apiUrl })

    expect(await readError(wrongKey.createSession(buildDefaultSpec()))).toMatchObject({
      status: 401,
      message: SIGNING,
    })
    expect(await readError(unknownClient.createSession(buildDefaultSpec()))).toMatchObject({
      status: 404,
      message: NO_APPLICATION,
    })
  })

  it('names what is wrong with a session specification, property by property', async () => {
    await using world = await startOfficialSdkFixture()
    const spec = createSpecBuilder()
      .withClientSessionTokenTtl(10)
      .withSessionDeadline(new Date('2025-02-11T10:00:00Z'))
      .build()

    const refusal = await readError(world.client.createSession(spec))

    expect(refusal).toMatchObject({ status: 400, code: 'PAYLOAD_VALIDATION' })
    expect(refusal.message).toBe(
      'PAYLOAD_VALIDATION - There were errors validating the payload: ' +
        'client_session_token_ttl "must be at least 300", ' +
        'session_deadline "must not be given together with client_session_token_ttl", ' +
        'requested_checks "must not be empty"',
    )
  })

  it('returns 409 for deletions before completion in every state', async () => {
    await using world = await startOfficialSdkFixture()
    const fresh = await world.createSession(buildDefaultSpec())
    const begun = await world.createSession(buildDefaultSpec())
    await captureAllResources(begun.endUser)
    const finished = await world.finishSession(buildDefaultSpec())

    for (const { id } of [fresh, begun, finished]) {
      expect(await readError(world.client.deleteSession(id))).toEqual({
        name: 'IDVError',
        status: 409,
        message: 'RESOURCE_LOCKED - The Resource is Locked',
        code: 'RESOURCE_LOCKED',
      })
    }
    const mediaOf = async (id: string) => {
      const session = await world.client.getSession(id)
      const document = first(session.getResources().getIdDocuments())
      return first(document.getPages()).getMedia().getId()
    }
    const deleteMedia = async (id: string) => world.client.deleteMediaContent(id, await mediaOf(id))
    expect(await readError(deleteMedia(begun.id))).toMatchObject({
      status: 409,
      message: 'SESSION_LOCKED - The session is locked while it is in progress',
    })
    expect(await readError(deleteMedia(finished.id))).toMatchObject({
      status: 409,
      message: 'RESOURCE_LOCKED - The Resource is Locked',
    })
  })

  it('names unknown media, and a session that has been deleted', async () => {
    await using world = await startOfficialSdkFixture()
    const { id } = await world.completeSession(buildDefaultSpec())
    expect(await readError(world.client.getMediaContent(id, randomUUID()))).toMatchObject({
      status: 404,
      message: NO_MEDIA,
    })
    expect(await readError(world.client.deleteMediaContent(id, randomUUID()))).toMatchObject({
      status: 404,
      message: NO_MEDIA,
    })

    await world.client.deleteSession(id)

    expect(await readError(world.client.getSession(id))).toMatchObject({ message: NO_SESSION })
    expect(await readError(world.client.deleteSession(id))).toMatchObject({
      message: NO_SESSION,
    })
  })

  it('uses the reason phrase when the response has no message', async () => {
    await using world = await startOfficialSdkFixture()
    const client = new yoti.IDVClient('', world.application.privateKey, { apiUrl: world.apiUrl })

    expect(await readError(client.createSession(buildDefaultSpec()))).toEqual({
      name: 'IDVError',
      status: 400,
      message: 'Bad Request',
      code: 'MALFORMED_REQUEST',
    })
  })

  it('of the sandbox names a wrong key and an unknown session', async () => {
    await using world = await startOfficialSdkFixture('sandboxUrl')
    const config = buildAuthenticityRejection('TAMPERED')
    const stranger = new sandbox.SandboxIDVClientBuilder()
      .withClientSdkId(world.application.sdkId)
      .withPemString(OTHER_APPLICATION.privateKey)
      .withSandboxUrl(world.emulator.sandboxUrl)
      .build()

    expect(
      await readError(world.sandboxClient.configureSessionResponse(randomUUID(), config)),
    ).toEqual({
      name: 'IDVSandboxError',
      status: 404,
      message: NO_SESSION,
      code: 'SESSION_NOT_FOUND',
    })
    expect(await readError(stranger.configureApplicationResponse(config))).toMatchObject({
      name: 'IDVSandboxError',
      status: 401,
      message: SIGNING,
    })
  })

  it('of the sandbox says that only the sandbox has response configurations', async () => {
    await using world = await startOfficialSdkFixture()
    const live = new sandbox.SandboxIDVClientBuilder()
      .withClientSdkId(world.application.sdkId)
      .withPemString(world.application.privateKey)
      .withSandboxUrl(world.emulator.apiUrl)
      .build()

    expect(
      await readError(live.configureApplicationResponse(buildAuthenticityRejection('TAMPERED'))),
    ).toMatchObject({ name: 'IDVSandboxError', status: 404 })
  })
})

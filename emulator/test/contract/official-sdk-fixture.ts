import sandbox from '@getyoti/sdk-sandbox'
import yoti from 'yoti'
import { startEmulatorFixture } from '../emulator-fixture.js'
import { createEndUser, JPEG, PNG } from '../end-user.js'
import { first } from '../response-json.js'
import { captureAllResources, type CaptureOptions } from './capture-all-resources.js'

export type SessionSpecification = ReturnType<
  InstanceType<typeof yoti.SessionSpecificationBuilder>['build']
>
export type OfficialSession = Awaited<ReturnType<InstanceType<typeof yoti.IDVClient>['getSession']>>

/** An emulator on a manual clock, and Yoti's own clients configured for one of its API paths. */
export async function startOfficialSdkFixture(prefix: 'apiUrl' | 'sandboxUrl' = 'apiUrl') {
  const world = await startEmulatorFixture()
  const { clock, emulator, application } = world
  const apiUrl = emulator[prefix]
  const { sdkId, privateKey } = application
  const client = new yoti.IDVClient(sdkId, privateKey, { apiUrl })

  async function createSession(spec: SessionSpecification) {
    const created = await client.createSession(spec)
    const id = created.getSessionId()
    return { id, created, endUser: createEndUser(apiUrl, id, created.getClientSessionToken()) }
  }

  async function finishSession(spec: SessionSpecification, choices?: CaptureOptions) {
    const session = await createSession(spec)
    await captureAllResources(session.endUser, choices)
    const { status } = await session.endUser.finish()
    if (status !== 204) throw new Error(`Finishing returned ${status}.`)
    return session
  }

  return {
    clock,
    emulator,
    apiUrl,
    client,
    application,
    sandboxClient: new sandbox.SandboxIDVClientBuilder()
      .withClientSdkId(sdkId)
      .withPemString(privateKey)
      .withSandboxUrl(emulator.sandboxUrl)
      .build(),
    createSession,
    /** For a specification that the official builders cannot express. */
    createSessionFromJson: (spec: object) => world.createSession(spec),
    finishSession,

    /** The result of a session whose user finished and whose checks are done. */
    async completeSession(spec: SessionSpecification, choices?: CaptureOptions) {
      const session = await finishSession(spec, choices)
      await clock.advance(600_000)
      return { ...session, result: await client.getSession(session.id) }
    },

    [Symbol.asyncDispose]: () => emulator.close(),
  }
}

/** Authenticity, liveness, face match and text, the first example of Yoti's documentation. */
export function buildDefaultSpec(): SessionSpecification {
  return createSpecBuilder()
    .withUserTrackingId('customer-7781')
    .withRequestedCheck(
      new yoti.RequestedDocumentAuthenticityCheckBuilder().withManualCheckFallback().build(),
    )
    .withRequestedCheck(
      new yoti.RequestedLivenessCheckBuilder().forStaticLiveness().withMaxRetries(3).build(),
    )
    .withRequestedCheck(new yoti.RequestedFaceMatchCheckBuilder().withManualCheckFallback().build())
    .withRequestedTask(
      new yoti.RequestedTextExtractionTaskBuilder().withManualCheckFallback().build(),
    )
    .build()
}

export function createSpecBuilder() {
  return new yoti.SessionSpecificationBuilder()
    .withClientSessionTokenTtl(900)
    .withResourcesTtl(90_000)
}

/** Supplies the reference face for the requirement in the configuration, like the official example. */
export async function uploadFace(
  client: InstanceType<typeof yoti.IDVClient>,
  sessionId: string,
  image: Buffer = JPEG,
): Promise<{ resourceId: string; frames: number }> {
  const configuration = await client.getSessionConfiguration(sessionId)
  const required = configuration.getCapture()?.getFaceCaptureResourceRequirements() ?? []
  const requirement = first(required)
  const payload = new yoti.CreateFaceCaptureResourcePayloadBuilder()
    .withRequirementId(requirement.getId())
    .build()
  const created = await client.createFaceCaptureResource(sessionId, payload)
  const upload = new yoti.UploadFaceCaptureImagePayloadBuilder().withImageContents(image)
  const typed = image.equals(PNG) ? upload.forPngImage() : upload.forJpegImage()
  await client.uploadFaceCaptureImage(sessionId, created.getId(), typed.build())
  return { resourceId: created.getId(), frames: created.getFrames() }
}

/**
 * Reads an object of the official SDK through its getters alone, all the way down, into plain data.
 * A getter that throws, throws here.
 */
export function readGetters(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readGetters)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  const names = listGetters(value)
  if (names.length === 0) return value
  const holder = value as Record<string, () => unknown>
  return Object.fromEntries(names.map((name) => [name, readGetters(holder[name]?.())]))
}

function listGetters(value: object): string[] {
  const names: string[] = []
  for (let at: object = value; ;) {
    const prototype = Object.getPrototypeOf(at) as object | null
    if (prototype === null || prototype === Object.prototype) return names
    const own = Object.getOwnPropertyNames(prototype)
    names.push(...own.filter((name) => /^(get|is)[A-Z]/.test(name) && !names.includes(name)))
    at = prototype
  }
}

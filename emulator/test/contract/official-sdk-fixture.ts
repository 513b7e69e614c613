import sandbox from '@getyoti/sdk-sandbox'
import yoti from 'yoti'
import { startEmulatorFixture } from '../emulator-fixture.js'
import { JPEG, PNG } from '../end-user.js'
import { first } from '../response-json.js'
import { captureAllResources, type CaptureOptions } from './capture-all-resources.js'

/** An emulator on a manual clock, and Yoti's own clients of its API and of its sandbox. */
export async function startOfficialSdkFixture() {
  const world = await startEmulatorFixture()
  const { sdkId, privateKey } = world.application
  const { apiUrl, sandboxUrl } = world.emulator
  const client = new yoti.IDVClient(sdkId, privateKey, { apiUrl })

  async function finishSession(spec: object, choices?: CaptureOptions) {
    const session = await world.createSession(spec)
    await captureAllResources(session.endUser, choices)
    await session.endUser.finish()
    return session
  }

  return {
    ...world,
    client,
    sandboxClient: new sandbox.SandboxIDVClientBuilder()
      .withClientSdkId(sdkId)
      .withPemString(privateKey)
      .withSandboxUrl(sandboxUrl)
      .build(),
    finishSession,

    /** The result of a session whose user finished and whose checks are done. */
    async completeSession(spec: object, choices?: CaptureOptions) {
      const session = await finishSession(spec, choices)
      await world.clock.advance(600_000)
      const result = await client.getSession(session.id)
      return { ...session, result, read: readGetters(result) }
    },
  }
}

export type OfficialSdkFixture = Awaited<ReturnType<typeof startOfficialSdkFixture>>

/** Supplies the reference face for the requirement in the configuration, like the official example. */
export async function uploadFace(
  client: OfficialSdkFixture['client'],
  sessionId: string,
  image: Buffer = JPEG,
) {
  const configuration = await client.getSessionConfiguration(sessionId)
  const required = configuration.getCapture()?.getFaceCaptureResourceRequirements() ?? []
  const payload = new yoti.CreateFaceCaptureResourcePayloadBuilder()
    .withRequirementId(first(required).getId())
    .build()
  const created = await client.createFaceCaptureResource(sessionId, payload)
  const upload = new yoti.UploadFaceCaptureImagePayloadBuilder().withImageContents(image)
  const typed = image.equals(PNG) ? upload.forPngImage() : upload.forJpegImage()
  await client.uploadFaceCaptureImage(sessionId, created.getId(), typed.build())
  return { resourceId: created.getId(), frames: created.getFrames() }
}

/**
 * Reads an object of the official SDK through its getters alone, all the way down, into plain data.
 * A getter that throws, throws here. The official parsers throw on invalid data, too.
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

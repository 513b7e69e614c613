import yoti from 'yoti'
import { first } from '../response-json.js'
import { JPEG, PNG } from '../end-user.js'

type OfficialClient = InstanceType<typeof yoti.IDVClient>

/** Supplies the reference face for the requirement in the configuration, like the official example. */
export async function uploadFace(
  client: OfficialClient,
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

import { PNG } from './end-user.js'
import { first } from './response-json.js'
import type { createSignedClient } from './signed-client.js'

/** A face as multipart form data. */
export function buildFaceCaptureBody(
  options: { disposition?: string; type?: string; content?: Buffer } = {},
): Buffer {
  const { type = 'image/png' } = options
  const disposition = options.disposition ?? 'name="binary-content"; filename="face-capture-image"'
  return Buffer.concat([
    Buffer.from(
      `--edge\r\nContent-Disposition: form-data; ${disposition}\r\n${type && `Content-Type: ${type}\r\n`}\r\n`,
    ),
    options.content ?? PNG,
    Buffer.from('\r\n--edge--\r\n'),
  ])
}

/** What the relying business does for a session that compares faces. */
export async function uploadFaceCapture(
  signed: ReturnType<typeof createSignedClient>,
  path: string,
): Promise<void> {
  const { json } = await signed('GET', `${path}/configuration`)
  const { id } = first(
    json.capture.required_resources.filter(({ type }) => type === 'FACE_CAPTURE'),
  )
  const created = await signed('POST', `${path}/resources/face-capture`, { requirement_id: id })
  const image = `${path}/resources/face-capture/${created.json.id}/image`
  await signed('PUT', image, undefined, { body: buildFaceCaptureBody() })
}

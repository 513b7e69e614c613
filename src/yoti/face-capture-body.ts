import type { RequestBody } from './signed-request.js'

export interface FaceCaptureImage {
  contentType: 'image/png' | 'image/jpeg'
  content: Buffer
}

/** Builds the complete multipart body, because the digest covers all of it. */
export function buildFaceCaptureBody(image: FaceCaptureImage, boundary: string): RequestBody {
  const head = [
    `--${boundary}`,
    'Content-Disposition: form-data; name="binary-content"; filename="face-capture-image"',
    `Content-Type: ${image.contentType}`,
    '',
    '',
  ].join('\r\n')
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    content: Buffer.concat([
      Buffer.from(head),
      image.content,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  }
}

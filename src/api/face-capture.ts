import { promisify } from 'node:util'
import express, { type Request, type RequestHandler, type Response } from 'express'
import { PublicError } from '../errors.js'
import type { FaceCaptureImage, YotiClient } from '../yoti/client.js'
import type { RequiredResource, SessionConfiguration } from '../yoti/session-metadata.js'
import { YotiResponseError } from '../yoti/errors.js'
import { matchesSignature, normaliseType } from '../yoti/media.js'

export const IMAGE_TYPES = ['image/jpeg', 'image/png'] as const

export function createImageReader(maxBytes: number) {
  const type = [...IMAGE_TYPES, 'image/jpg']
  const parseBody: RequestHandler = express.raw({ type, limit: maxBytes, inflate: false })

  return async (req: Request, res: Response): Promise<FaceCaptureImage> => {
    // `req.is` does not return the type of an empty body.
    const [declared = ''] = (req.get('Content-Type') ?? '').split(';')
    const contentType = IMAGE_TYPES.find((type) => type === normaliseType(declared))
    if (contentType === undefined) {
      const detail = `Send the image with \`Content-Type: ${IMAGE_TYPES.join('` or `')}\`.`
      throw new PublicError('UNSUPPORTED_TYPE', { detail })
    }
    await promisify(parseBody)(req, res)
    const content: unknown = req.body
    if (!Buffer.isBuffer(content) || content.length === 0) {
      const errors = [{ path: 'the root', message: 'expected an image, got nothing' }]
      throw new PublicError('VALIDATION', { errors })
    }
    return { contentType, content }
  }
}

export async function uploadFaceCapture(
  yoti: YotiClient,
  sessionId: string,
  image: FaceCaptureImage,
): Promise<void> {
  const requirement = findFaceCaptureRequirement(await yoti.getSessionConfiguration(sessionId))
  if (requirement === undefined) throw new PublicError('NO_FACE_CAPTURE')
  if (requirement.state === 'COMPLETE') {
    const detail =
      'This session already has a face. To compare with another one, create a new session.'
    throw new PublicError('NO_FACE_CAPTURE', { detail })
  }
  const resource = await yoti.createFaceCaptureResource(sessionId, {
    requirement_id: requirement.id,
  })
  try {
    await yoti.uploadFaceCaptureImage(sessionId, resource.id, image)
  } catch (err) {
    if (!(err instanceof YotiResponseError) || err.status !== 422) throw err
    const { code: yotiCode } = err
    throw new PublicError('YOTI_UNPROCESSABLE', { yotiCode, detail: describeUnusableImage(image) })
  }
}

function describeUnusableImage({ content, contentType }: FaceCaptureImage): string {
  const actual = IMAGE_TYPES.find((type) => matchesSignature(type, content))
  return actual === undefined || actual === contentType
    ? `Yoti could not process the image as ${contentType}. Send another image of that type that shows one face.`
    : `Yoti could not process the image as ${contentType}, because it is ${actual}. Send it with \`Content-Type: ${actual}\`.`
}

/** Prefers a requirement that is still open. */
function findFaceCaptureRequirement({
  capture,
}: SessionConfiguration): RequiredResource | undefined {
  const requirements = capture?.required_resources?.filter(
    ({ type, allowed_sources: sources }) =>
      type === 'FACE_CAPTURE' &&
      (sources === undefined || sources.some((source) => source.type === 'RELYING_BUSINESS')),
  )
  return requirements?.find(({ state }) => state !== 'COMPLETE') ?? requirements?.[0]
}

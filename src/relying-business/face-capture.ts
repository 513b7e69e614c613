import { promisify } from 'node:util'
import express, { type Request, type RequestHandler, type Response } from 'express'
import type { FaceCaptureImage, YotiClient } from '../yoti/client.js'
import type { SessionConfiguration } from '../yoti/session-configuration.js'
import { ProblemError } from './problem-error.js'

export const IMAGE_TYPES = ['image/jpeg', 'image/png'] as const
const MAX_IMAGE_SIZE = 10 * 1024 * 1024

const parseBody: RequestHandler = express.raw({
  type: [...IMAGE_TYPES],
  limit: MAX_IMAGE_SIZE,
  inflate: false,
})

/** Reads the picture that is the body of a request. */
export async function readImage(req: Request, res: Response): Promise<FaceCaptureImage> {
  const contentType = IMAGE_TYPES.find((type) => req.is(type) === type)
  if (contentType === undefined) throw new ProblemError('UNSUPPORTED_TYPE')
  await promisify(parseBody)(req, res)
  const content: unknown = req.body
  if (!Buffer.isBuffer(content) || content.length === 0) {
    const errors = [{ path: 'the whole', message: 'expected a picture, got nothing' }]
    throw new ProblemError('VALIDATION', { errors })
  }
  return { contentType, content }
}

/** Gives Yoti the face that the session is to be compared with. */
export async function supplyFace(
  yoti: Pick<
    YotiClient,
    'getSessionConfiguration' | 'createFaceCaptureResource' | 'uploadFaceCaptureImage'
  >,
  sessionId: string,
  image: FaceCaptureImage,
): Promise<void> {
  const requirementId = findRequirement(await yoti.getSessionConfiguration(sessionId))
  if (requirementId === undefined) throw new ProblemError('NO_FACE_CAPTURE')
  const resource = await yoti.createFaceCaptureResource(sessionId, {
    requirement_id: requirementId,
  })
  await yoti.uploadFaceCaptureImage(sessionId, resource.id, image)
}

function findRequirement({ capture }: SessionConfiguration): string | undefined {
  const requirement = capture?.required_resources?.find(
    ({ type, state, allowed_sources: sources }) =>
      type === 'FACE_CAPTURE' &&
      state !== 'COMPLETE' &&
      (sources === undefined || sources.some((source) => source.type === 'RELYING_BUSINESS')),
  )
  return requirement?.id
}

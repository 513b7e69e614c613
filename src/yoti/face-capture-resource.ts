import { z } from 'zod'
import { responseObject, parseResponse } from './response-schema.js'

const faceCaptureResource = responseObject({
  id: z.string().min(1),
  /** How many pictures are expected. */
  frames: z.number(),
})

/** The answer of `POST /sessions/{sessionId}/resources/face-capture`. */
export type FaceCaptureResource = z.infer<typeof faceCaptureResource>

/** @throws YotiProtocolError */
export function parseFaceCaptureResource(value: unknown): FaceCaptureResource {
  return parseResponse(faceCaptureResource, value, 'face capture resource')
}

import { z } from 'zod'
import { responseObject, parseResponse } from './response-schema.js'

const faceCaptureResource = responseObject({
  id: z.string().min(1),
  /** Number of expected images. */
  frames: z.number(),
})

/** The response of `POST /sessions/{sessionId}/resources/face-capture`. */
export type FaceCaptureResource = z.infer<typeof faceCaptureResource>

/** @throws YotiProtocolError */
export function parseFaceCaptureResource(value: unknown): FaceCaptureResource {
  return parseResponse(faceCaptureResource, value, 'face capture resource')
}

import { z } from 'zod'
import { answerObject, parseAnswer } from './answer-schema.js'

const faceCaptureResource = answerObject({
  id: z.string().min(1),
  /** How many pictures are expected. */
  frames: z.number(),
})

/** The answer of `POST /sessions/{sessionId}/resources/face-capture`. */
export type FaceCaptureResource = z.infer<typeof faceCaptureResource>

/** @throws YotiProtocolError */
export function parseFaceCaptureResource(value: unknown): FaceCaptureResource {
  return parseAnswer(faceCaptureResource, value, 'face capture resource')
}

import { z } from 'zod'
import { answerObject, parseAnswer } from './answer-schema.js'

export const supportedCountry = answerObject({
  /** ISO 3166-1 alpha-3. */
  code: z.string(),
  supported_documents: z
    .array(
      answerObject({
        type: z.string(),
        is_strictly_latin: z.boolean().exactOptional(),
        requirements: answerObject({ date_from: z.string().exactOptional() }).exactOptional(),
      }),
    )
    .exactOptional(),
})

const supportedDocuments = answerObject({ supported_countries: z.array(supportedCountry) })

/** `GET /supported-documents`. */
export type SupportedDocuments = z.infer<typeof supportedDocuments>

/** @throws YotiProtocolError */
export function parseSupportedDocuments(value: unknown): SupportedDocuments {
  return parseAnswer(supportedDocuments, value, 'supported documents')
}

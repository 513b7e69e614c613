import { z } from 'zod'
import { responseObject, parseResponse } from './response-schema.js'

export const supportedCountry = responseObject({
  /** ISO 3166-1 alpha-3. */
  code: z.string(),
  supported_documents: z
    .array(
      responseObject({
        type: z.string(),
        is_strictly_latin: z.boolean().exactOptional(),
        requirements: responseObject({ date_from: z.string().exactOptional() }).exactOptional(),
      }),
    )
    .exactOptional(),
})

const supportedDocuments = responseObject({ supported_countries: z.array(supportedCountry) })

/** `GET /supported-documents`. */
export type SupportedDocuments = z.infer<typeof supportedDocuments>

/** @throws YotiProtocolError */
export function parseSupportedDocuments(value: unknown): SupportedDocuments {
  return parseResponse(supportedDocuments, value, 'supported documents')
}

import { z } from 'zod'
import type { RawResponse } from './handle-response.js'
import { createParser, optional, responseObject } from './response-schema.js'

export const supportedCountry = responseObject({
  /** ISO 3166-1 alpha-3. */
  code: z.string(),
  ...optional({
    supported_documents: z.array(
      responseObject({ type: z.string(), ...optional({ is_strictly_latin: z.boolean() }) }),
    ),
  }),
})

const supportedDocuments = responseObject({ supported_countries: z.array(supportedCountry) })

/** `GET /supported-documents`. */
export const parseSupportedDocuments = createParser(supportedDocuments, 'supported documents')

/** Yoti adds documents a few times a year. */
const CACHE_TTL_MS = 60 * 60 * 1000

type SupportedDocuments = Promise<RawResponse<z.infer<typeof supportedDocuments>>>
export type SupportedDocumentsCache = ReturnType<typeof createSupportedDocumentsCache>

/** Caches both lists for CACHE_TTL_MS. Concurrent callers share one request; failures are not cached. */
export function createSupportedDocumentsCache(options: {
  getSupportedDocuments: (which: { includeNonLatin: boolean }) => SupportedDocuments
  /** Monotonic. */
  now?: () => number
}) {
  const { getSupportedDocuments, now = () => performance.now() } = options
  const entries = new Map<boolean, { response: SupportedDocuments; expiresAt: number }>()

  return {
    /** `content` is Yoti's JSON. */
    async get({ includeNonLatin = false } = {}) {
      let entry = entries.get(includeNonLatin)
      if (entry === undefined || now() >= entry.expiresAt) {
        // Counts from the request, so that no response is used for longer.
        const expiresAt = now() + CACHE_TTL_MS
        entry = { response: getSupportedDocuments({ includeNonLatin }), expiresAt }
        entries.set(includeNonLatin, entry)
      }
      try {
        const { data: documents, content } = await entry.response
        return { documents, content, remainingTtlMs: Math.max(0, entry.expiresAt - now()) }
      } catch (err) {
        if (entries.get(includeNonLatin) === entry) entries.delete(includeNonLatin)
        throw err
      }
    },
  }
}

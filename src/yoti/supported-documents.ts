import { z } from 'zod'
import type { RawResponse } from './handle-response.js'
import { createParser, responseObject } from './response-schema.js'

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

export const parseSupportedDocuments = createParser(supportedDocuments, 'supported documents')

/** Yoti adds documents a few times a year. */
const CACHE_TTL_MS = 60 * 60 * 1000

export interface SupportedDocumentsOptions {
  includeNonLatin?: boolean
}

export interface CachedSupportedDocuments {
  documents: SupportedDocuments
  /** Yoti's JSON. */
  content: Buffer
  remainingTtlMs: number
}

export interface SupportedDocumentsCache {
  get(options?: SupportedDocumentsOptions): Promise<CachedSupportedDocuments>
}

interface CacheEntry {
  response: Promise<RawResponse<SupportedDocuments>>
  expiresAt: number
}

/** Caches both lists for CACHE_TTL_MS. Concurrent callers share one request; failures are not cached. */
export function createSupportedDocumentsCache(options: {
  getSupportedDocuments: (
    options: SupportedDocumentsOptions,
  ) => Promise<RawResponse<SupportedDocuments>>
  now?: () => number
}): SupportedDocumentsCache {
  const { getSupportedDocuments, now = Date.now } = options
  const entries = new Map<boolean, CacheEntry>()

  const load = (includeNonLatin: boolean): CacheEntry => {
    const entry = {
      response: getSupportedDocuments({ includeNonLatin }),
      // Counts from the request, so that no response is used for longer.
      expiresAt: now() + CACHE_TTL_MS,
    }
    entries.set(includeNonLatin, entry)
    entry.response.catch(() => {
      if (entries.get(includeNonLatin) === entry) entries.delete(includeNonLatin)
    })
    return entry
  }

  return {
    async get({ includeNonLatin = false } = {}) {
      const cached = entries.get(includeNonLatin)
      const entry =
        cached !== undefined && now() < cached.expiresAt ? cached : load(includeNonLatin)
      const { data: documents, content } = await entry.response
      return { documents, content, remainingTtlMs: Math.max(0, entry.expiresAt - now()) }
    },
  }
}

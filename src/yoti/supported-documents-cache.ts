import type { RawResponse } from './raw-reads.js'
import type { SupportedDocuments } from './supported-documents.js'

/** Milliseconds. Yoti adds documents a few times a year. */
const CACHE_TTL_MS = 60 * 60 * 1000

export interface SupportedDocumentsOptions {
  includeNonLatin?: boolean
}

export interface CachedSupportedDocuments {
  documents: SupportedDocuments
  /** The JSON that Yoti sent. */
  content: Buffer
  /** Milliseconds for which it may still be used. */
  remainingTtlMs: number
}

/** What Yoti supports, asked for once an hour at most. */
export interface SupportedDocumentsCache {
  get(options?: SupportedDocumentsOptions): Promise<CachedSupportedDocuments>
}

interface CacheEntry {
  response: Promise<RawResponse<SupportedDocuments>>
  expiresAt: number
}

/**
 * Keeps each of the two lists in memory until its time is over. Whoever asks meanwhile shares one
 * call; a failed one is not kept, so that the next asks again.
 */
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
      // From the question on, not from the answer: so nothing is ever used for longer.
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

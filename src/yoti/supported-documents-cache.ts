import type { AsSent } from './reads.js'
import type { SupportedDocuments } from './supported-documents.js'

/** Milliseconds. Yoti adds documents a few times a year. */
const LIFETIME = 60 * 60 * 1000

export interface SupportedDocumentsOptions {
  includeNonLatin?: boolean
}

export interface CachedSupportedDocuments {
  documents: SupportedDocuments
  /** The JSON that Yoti sent. */
  content: Buffer
  /** Milliseconds for which it may still be used. */
  freshFor: number
}

/** What Yoti supports, asked for once an hour at most. */
export interface SupportedDocumentsCache {
  get(options?: SupportedDocumentsOptions): Promise<CachedSupportedDocuments>
}

interface Entry {
  documents: Promise<AsSent<SupportedDocuments>>
  expiresAt: number
}

/**
 * Keeps each of the two lists in memory until its time is over. Whoever asks meanwhile shares one
 * call; a failed one is not kept, so that the next asks again.
 */
export function createSupportedDocumentsCache(options: {
  getSupportedDocuments: (options: SupportedDocumentsOptions) => Promise<AsSent<SupportedDocuments>>
  now?: () => number
}): SupportedDocumentsCache {
  const { getSupportedDocuments, now = Date.now } = options
  const entries = new Map<boolean, Entry>()

  const ask = (includeNonLatin: boolean): Entry => {
    const entry = {
      documents: getSupportedDocuments({ includeNonLatin }),
      // From the question on, not from the answer: so nothing is ever used for longer.
      expiresAt: now() + LIFETIME,
    }
    entries.set(includeNonLatin, entry)
    entry.documents.catch(() => {
      if (entries.get(includeNonLatin) === entry) entries.delete(includeNonLatin)
    })
    return entry
  }

  return {
    async get({ includeNonLatin = false } = {}) {
      const kept = entries.get(includeNonLatin)
      const entry = kept !== undefined && now() < kept.expiresAt ? kept : ask(includeNonLatin)
      const { answer: documents, content } = await entry.documents
      return { documents, content, freshFor: Math.max(0, entry.expiresAt - now()) }
    },
  }
}

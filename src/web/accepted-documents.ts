import { setTimeout as wait } from 'node:timers/promises'
import { getAlpha3Codes } from 'i18n-iso-countries/index.js'
import { AppError } from '../errors.js'
import type { Texts } from '../http/texts.js'
import { allowsDocument } from '../yoti/document-filter.js'
import { requestsIdentityProfile, type SessionSpec } from '../yoti/session-spec.js'
import type { SupportedDocumentsCache } from '../yoti/supported-documents.js'
import { listIdDocuments } from './start-view.js'

export interface AcceptedDocumentsOptions {
  spec: SessionSpec
  supportedDocuments: SupportedDocumentsCache
  timeoutMs?: number
}

/** Returns undefined if no document is required, or if an identity profile decides which. */
export function createAcceptedDocuments(options: AcceptedDocumentsOptions) {
  const { spec, supportedDocuments, timeoutMs = 2000 } = options
  const filters = listIdDocuments(spec).map(({ filter }) => filter)
  if (filters.length === 0 || requestsIdentityProfile(spec)) return undefined
  const includeNonLatin = filters.some((filter) => filter?.allow_non_latin_documents === true)

  /** What each filter accepts. undefined if Yoti did not respond in time. */
  const listAccepted = async (country: string, { label }: Texts) => {
    const timeout = wait(timeoutMs, undefined, { ref: false })
    const response = await Promise.race([supportedDocuments.get({ includeNonLatin }), timeout])
    const countries = response?.documents.supported_countries
    const documents = countries?.find(({ code }) => code === country)?.supported_documents ?? []
    return (
      response &&
      filters.map((filter) =>
        documents
          .filter(({ type, is_strictly_latin: isStrictlyLatin = true }) =>
            allowsDocument(filter, { country, type, isStrictlyLatin }),
          )
          .map(({ type }) => label('documentType', type)),
      )
    )
  }

  return {
    /** Rejects only because of a bug, and resolves within the timeout. */
    async getView(chosen: unknown, texts: Texts) {
      const countries = listCountries(texts)
      const country = countries.find(({ code }) => code === chosen)
      const lists = country && (await listAccepted(country.code, texts).catch(ignoreYotiError))
      return { countries, country, lists }
    },
  }
}

function ignoreYotiError(err: unknown): undefined {
  if (!(err instanceof AppError)) throw err
}

/** Sorted by name. Codes are ISO 3166-1 alpha-3. */
function listCountries(texts: Texts) {
  const { compare } = new Intl.Collator(texts.locale)
  return Object.keys(getAlpha3Codes())
    .map((code) => ({ code, name: texts.country(code) }))
    .sort((a, b) => compare(a.name, b.name))
}

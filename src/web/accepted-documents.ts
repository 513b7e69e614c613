import { setTimeout as wait } from 'node:timers/promises'
import { getAlpha3Codes } from 'i18n-iso-countries/index.js'
import { AppError } from '../errors.js'
import type { Texts } from '../http/texts.js'
import { allowsDocument } from '../yoti/document-filter.js'
import { requestsIdentityProfile, listRequiredDocuments } from '../yoti/session-spec-rules.js'
import type { DocumentFilter, SessionSpec } from '../yoti/session-spec.js'
import type { SupportedDocuments, SupportedDocumentsCache } from '../yoti/supported-documents.js'

export interface Country {
  /** ISO 3166-1 alpha-3. */
  code: string
  name: string
}

export interface AcceptedDocumentsView {
  countries: readonly Country[]
  country: Country | undefined
  /** The accepted types for each required document. undefined if Yoti did not respond. */
  lists: readonly (readonly string[])[] | undefined
}

export interface AcceptedDocuments {
  /** Never rejects, and resolves within the timeout. */
  getView(country: unknown, texts: Texts): Promise<AcceptedDocumentsView>
}

export interface AcceptedDocumentsOptions {
  spec: SessionSpec
  supportedDocuments: SupportedDocumentsCache
  timeoutMs?: number
}

/** Returns undefined if no document is required, or if an identity profile decides which. */
export function createAcceptedDocuments(
  options: AcceptedDocumentsOptions,
): AcceptedDocuments | undefined {
  const { spec, supportedDocuments, timeoutMs = 2000 } = options
  const filters = listRequiredDocuments(spec)
    .filter(({ type }) => type === 'ID_DOCUMENT')
    .map(({ filter }) => filter)
  if (filters.length === 0 || requestsIdentityProfile(spec)) return undefined
  const includeNonLatin = filters.some((filter) => filter?.allow_non_latin_documents === true)

  const findAcceptedTypes = async (country: string): Promise<string[][] | undefined> => {
    try {
      const response = await Promise.race([
        supportedDocuments.get({ includeNonLatin }),
        wait(timeoutMs, undefined, { ref: false }),
      ])
      return response && filters.map((filter) => listAccepted(response.documents, country, filter))
    } catch (err) {
      if (err instanceof AppError) return undefined
      throw err
    }
  }

  return {
    async getView(chosen, texts) {
      const countries = listCountries(texts)
      const country = countries.find(({ code }) => code === chosen)
      const types = country && (await findAcceptedTypes(country.code))
      const lists = types?.map((list) => list.map((type) => texts.label('documentType', type)))
      return { countries, country, lists }
    },
  }
}

/** Sorted by name. */
function listCountries(texts: Texts): Country[] {
  const { compare } = new Intl.Collator(texts.locale)
  return Object.keys(getAlpha3Codes())
    .map((code) => ({ code, name: texts.country(code) }))
    .sort((a, b) => compare(a.name, b.name))
}

function listAccepted(
  { supported_countries: countries }: SupportedDocuments,
  country: string,
  filter: DocumentFilter | undefined,
): string[] {
  const documents = countries.find(({ code }) => code === country)?.supported_documents ?? []
  return documents
    .filter(({ type, is_strictly_latin: isStrictlyLatin = true }) =>
      allowsDocument(filter, { country, type, isStrictlyLatin }),
    )
    .map(({ type }) => type)
}

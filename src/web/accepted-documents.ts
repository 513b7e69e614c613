import { AppError } from '../errors.js'
import { listCountries, type Country } from '../labels/country-name.js'
import { getDocumentTypeName } from '../labels/document-types.js'
import { allowsDocument } from '../yoti/document-filter.js'
import type { DocumentFilter, SessionSpec } from '../yoti/session-spec.js'
import type { SupportedDocuments, SupportedDocumentsCache } from '../yoti/supported-documents.js'
import { withTimeout } from './with-timeout.js'
import { requestsIdentityProfile, listRequiredDocuments } from '../yoti/required-documents.js'

export interface AcceptedDocumentsView {
  countries: readonly Country[]
  country: Country | undefined
  /** The accepted types for each required document. undefined if Yoti did not respond. */
  lists: readonly (readonly string[])[] | undefined
}

export interface AcceptedDocuments {
  /** Never rejects, and resolves within the timeout. */
  getView(country: unknown): Promise<AcceptedDocumentsView>
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
  const countries = listCountries()

  const findAcceptedLists = async ({ code }: Country): Promise<AcceptedDocumentsView['lists']> => {
    try {
      const response = await withTimeout(timeoutMs, supportedDocuments.get({ includeNonLatin }))
      return response && filters.map((filter) => listAccepted(response.documents, code, filter))
    } catch (err) {
      if (err instanceof AppError) return undefined
      throw err
    }
  }

  return {
    async getView(chosen) {
      const country = countries.find(({ code }) => code === chosen)
      return { countries, country, lists: country && (await findAcceptedLists(country)) }
    },
  }
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
    .map(({ type }) => getDocumentTypeName(type))
}

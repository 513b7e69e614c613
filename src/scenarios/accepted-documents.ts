import { requestsIdentityProfile, listRequiredDocuments } from '../yoti/list-required-documents.js'
import { allowsDocument } from '../yoti/allows-document.js'
import type { DocumentFilter, RequiredDocument, SessionSpec } from '../yoti/session-spec.js'
import { SUPPLEMENTARY_DOCUMENT_TYPES, type ScenarioCapture } from './scenario.js'

/** What the session accepts at one position. The filters are alternatives; none accepts everything. */
export interface AcceptedDocuments {
  type: RequiredDocument['type']
  filters: readonly DocumentFilter[]
  types?: readonly string[] | undefined
  countries?: readonly string[] | undefined
}

type ScenarioDocument = NonNullable<ScenarioCapture['documents']>[number]

/** In the order in which the client requests them. */
export function listAcceptedDocuments(spec: SessionSpec): AcceptedDocuments[] {
  const documents = listRequiredDocuments(spec)
  const hasId = documents.some(({ type }) => type === 'ID_DOCUMENT')
  // An identity profile always needs an identity document.
  const implied: RequiredDocument[] =
    requestsIdentityProfile(spec) && !hasId ? [{ type: 'ID_DOCUMENT' }] : []
  return [...implied, ...documents].map((document) =>
    document.type === 'ID_DOCUMENT'
      ? {
          type: document.type,
          filters: document.filter === undefined ? listSchemeFilters(spec) : [document.filter],
        }
      : {
          type: document.type,
          filters: document.filter === undefined ? [] : [document.filter],
          types: document.document_types,
          countries: document.country_codes,
        },
  )
}

/** A document that one scheme accepts is enough. */
function listSchemeFilters(spec: SessionSpec): DocumentFilter[] {
  const profiles = spec.advanced_identity_profile_requirements?.profiles ?? []
  const filters = profiles.flatMap(({ schemes }) => schemes.map(({ config }) => config?.filter))
  const isSimple = spec.identity_profile_requirements !== undefined
  return !isSimple && filters.every((filter) => filter !== undefined) ? filters : []
}

/** Treats every document as Latin, because only Yoti knows which are. */
export function isAccepted(offer: AcceptedDocuments, { country, type }: ScenarioDocument): boolean {
  const { type: kind, filters, types = SUPPLEMENTARY_DOCUMENT_TYPES, countries } = offer
  const isSupplementary = kind === 'SUPPLEMENTARY_DOCUMENT'
  if (isSupplementary ? !types.includes(type) : SUPPLEMENTARY_DOCUMENT_TYPES.includes(type))
    return false
  if (countries !== undefined && !countries.includes(country)) return false
  const document = { country, type, isStrictlyLatin: true }
  return filters.length === 0 || filters.some((filter) => allowsDocument(filter, document))
}

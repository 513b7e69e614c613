import type { SessionSpec } from '../yoti/session-spec.js'
import { requestsIdentityProfile, listRequiredDocuments } from '../yoti/list-required-documents.js'

const COLLECTED_DATA_TEXTS: Readonly<Record<string, string>> = {
  LIVENESS: 'a picture of your face',
  FACE_COMPARISON: 'the picture of you that we already hold, from us',
  THIRD_PARTY_IDENTITY: 'what a reference agency knows about your name and address',
  WATCHLIST_SCREENING: 'what watchlists say about people of your name',
  WATCHLIST_ADVANCED_CA: 'what watchlists say about people of your name',
  PROFILE_DOCUMENT_MATCH: 'the details that you gave us, from us',
  ID_DOCUMENT_TEXT_DATA_EXTRACTION:
    'what is written on the document, such as your name and date of birth',
  SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION:
    'what is written on the supporting document, such as your address',
}

const DOCUMENT_TEXTS = {
  ID_DOCUMENT: 'pictures of your identity document',
  SUPPLEMENTARY_DOCUMENT: 'a supporting document, such as a utility bill',
}

const IDENTITY_PROFILE_TYPES = ['LIVENESS', 'ID_DOCUMENT_TEXT_DATA_EXTRACTION']

/** What Yoti comes to hold of the person, each once. */
export function listCollectedData(spec: SessionSpec): string[] {
  const documents = listRequiredDocuments(spec).map(({ type }) => DOCUMENT_TEXTS[type])
  const requested = [...(spec.requested_checks ?? []), ...(spec.requested_tasks ?? [])]
  const hasIdentityProfile = requestsIdentityProfile(spec)
  const types = [
    ...requested.map(({ type }) => type),
    ...(hasIdentityProfile ? IDENTITY_PROFILE_TYPES : []),
  ]
  return [
    ...new Set([
      ...documents,
      ...types.flatMap((type) => COLLECTED_DATA_TEXTS[type] ?? []),
      ...(hasIdentityProfile ? ['further documents or details, where the scheme needs them'] : []),
      'which device and browser you use',
    ]),
  ]
}

/** What the person must have at hand, as the end of a sentence. */
export function formatNeeds(spec: SessionSpec): string {
  const documents = listRequiredDocuments(spec)
  const ids = documents.filter(({ type }) => type === 'ID_DOCUMENT').length
  const supporting = documents.flatMap((document) => {
    if (document.type !== 'SUPPLEMENTARY_DOCUMENT') return []
    const proof = document.objective.type === 'PROOF_OF_ADDRESS'
    return [proof ? 'a proof of your address' : 'a supporting document']
  })
  const idDocuments = ids > 1 ? `${ids} identity documents` : 'an identity document'
  const needs = [...(ids === 0 ? [] : [idDocuments]), ...supporting, 'a device with a camera']
  return new Intl.ListFormat('en-GB').format(needs)
}

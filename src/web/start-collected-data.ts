import type { SessionSpec } from '../yoti/session-spec.js'
import { requestsIdentityProfile, listRequiredDocuments } from '../yoti/required-documents.js'

const COLLECTED_DATA_TEXTS: Readonly<Record<string, string>> = {
  LIVENESS: 'a photo of your face',
  FACE_COMPARISON: 'the photo of you that we already hold, which we provide',
  THIRD_PARTY_IDENTITY: 'a reference agency’s records of your name and address',
  WATCHLIST_SCREENING: 'watchlist entries for people with your name',
  WATCHLIST_ADVANCED_CA: 'watchlist entries for people with your name',
  PROFILE_DOCUMENT_MATCH: 'the details you gave us, which we provide',
  ID_DOCUMENT_TEXT_DATA_EXTRACTION:
    'the details on the document, such as your name and date of birth',
  SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION:
    'the details on the supporting document, such as your address',
}

const DOCUMENT_TEXTS: Readonly<Record<string, string>> = {
  ID_DOCUMENT: 'photos of your identity document',
  SUPPLEMENTARY_DOCUMENT: 'a supporting document, such as a utility bill',
}

const IDENTITY_PROFILE_TYPES = ['LIVENESS', 'ID_DOCUMENT_TEXT_DATA_EXTRACTION']

/** The data that Yoti holds about the user. */
export function listCollectedData(spec: SessionSpec): string[] {
  const documents = listRequiredDocuments(spec).flatMap(({ type }) => DOCUMENT_TEXTS[type] ?? [])
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
      ...(hasIdentityProfile ? ['more documents or details, if the scheme needs them'] : []),
      'the device and browser you use',
    ]),
  ]
}

export function formatNeeds(spec: SessionSpec): string {
  const documents = listRequiredDocuments(spec)
  const ids = documents.filter(({ type }) => type === 'ID_DOCUMENT').length
  const supporting = documents.flatMap((document) => {
    if (document.type !== 'SUPPLEMENTARY_DOCUMENT') return []
    const proof = document.objective?.type === 'PROOF_OF_ADDRESS'
    return [proof ? 'proof of your address' : 'a supporting document']
  })
  const idDocuments = ids > 1 ? `${ids} identity documents` : 'an identity document'
  const needs = [...(ids === 0 ? [] : [idDocuments]), ...supporting, 'a device with a camera']
  return new Intl.ListFormat('en-GB').format(needs)
}

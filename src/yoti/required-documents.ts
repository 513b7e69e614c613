import type { RequiredDocument, SessionSpec } from './session-spec-schema.js'

const TYPES_REQUIRING_DOCUMENT = new Set<string>([
  'ID_DOCUMENT_AUTHENTICITY',
  'ID_DOCUMENT_FACE_MATCH',
  'ID_DOCUMENT_COMPARISON',
  'ID_DOCUMENT_TEXT_DATA_EXTRACTION',
  'THIRD_PARTY_IDENTITY',
  'WATCHLIST_SCREENING',
  'WATCHLIST_ADVANCED_CA',
  'IBV_VISUAL_REVIEW_CHECK',
  'DOCUMENT_SCHEME_VALIDITY_CHECK',
  'PROFILE_DOCUMENT_MATCH',
])

/** Without `required_documents`, Yoti requests one ID document if a check or task needs it. */
export function listRequiredDocuments(spec: SessionSpec): readonly RequiredDocument[] {
  const { required_documents: documents = [], requested_checks = [], requested_tasks = [] } = spec
  if (documents.length > 0) return documents
  const needed =
    requestsIdentityProfile(spec) ||
    [...requested_checks, ...requested_tasks].some(({ type }) => TYPES_REQUIRING_DOCUMENT.has(type))
  return needed ? [{ type: 'ID_DOCUMENT' }] : []
}

/** An identity profile adds its own checks and documents. */
export function requestsIdentityProfile(spec: SessionSpec): boolean {
  return (
    spec.identity_profile_requirements !== undefined ||
    spec.advanced_identity_profile_requirements !== undefined
  )
}

import type { DocumentFilter } from './document-filter.js'
import type { Scheme } from '../profiles/profile-requirements.js'
import type { RequestedItem } from './requested-items.js'
import type { SessionPayload } from './session-payload.js'

export const ID_DOCUMENT_TASK = 'ID_DOCUMENT_TEXT_DATA_EXTRACTION'
export const SUPPLEMENTARY_DOCUMENT_TASK = 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION'

const PROFILE_CHECKS: RequestedItem[] = [
  { type: 'ID_DOCUMENT_AUTHENTICITY', config: { manual_check: 'FALLBACK' } },
  { type: 'LIVENESS', config: { liveness_type: 'STATIC', max_retries: 3 } },
  { type: 'ID_DOCUMENT_FACE_MATCH', config: { manual_check: 'FALLBACK' } },
  { type: 'THIRD_PARTY_IDENTITY_FRAUD_1' },
]
const PROFILE_TASK = { type: ID_DOCUMENT_TASK, config: { manual_check: 'FALLBACK' } }
const TYPES_WITHOUT_ID_DOCUMENT = [
  'LIVENESS',
  'FACE_COMPARISON',
  'FAMILIAR_FACE_SEARCH',
  SUPPLEMENTARY_DOCUMENT_TASK,
]

/** An identity profile implies its checks. A check of an ID document implies the document. */
export function expandSpec(payload: SessionPayload): SessionPayload {
  const spec = { ...payload }
  if (requestsIdentityProfile(spec)) {
    const isHigh = listSchemes(spec).some(isHighAssurance)
    const history = isHigh ? [{ type: 'SYNECTICS_IDENTITY_FRAUD' }] : []
    spec.requested_checks = addMissing(spec.requested_checks, [...PROFILE_CHECKS, ...history])
    spec.requested_tasks = addMissing(spec.requested_tasks, [PROFILE_TASK])
  }
  const length = countImpliedDocuments(spec)
  const implied = Array.from({ length }, () => ({ type: 'ID_DOCUMENT' as const }))
  return { ...spec, required_documents: [...implied, ...spec.required_documents] }
}

export function requestsIdentityProfile(spec: SessionPayload): boolean {
  return listProfiles(spec).length > 0
}

/** The profiles of both kinds of requirements. */
export function listProfiles(
  spec: SessionPayload,
): { trust_framework: string; schemes: Scheme[] }[] {
  const simple = spec.identity_profile_requirements
  return [
    ...(simple ? [{ trust_framework: simple.trust_framework, schemes: [simple.scheme] }] : []),
    ...(spec.advanced_identity_profile_requirements?.profiles ?? []),
  ]
}

export function listSchemes(spec: SessionPayload): Scheme[] {
  return listProfiles(spec).flatMap(({ schemes }) => schemes)
}

/** These objectives also require an activity history and a closer face match. */
export function isHighAssurance({ objective = '' }: Pick<Scheme, 'objective'>): boolean {
  return ['STANDARD', 'ENHANCED'].includes(objective)
}

/** A document must match one scheme. Empty when one of the schemes accepts any document. */
export function listSchemeFilters(spec: SessionPayload): DocumentFilter[] {
  const filters = listSchemes(spec).map(({ config }) => config?.filter)
  return filters.every((filter) => filter !== undefined) ? filters : []
}

export function findRequestedTask(spec: SessionPayload, type: string): RequestedItem | undefined {
  return spec.requested_tasks.find((task) => task.type === type)
}

function addMissing(requested: RequestedItem[], wanted: RequestedItem[]): RequestedItem[] {
  const missing = wanted.filter(({ type }) => !requested.some((item) => item.type === type))
  return [...requested, ...missing]
}

function countImpliedDocuments(spec: SessionPayload): number {
  if (spec.required_documents.some(({ type }) => type === 'ID_DOCUMENT')) return 0
  const types = [...spec.requested_checks, ...spec.requested_tasks].map(({ type }) => type)
  if (types.includes('ID_DOCUMENT_COMPARISON')) return 2
  return types.some((type) => !TYPES_WITHOUT_ID_DOCUMENT.includes(type)) ? 1 : 0
}

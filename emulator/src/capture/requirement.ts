import { randomUUID } from 'node:crypto'
import { isDocumentAllowed, type DocumentFilter } from '../sessions/document-filter.js'
import type { RequiredLetter, SessionPayload } from '../sessions/session-payload.js'
import { listSchemeFilters } from '../sessions/session-spec.js'
import { isDocumentAllowedByFilters, listAllowedLetters } from './supported-documents.js'

/** A new resource names it by its id. */
export type Requirement = { readonly id: string } & (
  | {
      readonly type: 'ID_DOCUMENT'
      /** The document must match one of them. Without filters, every supported document is accepted. */
      readonly filters: readonly DocumentFilter[]
      /** Remaining attempts at text extraction, by category. */
      readonly attemptsLeft: Record<string, number>
    }
  | {
      readonly type: 'SUPPLEMENTARY_DOCUMENT'
      readonly document: RequiredLetter
      readonly allowedDocuments: ReturnType<typeof listAllowedLetters>
    }
  | { readonly type: 'LIVENESS'; readonly livenessType: string; readonly maxAttempts: number }
  | { readonly type: 'FACE_CAPTURE' }
)

export type RequirementOf<Type extends Requirement['type']> = Extract<Requirement, { type: Type }>
export type DocumentRequirement = RequirementOf<'ID_DOCUMENT' | 'SUPPLEMENTARY_DOCUMENT'>

const DEFAULT_ATTEMPTS = { GENERIC: 2, RECLASSIFICATION: 2 }

/** Each liveness check has a capture of its own. One reference face serves all comparisons. */
export function listRequirements(spec: SessionPayload): Requirement[] {
  const documents = spec.required_documents.map((document) => {
    const { type } = document
    if (type === 'SUPPLEMENTARY_DOCUMENT') {
      return { type, document, allowedDocuments: listAllowedLetters(document) }
    }
    const filters = document.filter === undefined ? listSchemeFilters(spec) : [document.filter]
    return { type, filters, attemptsLeft: getMaxAttempts(spec) }
  })
  const liveness = spec.requested_checks
    .filter(({ type }) => type === 'LIVENESS')
    .map(({ config = {} }) => ({
      type: 'LIVENESS' as const,
      livenessType: String(config.liveness_type),
      maxAttempts: Number(config.max_retries ?? 1),
    }))
  const comparesFaces = spec.requested_checks.some(({ type }) => type === 'FACE_COMPARISON')
  const faces = comparesFaces ? [{ type: 'FACE_CAPTURE' as const }] : []
  return [...documents, ...liveness, ...faces].map((one) => ({ id: randomUUID(), ...one }))
}

/** By category. */
export function getMaxAttempts({ sdk_config: config }: SessionPayload): Record<string, number> {
  const attempts = config.attempts_configuration?.ID_DOCUMENT_TEXT_DATA_EXTRACTION
  return { ...DEFAULT_ATTEMPTS, ...attempts }
}

export function isDocumentAccepted(
  requirement: DocumentRequirement,
  country: string,
  documentType: string,
): boolean {
  if (requirement.type === 'ID_DOCUMENT') {
    return isDocumentAllowedByFilters(requirement.filters, country, documentType)
  }
  const { allowedDocuments, document } = requirement
  return (
    allowedDocuments.country_codes.includes(country) &&
    allowedDocuments.document_types.includes(documentType) &&
    (document.filter === undefined || isDocumentAllowed(document.filter, country, documentType))
  )
}

import type { SupplementaryDocument } from '../yoti/resources.js'
import type { SessionResult } from '../yoti/session-result.js'
import type { Finding, OutcomeCriteria } from './outcome-decision.js'

/** Finds missing supporting documents, which no check reports. */
export function evaluateDocuments(result: SessionResult, criteria: OutcomeCriteria): Finding[] {
  const required = (criteria.required_documents ?? []).filter(
    ({ type }) => type === 'SUPPLEMENTARY_DOCUMENT',
  )
  const supplied = (result.resources.supplementary_documents ?? []).filter(isSupplied)
  return supplied.length >= required.length
    ? []
    : [{ outcome: 'REVIEW', reason: { code: 'MISSING_DOCUMENT' } }]
}

/** The resource exists as soon as the user chooses a document type. */
function isSupplied({ file, pages = [], document_fields: fields }: SupplementaryDocument): boolean {
  return file !== undefined || fields !== undefined || pages.some(({ media }) => media)
}

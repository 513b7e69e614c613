import type { SupplementaryDocument } from '../yoti/resources.js'
import type { SessionResult } from '../yoti/session-result.js'
import type { Finding, OutcomeCriteria } from './outcome-decision.js'

/** Supporting documents that were required and are not there: no check would miss them. */
export function evaluateDocuments(result: SessionResult, criteria: OutcomeCriteria): Finding[] {
  const required = (criteria.required_documents ?? []).filter(
    ({ type }) => type === 'SUPPLEMENTARY_DOCUMENT',
  )
  const supplied = (result.resources.supplementary_documents ?? []).filter(isSupplied)
  return supplied.length >= required.length
    ? []
    : [{ outcome: 'REVIEW', reason: { code: 'MISSING_DOCUMENT' } }]
}

/** The person chose a kind of document, and supplied it too. */
function isSupplied({ file, pages = [], document_fields: fields }: SupplementaryDocument): boolean {
  return file !== undefined || fields !== undefined || pages.some(({ media }) => media)
}

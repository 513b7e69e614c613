import type { SupplementaryDocument } from '../../yoti/resources.js'
import type { SessionResult } from '../../yoti/session-result.js'
import type { Finding, Requested } from './judgement.js'

/** Supporting documents that were required and are not there: no check would miss them. */
export function judgeDocuments(result: SessionResult, requested: Requested): Finding[] {
  const required = (requested.required_documents ?? []).filter(
    ({ type }) => type === 'SUPPLEMENTARY_DOCUMENT',
  )
  const given = (result.resources.supplementary_documents ?? []).filter(isGiven)
  return given.length >= required.length
    ? []
    : [{ outcome: 'REVIEW', reason: { code: 'MISSING_DOCUMENT' } }]
}

/** The person chose a kind of document, and supplied it too. */
function isGiven({ file, pages = [], document_fields: fields }: SupplementaryDocument): boolean {
  return file !== undefined || fields !== undefined || pages.some(({ media }) => media)
}

import { isExpiredAllowed } from './allowed-documents.js'
import type { ExpiryStatus } from './reports/report-facts.js'
import type { CapturedDocument } from './resource.js'
import type { Session } from './session.js'

export function evaluateExpiry(
  session: Session,
  document: CapturedDocument,
  now: number,
): ExpiryStatus {
  const text = document.documentFields?.content.toString()
  const fields = text === undefined ? {} : (JSON.parse(text) as Record<string, unknown>)
  if (!isPast(fields.expiration_date, now)) return 'IN_DATE'
  return isExpiredAccepted(session, document) ? 'EXPIRED_ALLOWED' : 'EXPIRED'
}

export function isExpiredAccepted(
  session: Session,
  { requirementId, issuingCountry, documentType }: CapturedDocument,
): boolean {
  const requirement = session.requirements.find(({ id }) => id === requirementId)
  return (
    requirement?.type !== 'ID_DOCUMENT' ||
    isExpiredAllowed(requirement.filters, issuingCountry, documentType)
  )
}

/** A document is valid through its last day. LIFETIME and a missing date never expire. */
export function isPast(expirationDate: unknown, now: number): boolean {
  if (typeof expirationDate !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(expirationDate))
    return false
  return expirationDate < new Date(now).toISOString().slice(0, 10)
}

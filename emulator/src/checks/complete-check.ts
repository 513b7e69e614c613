import { evaluateExpiry } from '../capture/requirement-state.js'
import { parseFields, type CapturedDocument } from '../capture/resource.js'
import { buildDocumentFields, buildSupplementaryFields } from '../people/document-fields.js'
import { buildPostalAddress } from '../people/postal-address.js'
import { addJsonMedia } from '../sessions/media.js'
import type { Session } from '../sessions/session.js'
import { isApproved, type Check, type ReportFacts } from './report.js'
import { findReportBuilder } from './reports.js'
import { findPerson, type CheckEntry } from './response-config.js'
import { summarizeHits } from './watchlist-report.js'

const CHECKS_WITH_PROFILE = [
  'THIRD_PARTY_IDENTITY',
  'THIRD_PARTY_IDENTITY_FRAUD_1',
  'SYNECTICS_IDENTITY_FRAUD',
  'WATCHLIST_SCREENING',
  'WATCHLIST_ADVANCED_CA',
]

export interface CheckSubject extends Omit<ReportFacts, 'expiry'> {
  document?: CapturedDocument | undefined
  secondDocument?: CapturedDocument | undefined
}

/** Adds the report of a check and its media, then notifies the relying party. */
export function completeCheck(
  session: Session,
  check: Check,
  subject: CheckSubject,
  entry: CheckEntry | undefined,
): void {
  const { config, document } = subject
  const { report, report_template: template = 'SUCCESS' } = entry?.result ?? {}
  const now = session.clock.now()
  const expiry = document && evaluateExpiry(document, parseFields(document), now)
  check.report = report ?? findReportBuilder(check.type).build(template, { ...subject, expiry })
  check.state = 'DONE'
  check.updatedAt = now
  if (check.type.endsWith('_TEXT_DATA_CHECK') && document) {
    storeDocumentFields(session, check, document, entry)
  }
  if (CHECKS_WITH_PROFILE.includes(check.type)) storeGeneratedProfile(session, check)
  if (check.type.startsWith('WATCHLIST_')) {
    const { summary, rawResults } = summarizeHits(check.report.breakdown, config)
    check.watchlist = { summary, rawResults: addJsonMedia(session, rawResults) }
  }
  if (check.type === 'FAMILIAR_FACE_SEARCH') {
    const { pool_id, approval_criteria } = config
    // The emulator has no pools, so this label exists nowhere else.
    check.config = { pool_id, pool_label: 'emulated pool', approval_criteria }
  }
  if (typeof config.scheme === 'string') check.scheme = config.scheme
  session.notify(session, 'check_completion', { check_id: check.id })
}

/** The expert's text replaces the extracted text. The task keeps what it extracted. */
function storeDocumentFields(
  session: Session,
  check: Check,
  document: CapturedDocument,
  entry: CheckEntry | undefined,
): void {
  if (!isApproved(check)) return
  const build = check.type.startsWith('ID_') ? buildDocumentFields : buildSupplementaryFields
  const { issuingCountry, documentType } = document
  const now = session.clock.now()
  const fields =
    entry?.result?.document_fields ??
    parseFields(document) ??
    build(findPerson(session), issuingCountry, documentType, now)
  document.documentFields = addJsonMedia(session, fields)
  document.updatedAt = now
  check.generatedMedia.push(document.documentFields)
}

function storeGeneratedProfile(session: Session, check: Check): void {
  const person = findPerson(session)
  const profile = session.spec.resources?.applicant_profile ?? {
    full_name: `${person.givenNames} ${person.familyName}`,
    date_of_birth: person.dateOfBirth,
    structured_postal_address: buildPostalAddress(person, 'GBR'),
  }
  check.generatedProfile = addJsonMedia(session, profile)
  check.generatedMedia.push(check.generatedProfile)
}

import type { Background } from './background.js'
import type { Check } from './check.js'
import { evaluateExpiry } from './document-expiry.js'
import { addJsonMedia } from './media.js'
import { buildDocumentFields, buildSupplementaryFields } from './people/document-fields.js'
import { pickPerson } from './people/person.js'
import { buildPostalAddress } from './people/postal-address.js'
import { findReportBuilder } from './report-builders.js'
import type { ReportFacts } from './reports/report-facts.js'
import { buildRawResults, buildWatchlistSummary } from './reports/watchlist.js'
import type { CapturedDocument } from './resource.js'
import type { CheckEntry } from './response-config.js'
import type { Session } from './session.js'

const CHECKS_WITH_PROFILE = [
  'THIRD_PARTY_IDENTITY',
  'THIRD_PARTY_IDENTITY_FRAUD_1',
  'SYNECTICS_IDENTITY_FRAUD',
  'WATCHLIST_SCREENING',
  'WATCHLIST_ADVANCED_CA',
]

export const TEXT_DATA_CHECKS = [
  'ID_DOCUMENT_TEXT_DATA_CHECK',
  'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_CHECK',
]

export interface CheckSubject {
  config?: Record<string, unknown>
  document?: CapturedDocument | undefined
  secondDocument?: CapturedDocument | undefined
  livenessType?: string
}

/** Adds the report of a check and its media, then notifies the relying party. */
export function completeCheck(
  session: Session,
  check: Check,
  subject: CheckSubject,
  entry: CheckEntry | undefined,
  background: Background,
): void {
  const now = background.now(session)
  const { config = {} } = subject
  check.report =
    entry?.result?.report ??
    findReportBuilder(check.type).build(
      entry?.result?.report_template ?? 'SUCCESS',
      buildReportFacts(session, subject, now),
    )
  check.state = 'DONE'
  check.updatedAt = now
  if (TEXT_DATA_CHECKS.includes(check.type))
    storeDocumentFields(session, check, subject.document, entry, now)
  if (CHECKS_WITH_PROFILE.includes(check.type)) storeGeneratedProfile(session, check, now)
  if (check.type.startsWith('WATCHLIST_')) {
    const { breakdown } = check.report
    check.watchlist = {
      summary: buildWatchlistSummary(breakdown, config),
      rawResults: addJsonMedia(session.media, buildRawResults(breakdown), now),
    }
  }
  if (typeof config.scheme === 'string') check.scheme = config.scheme
  background.notify(session, 'check_completion', { check_id: check.id })
}

function buildReportFacts(
  session: Session,
  { config = {}, document, secondDocument, livenessType }: CheckSubject,
  now: number,
): ReportFacts {
  return {
    ...(document && {
      documentType: document.documentType,
      issuingCountry: document.issuingCountry,
      expiry: evaluateExpiry(session, document, now),
    }),
    ...(livenessType === undefined ? {} : { livenessType }),
    hasExtractedText: document?.documentFields !== undefined,
    hasSupplementaryDocument: session.supplementaryDocuments.some((one) => one === secondDocument),
    manualCheck: typeof config.manual_check === 'string' ? config.manual_check : 'NEVER',
    config,
  }
}

/** The expert's text replaces the extracted text. The task keeps what it extracted. */
function storeDocumentFields(
  session: Session,
  check: Check,
  document: CapturedDocument | undefined,
  entry: CheckEntry | undefined,
  now: number,
): void {
  if (document === undefined || check.report?.recommendation.value !== 'APPROVE') return
  const build = check.type.startsWith('ID_') ? buildDocumentFields : buildSupplementaryFields
  const person = pickPerson(session.id)
  const { documentFields: extractedFields, issuingCountry, documentType } = document
  const fields: unknown =
    entry?.result?.document_fields ??
    (extractedFields === undefined
      ? build(person, issuingCountry, documentType, now)
      : JSON.parse(extractedFields.content.toString()))
  document.documentFields = addJsonMedia(session.media, fields, now)
  document.updatedAt = now
  check.generatedMedia.push(document.documentFields)
}

function storeGeneratedProfile(session: Session, check: Check, now: number): void {
  const person = pickPerson(session.id)
  const profile = session.spec.resources?.applicant_profile ?? {
    full_name: `${person.givenNames} ${person.familyName}`,
    date_of_birth: person.dateOfBirth,
    structured_postal_address: buildPostalAddress(person, 'GBR'),
  }
  check.generatedProfile = addJsonMedia(session.media, profile, now)
  check.generatedMedia.push(check.generatedProfile)
}

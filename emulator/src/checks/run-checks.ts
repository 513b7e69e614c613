import { randomUUID } from 'node:crypto'
import {
  countAttemptsLeft,
  evaluateExpiry,
  getRequirementState,
} from '../capture/requirement-state.js'
import { parseFields, type CapturedDocument, type LivenessCapture } from '../capture/resource.js'
import { enterShareCode } from '../capture/share-code.js'
import { ApiError } from '../http/api-error.js'
import { buildDocumentFields, buildSupplementaryFields } from '../people/document-fields.js'
import { buildPostalAddress } from '../people/postal-address.js'
import { findProfileFailure } from '../profiles/compliance.js'
import { keyInAddress } from '../profiles/identity.js'
import { buildProfileReport } from '../profiles/profile-report.js'
import { addJsonMedia } from '../sessions/media.js'
import { requestsIdentityProfile } from '../sessions/session-spec.js'
import { schedule, waitForResponse, type Session } from '../sessions/session.js'
import { planChecks, requiresExpertReview, type PlannedCheck } from './plan-checks.js'
import { createCheck, isApproved, type Check } from './report.js'
import { findReportBuilder } from './reports.js'
import {
  findPerson,
  findResponseConfig,
  listCheckEntries,
  matchesDocument,
  matchesSources,
  takeEntry,
  type CheckEntry,
} from './response-config.js'
import { summarizeHits } from './watchlist-report.js'

// For an identity profile whose liveness check failed. The client leaves immediately.
const LIVENESS_FAILED_ERROR_CODE = 7002

const CHECKS_WITH_PROFILE = [
  'THIRD_PARTY_IDENTITY',
  'THIRD_PARTY_IDENTITY_FRAUD_1',
  'SYNECTICS_IDENTITY_FRAUD',
  'WATCHLIST_SCREENING',
  'WATCHLIST_ADVANCED_CA',
]

/** Evaluates a liveness attempt immediately, as Yoti does. */
export async function evaluateLiveness(session: Session, capture: LivenessCapture) {
  const { requirement, livenessType } = capture
  const planned = { type: 'LIVENESS', config: {}, resources: [capture], livenessType }
  const entries = listCheckEntries(session, 'LIVENESS')
  const entry = takeEntry(session, entries, ({ liveness_type: type }) =>
    [undefined, livenessType].includes(type),
  )
  const check = createCheck('LIVENESS', [capture], session.clock.now())
  session.checks.unshift(check)
  await waitForResponse(session, entry, session.timeline.livenessAttempt)
  completeCheck(session, check, planned, entry)
  const passed = isApproved(check)
  capture.passed = passed
  const attemptsLeft = countAttemptsLeft(session, requirement)
  const isProfileFailed = !passed && attemptsLeft === 0 && requestsIdentityProfile(session.spec)
  return {
    passed,
    attempts_remaining: attemptsLeft,
    client_error: isProfileFailed ? LIVENESS_FAILED_ERROR_CODE : undefined,
  }
}

/** Deletes the token and starts the checks, which complete the session when they are done. */
export function finishSession(session: Session): void {
  const isComplete = session.requirements.every(
    (requirement) => getRequirementState(session, requirement) === 'COMPLETE',
  )
  if (!isComplete) throw new ApiError('INCOMPLETE')
  enterShareCode(session)
  session.token = undefined
  session.notify(session, 'client_session_token_deleted')
  keyInAddress(session)
  const planned = planChecks(session)
  if (planned.length > 0) startChecks(session, planned)
  else scheduleCompletion(session)
}

function startChecks(session: Session, planned: PlannedCheck[]): void {
  const { timeline } = session
  const asyncDelay = findResponseConfig(session)?.check_reports?.async_report_delay
  // Each kind is done one after another.
  const started = { automatedChecks: 0, expertChecks: 0 }
  let remainingChecks = planned.length
  for (const one of planned) {
    const kind = requiresExpertReview(one) ? 'expertChecks' : 'automatedChecks'
    const usualMs = timeline[kind] + started[kind] * timeline.betweenChecks
    started[kind] += 1
    const check = createCheck(one.type, one.resources, session.clock.now())
    session.checks.push(check)
    if (check.type.endsWith('_TEXT_DATA_CHECK')) {
      one.document?.tasks[0]?.generatedChecks.push({ id: check.id, type: check.type })
    }
    const entry = findEntry(session, one)
    schedule(session, asyncDelay === undefined ? usualMs : asyncDelay * 1000, () => {
      completeCheck(session, check, one, entry)
      remainingChecks -= 1
      if (remainingChecks === 0) completeSession(session)
    })
  }
}

/** For a session that has no check to wait for. */
export function scheduleCompletion(session: Session): void {
  schedule(session, session.timeline.automatedChecks, () => {
    completeSession(session)
  })
}

export function completeSession(session: Session): void {
  if (session.completedAt !== undefined) return
  if (session.token !== undefined) {
    session.token = undefined
    session.notify(session, 'client_session_token_deleted')
  }
  session.completedAt = session.clock.now()
  if (session.importedResult === undefined) addResults(session)
  session.notify(session, 'session_completion')
  session.over.abort()
}

function addResults(session: Session): void {
  if (requestsIdentityProfile(session.spec) && findProfileFailure(session) === undefined) {
    const report = buildProfileReport(session)
    session.profileReport = addJsonMedia(session, session.signReport(report))
    if (session.spec.create_identity_profile_preview) {
      session.profilePreview = addJsonMedia(session, report.identity_assertion)
    }
  }
  if (session.spec.import_token) {
    // Yoti publishes neither the content of a token nor any reason for a failure.
    session.importToken = session.checks.every(isApproved)
      ? { media: addJsonMedia(session, { import_token: randomUUID() }) }
      : { failureReason: 'CHECKS_NOT_APPROVED' }
  }
}

/** Prefers a matching entry that no other document has used. */
function findEntry(session: Session, planned: PlannedCheck): CheckEntry | undefined {
  const { type, document, secondDocument, config } = planned
  const entries = listCheckEntries(session, type)
  const fits = (entry: CheckEntry) =>
    matchesDocument(entry.document_filter, document) &&
    matchesDocument(entry.secondary_document_filter, secondDocument) &&
    matchesSources(entry.sources_filter, config.sources)
  return takeEntry(session, entries, fits) ?? entries.find(fits)
}

/** Adds the report of a check and its media, then notifies the relying party. */
function completeCheck(
  session: Session,
  check: Check,
  planned: PlannedCheck,
  entry: CheckEntry | undefined,
): void {
  const { type, config, document } = planned
  const { report, report_template: template = 'SUCCESS', document_fields } = entry?.result ?? {}
  const now = session.clock.now()
  const expiry = document && evaluateExpiry(document, parseFields(document), now)
  check.report = report ?? findReportBuilder(type).build(template, { ...planned, expiry })
  check.state = 'DONE'
  check.updatedAt = now
  if (type.endsWith('_TEXT_DATA_CHECK') && document && isApproved(check)) {
    storeDocumentFields(session, check, document, document_fields)
  }
  if (CHECKS_WITH_PROFILE.includes(type)) storeGeneratedProfile(session, check)
  if (type.startsWith('WATCHLIST_')) {
    const { summary, rawResults } = summarizeHits(check.report.breakdown, config)
    check.watchlist = { summary, rawResults: addJsonMedia(session, rawResults) }
  }
  if (type === 'FAMILIAR_FACE_SEARCH') {
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
  configured: Record<string, unknown> | undefined,
): void {
  const build = check.type.startsWith('ID_') ? buildDocumentFields : buildSupplementaryFields
  const { issuingCountry, documentType } = document
  const now = session.clock.now()
  const fields =
    configured ??
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

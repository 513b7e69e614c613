import { randomUUID } from 'node:crypto'
import { listAcceptedDocuments } from '../capture/requirement-state.js'
import { parseFields, type CapturedDocument } from '../capture/resource.js'
import { pickPerson } from '../people/person.js'
import { isDocumentAllowed } from '../sessions/document-filter.js'
import { formatTime, toMediaView, wrapMedia } from '../sessions/media.js'
import { listProfiles, requiresHighAssurance } from '../sessions/session-spec.js'
import { getSessionState, type Session } from '../sessions/session.js'
import { findProfileFailure } from './profile-failure.js'
import type { Scheme } from './profile-requirements.js'

// Yoti aborts the profile of an expired session about two hours later.
const ABANDONED_AFTER_MS = 2 * 3_600_000

/** `identity_profile` or `advanced_identity_profile`. Empty until the session ends. */
export function buildProfileResult(session: Session): Record<string, unknown> {
  const { spec, profileReport, profilePreview } = session
  const simple = spec.identity_profile_requirements
  const advanced = spec.advanced_identity_profile_requirements
  const subject = { subject_id: spec.subject?.subject_id }
  const failure = findFailureReason(session)
  if (failure !== undefined) {
    const aborted = { ...subject, result: 'ABORTED', failure_reason: failure }
    return {
      identity_profile: simple && aborted,
      advanced_identity_profile: advanced && aborted,
    }
  }
  if (profileReport === undefined) return {}
  const media = toMediaView(profileReport)
  const compliance = buildCompliance(session)
  const done = { ...subject, result: 'DONE' }
  const preview = profilePreview && wrapMedia(profilePreview)
  return {
    identity_profile: simple && {
      ...done,
      identity_profile_report: { ...compliance[0], media },
    },
    advanced_identity_profile: advanced && {
      ...done,
      identity_profile_report: { compliance: compliance.slice(simple ? 1 : 0), media },
    },
    // Yoti does not document the preview. Here it is the identity without its evidence.
    identity_profile_preview: simple && preview,
    advanced_identity_profile_preview: advanced && preview,
  }
}

function findFailureReason(session: Session) {
  if (session.completedAt !== undefined) {
    return session.profileReport === undefined ? findProfileFailure(session) : undefined
  }
  const isAbandoned =
    getSessionState(session) === 'EXPIRED' &&
    session.clock.now() >= session.tokenExpiresAt + ABANDONED_AFTER_MS
  return isAbandoned ? { reason_code: 'ABANDONED', requirements_not_met_details: [] } : undefined
}

/** The verified identity with its evidence and the rules that were applied. */
export function buildProfileReport(session: Session) {
  const timestamp = formatTime(session.clock.now())
  const isHigh = requiresHighAssurance(session.spec)
  const documents = listAcceptedDocuments(session, 'idDocuments')
  const compliance = buildCompliance(session)
  return {
    identity_assertion: buildIdentityAssertion(session),
    verification_report: {
      report_id: randomUUID(),
      timestamp,
      subject_id: session.spec.subject?.subject_id,
      ...(compliance.length === 1 ? compliance[0] : { compliance }),
      assurance_process: {
        level_of_assurance: isHigh ? 'HIGH' : 'MEDIUM',
        policy: 'GPG45',
        procedure: isHigh ? 'H1A' : 'M1C',
        assurance: ['EVIDENCE_STRENGTH', 'EVIDENCE_VALIDITY', 'VERIFICATION'].map((type) => ({
          type,
          classification: isHigh ? '4' : '3',
          evidence_links: documents.map(({ id }) => id),
        })),
      },
      evidence: {
        documents: documents.map((document) => toDocumentEvidence(session, document, timestamp)),
        face_capture: buildFaceEvidence(session, timestamp),
      },
    },
    authentication_report: {
      report_id: randomUUID(),
      timestamp,
      policy: 'GPG44',
      level: isHigh ? 'HIGH' : 'MEDIUM',
    },
    proof: 'not signed: created by the emulator',
  }
}

/** A document may satisfy one scheme of a profile but not another. */
function buildCompliance(session: Session) {
  return listProfiles(session.spec).map(({ trust_framework: framework, schemes }) => ({
    trust_framework: framework,
    schemes_compliance: schemes.map((scheme) => evaluateScheme(session, scheme)),
  }))
}

function evaluateScheme(session: Session, { type, objective, label, config }: Scheme) {
  const filter = config?.filter
  const isMet =
    filter === undefined ||
    listAcceptedDocuments(session, 'idDocuments').some(({ issuingCountry, documentType }) =>
      isDocumentAllowed(filter, issuingCountry, documentType),
    )
  return {
    scheme: { type, objective, label },
    requirements_met: isMet,
    requirements_not_met_info: isMet ? undefined : 'MANDATORY_DOCUMENT_NOT_PROVIDED',
  }
}

function buildIdentityAssertion({ id }: Session) {
  const { givenNames, familyName, dateOfBirth } = pickPerson(id)
  const [firstName = givenNames, ...middleNames] = givenNames.split(' ')
  return {
    current_name: {
      given_names: givenNames,
      first_name: firstName,
      middle_name: middleNames.join(' '),
      family_name: familyName,
      full_name: `${givenNames} ${familyName}`,
    },
    date_of_birth: dateOfBirth,
  }
}

function toDocumentEvidence(
  { id, checks }: Session,
  document: CapturedDocument,
  timestamp: string,
) {
  const passed = checks.filter(
    ({ resourcesUsed, report }) =>
      resourcesUsed.includes(document.id) && report?.recommendation.value === 'APPROVE',
  )
  return {
    evidence_id: document.id,
    timestamp,
    document_fields: parseFields(document) ?? {},
    passed_checks: passed.map(({ type }) => ({ check: type })),
    verifying_org: 'Yoti emulator',
    user_activity_ids: [id],
    document_images_attribute_id: document.pages[0]?.media?.id,
  }
}

function buildFaceEvidence({ livenessCaptures, id }: Session, timestamp: string) {
  const face = livenessCaptures.find(({ passed }) => passed)
  return {
    evidence_id: face?.id,
    initial_liveness: { type: face?.livenessType, timestamp },
    verifying_org: 'Yoti emulator',
    user_activity_ids: [id],
    selfie_attribute_id: (face?.image ?? face?.frames[0]?.media)?.id,
  }
}

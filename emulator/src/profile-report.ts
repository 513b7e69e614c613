import { randomUUID } from 'node:crypto'
import { formatTime } from './format-time.js'
import { pickPerson } from './people/person.js'
import { buildCompliance, type Compliance } from './profile-compliance.js'
import { findAcceptedDocument } from './requirement.js'
import { isHighAssurance, listSchemes } from './session-spec.js'
import type { Session } from './session.js'

/** The verified identity with its evidence and the rules that were applied. */
export function buildProfileReport(session: Session, now: number) {
  const timestamp = formatTime(now)
  const isHigh = listSchemes(session.spec).some(isHighAssurance)
  const documents = buildDocumentEvidence(session, timestamp)
  return {
    identity_assertion: buildIdentityAssertion(session),
    verification_report: {
      report_id: randomUUID(),
      timestamp,
      subject_id: session.spec.subject?.subject_id,
      ...buildFrameworks(buildCompliance(session)),
      assurance_process: {
        level_of_assurance: isHigh ? 'HIGH' : 'MEDIUM',
        policy: 'GPG45',
        procedure: isHigh ? 'H1A' : 'M1C',
        assurance: ['EVIDENCE_STRENGTH', 'EVIDENCE_VALIDITY', 'VERIFICATION'].map((type) => ({
          type,
          classification: isHigh ? '4' : '3',
          evidence_links: documents.map(({ evidence_id: id }) => id),
        })),
      },
      evidence: { documents, face_capture: buildFaceEvidence(session, timestamp) },
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

function buildFrameworks(compliance: readonly Compliance[]) {
  const [only, ...others] = compliance
  return others.length === 0 ? (only ?? {}) : { compliance }
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

function buildDocumentEvidence(session: Session, timestamp: string) {
  return session.requirements
    .map((requirement) => findAcceptedDocument(session.idDocuments, requirement))
    .filter((document) => document !== undefined)
    .map((document) => ({
      evidence_id: document.id,
      timestamp,
      document_fields: JSON.parse(document.documentFields?.content.toString() ?? '{}') as unknown,
      passed_checks: session.checks
        .filter(
          ({ resourcesUsed, report }) =>
            resourcesUsed.includes(document.id) && report?.recommendation.value === 'APPROVE',
        )
        .map(({ type }) => ({ check: type })),
      verifying_org: 'Yoti emulator',
      user_activity_ids: [session.id],
      document_images_attribute_id: document.pages[0]?.media?.id,
    }))
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

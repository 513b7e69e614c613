import { randomUUID } from 'node:crypto'
import { formatTime } from '../sessions/media.js'
import { isHighAssurance } from '../sessions/session-spec.js'
import type { Session } from '../sessions/session.js'
import { buildCompliance, type Compliance } from './compliance.js'
import { buildEvidence } from './evidence.js'
import { readDocumentAddress, readIdentity, verifiesAddress, type Identity } from './identity.js'
import { buildMatchReport } from './match-report.js'
import { findUnverifiedAddress } from './profile-failure.js'

// Yoti publishes no complete table. These follow from its samples and its reason codes.
const MEDIUM = {
  level: 'MEDIUM',
  procedure: 'M1A',
  scores: {
    EVIDENCE_STRENGTH: '4',
    EVIDENCE_VALIDITY: '2',
    IDENTITY_FRAUD: '1',
    VERIFICATION: '3',
  },
}
const HIGH = {
  level: 'HIGH',
  procedure: 'H2B',
  scores: {
    ...MEDIUM.scores,
    EVIDENCE_VALIDITY: '3',
    IDENTITY_FRAUD: '2',
    ACTIVITY_HISTORY: '3',
  },
}

type Evidence = ReturnType<typeof buildEvidence>

/** The verified identity with its evidence and the rules that were applied. Not yet signed. */
export function buildProfileReport(session: Session) {
  const identity = readIdentity(session)
  const { identity_profile_requirements: simple, resources } = session.spec
  const { advanced_identity_profile_requirements: advanced } = session.spec
  const reports = buildCompliance(session).map((one) => buildReport(session, identity, one))
  const profile = resources?.applicant_profile
  return {
    identity_assertion: identity,
    verification_report: simple && reports[0],
    verification_reports: advanced && reports.slice(simple ? 1 : 0),
    // Yoti documents its content, but not where it is.
    profile_match_report:
      profile && buildMatchReport(profile, identity, readDocumentAddress(session)),
  }
}

function buildReport(session: Session, identity: Identity, compliance: Compliance) {
  const { trust_framework: framework, schemes_compliance: schemes } = compliance
  const isHigh = schemes.some(({ scheme }) => isHighAssurance(scheme))
  const isBritish = framework === 'UK_TFIDA'
  const evidence = buildEvidence(session, identity, { isHigh, isBritish })
  const isVerified =
    identity.current_address !== undefined && findUnverifiedAddress(session) === undefined
  const { level, procedure, scores } = isHigh ? HIGH : MEDIUM
  return {
    report_id: randomUUID(),
    timestamp: formatTime(session.clock.now()),
    subject_id: session.spec.subject?.subject_id,
    trust_framework: framework,
    address_verification: verifiesAddress(schemes.map(({ scheme }) => scheme))
      ? {
          current_address_verified: isVerified,
          evidence_links: isVerified
            ? listIds([...evidence.documents, ...evidence.electronic_records])
            : undefined,
        }
      : undefined,
    schemes_compliance: schemes,
    assurance_process: {
      level_of_assurance: level,
      policy: 'GPG45',
      // These words are documented for the British framework only.
      ...(isBritish && { procedure, assurance: listAssurance(scores, evidence) }),
    },
    evidence,
  }
}

function listAssurance(scores: Record<string, string>, evidence: Evidence) {
  const { documents, face, electronic_records: records } = evidence
  const eachDocument = listIds(documents).map((id) => [id])
  const links: Record<string, string[][]> = {
    EVIDENCE_STRENGTH: eachDocument,
    EVIDENCE_VALIDITY: eachDocument,
    IDENTITY_FRAUD: [listIds(records)],
    ACTIVITY_HISTORY: [listIds(records)],
    VERIFICATION: [listIds([...documents, ...(face ? [face] : [])])],
  }
  return Object.entries(links)
    .filter(([type]) => type in scores)
    .flatMap(([type, lists]) =>
      lists.map((ids) => ({ type, classification: scores[type], evidence_links: ids })),
    )
}

function listIds(evidence: { evidence_id: string }[]): string[] {
  return evidence.map(({ evidence_id: id }) => id)
}

import { randomUUID } from 'node:crypto'
import { listAcceptedDocuments } from '../capture/requirement-state.js'
import { parseFields, type Resource } from '../capture/resource.js'
import { isApproved, type Check } from '../checks/report.js'
import { formatTime, type Media } from '../sessions/media.js'
import { isHighAssurance } from '../sessions/session-spec.js'
import type { Session } from '../sessions/session.js'
import { buildCompliance, findUnverifiedAddress, type Compliance } from './compliance.js'
import { readDocumentAddress, readIdentity, verifiesAddress, type Identity } from './identity.js'
import { buildMatchReport } from './match-report.js'

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
const HIGHER_SCORES = { EVIDENCE_VALIDITY: '3', IDENTITY_FRAUD: '2', ACTIVITY_HISTORY: '3' }
const HIGH = {
  level: 'HIGH',
  procedure: 'H2B',
  scores: { ...MEDIUM.scores, ...HIGHER_SCORES },
}

// The provider of the record that each check compares with.
const RECORD_PROVIDERS: Partial<Record<string, string>> = {
  THIRD_PARTY_IDENTITY: 'TransUnion Ltd.',
  THIRD_PARTY_IDENTITY_FRAUD_1: 'Cifas Ltd.',
  SYNECTICS_IDENTITY_FRAUD: 'Synectics Ltd.',
}

// Yoti's names of the passed checks. Which sub-check each belongs to is inferred.
const CHECK_NAMES: Partial<Record<string, string>> = {
  no_sign_of_forgery: 'MANUAL_VISUAL_DOCUMENT_AUTHENTICITY',
  chip_digital_signature_verification: 'CHIP_DIGITAL_SIGNATURE',
  issuing_authority: 'ISSUING_AUTHORITY',
  document_in_date: 'DOCUMENT_IN_DATE',
  fraud_list_check: 'FRAUD_DOCUMENTS_LIST',
  manual_face_match: 'MANUAL_FACE_MATCH',
  ai_face_match: 'AUTOMATED_FACE_MATCH',
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
  const { trust_framework, schemes_compliance } = compliance
  const schemes = schemes_compliance.map(({ scheme }) => scheme)
  const isHigh = schemes.some(isHighAssurance)
  const isBritish = trust_framework === 'UK_TFIDA'
  const evidence = buildEvidence(session, identity, isHigh, isBritish)
  const isVerified =
    identity.current_address !== undefined && findUnverifiedAddress(session) === undefined
  const { level, procedure, scores } = isHigh ? HIGH : MEDIUM
  const links = listEvidence([...evidence.documents, ...evidence.electronic_records])
  return {
    report_id: randomUUID(),
    timestamp: formatTime(session.clock.now()),
    subject_id: session.spec.subject?.subject_id,
    trust_framework,
    address_verification: verifiesAddress(schemes)
      ? { current_address_verified: isVerified, evidence_links: isVerified ? links : undefined }
      : undefined,
    schemes_compliance,
    assurance_process: {
      level_of_assurance: level,
      policy: 'GPG45',
      // These words are documented for the British framework only.
      ...(isBritish && { procedure, assurance: listAssurance(scores, evidence) }),
    },
    evidence,
  }
}

/** What a verification report rests on. */
function buildEvidence(
  session: Session,
  { current_name: name, date_of_birth, current_address: address }: Identity,
  isHigh: boolean,
  isBritish: boolean,
) {
  const { full_name, given_names, family_name } = name
  const structured_postal_address = address?.address
  const passedChecks = session.checks.filter(isApproved)
  const findChecks = ({ id }: Resource) =>
    passedChecks.filter(({ resourcesUsed }) => resourcesUsed.includes(id))
  // The two pages of Yoti's documentation name these ids differently.
  const toAuditIds = (resource: Resource, checks: Check[], media: (Media | undefined)[]) => {
    const checkIds = checks.map(({ id }) => id)
    return isBritish
      ? { resource_ids: [resource.id], check_ids: checkIds }
      : { media_ids: media.flatMap((one) => one?.id ?? []), audit_ids: checkIds }
  }
  const verify = () => ({ evidence_id: randomUUID(), verifying_org: 'Yoti Ltd.' })
  const face = session.livenessCaptures.find(({ passed }) => passed)
  const liveness = face && findChecks(face).filter(({ type }) => type === 'LIVENESS')

  return {
    documents: listAcceptedDocuments(session, 'idDocuments').map((document) => {
      const checks = findChecks(document)
      const media = document.pages.map((page) => page.media)
      return {
        ...verify(),
        timestamp: formatTime(document.updatedAt),
        document_fields: parseFields(document) ?? {},
        passed_checks: listCheckNames(checks, isHigh).map((check) => ({ check })),
        ...toAuditIds(document, checks, media),
      }
    }),
    face: face && {
      ...verify(),
      initial_liveness: { type: face.livenessType, timestamp: formatTime(face.updatedAt) },
      ...toAuditIds(face, liveness ?? [], [face.image, face.frames[0]?.media]),
    },
    electronic_records: passedChecks
      .filter(({ type }) => type in RECORD_PROVIDERS)
      .map(({ id, type, updatedAt }) => ({
        ...verify(),
        timestamp: formatTime(updatedAt),
        identity_details: {
          ...{ full_name, given_names, family_name, date_of_birth },
          structured_postal_address,
        },
        provider_org: RECORD_PROVIDERS[type],
        [isBritish ? 'check_ids' : 'audit_ids']: [id],
      })),
  }
}

function listCheckNames(checks: Check[], isHigh: boolean): string[] {
  return checks
    .flatMap(({ report }) => report?.breakdown ?? [])
    .filter(({ result }) => result === 'PASS')
    .flatMap(({ sub_check: name }) => CHECK_NAMES[name] ?? [])
    .map((name) => (name === 'AUTOMATED_FACE_MATCH' && isHigh ? `${name}_HIGHER_THRESHOLD` : name))
}

function listAssurance(scores: Record<string, string>, evidence: Evidence) {
  const { documents, face, electronic_records: records } = evidence
  const eachDocument = listEvidence(documents).map((id) => [id])
  const links: Record<string, string[][]> = {
    EVIDENCE_STRENGTH: eachDocument,
    EVIDENCE_VALIDITY: eachDocument,
    IDENTITY_FRAUD: [listEvidence(records)],
    ACTIVITY_HISTORY: [listEvidence(records)],
    VERIFICATION: [listEvidence([...documents, ...(face ? [face] : [])])],
  }
  return Object.entries(links)
    .filter(([type]) => type in scores)
    .flatMap(([type, lists]) =>
      lists.map((ids) => ({ type, classification: scores[type], evidence_links: ids })),
    )
}

function listEvidence(evidence: { evidence_id: string }[]): string[] {
  return evidence.map(({ evidence_id: id }) => id)
}

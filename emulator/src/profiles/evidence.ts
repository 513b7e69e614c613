import { randomUUID } from 'node:crypto'
import { listAcceptedDocuments } from '../capture/requirement-state.js'
import {
  parseFields,
  type CapturedDocument,
  type LivenessCapture,
  type Resource,
} from '../capture/resource.js'
import type { Check } from '../checks/report.js'
import { formatTime, type Media } from '../sessions/media.js'
import type { Session } from '../sessions/session.js'
import type { Identity } from './identity.js'

const VERIFYING_ORG = 'Yoti Ltd.'
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

export interface EvidenceContext {
  identity: Identity
  isHighAssurance: boolean
  /** The two pages of Yoti's documentation name these ids differently. */
  usesResourceIds: boolean
}

/** What a verification report rests on. */
export function buildEvidence(session: Session, context: EvidenceContext) {
  const face = session.livenessCaptures.find(({ passed }) => passed)
  return {
    documents: listAcceptedDocuments(session, 'idDocuments').map((document) =>
      toDocumentEvidence(session, document, context),
    ),
    face: face && toFaceEvidence(session, face, context),
    electronic_records: session.checks.flatMap((check) => toElectronicRecord(check, context)),
  }
}

function toDocumentEvidence(
  session: Session,
  document: CapturedDocument,
  context: EvidenceContext,
) {
  const checks = findPassedChecks(session, document)
  const media = document.pages.map((page) => page.media)
  return {
    evidence_id: randomUUID(),
    timestamp: formatTime(document.updatedAt),
    document_fields: parseFields(document) ?? {},
    passed_checks: listCheckNames(checks, context).map((check) => ({ check })),
    verifying_org: VERIFYING_ORG,
    ...toAuditIds(document, checks, media, context),
  }
}

function toFaceEvidence(session: Session, face: LivenessCapture, context: EvidenceContext) {
  const checks = findPassedChecks(session, face).filter(({ type }) => type === 'LIVENESS')
  return {
    evidence_id: randomUUID(),
    initial_liveness: { type: face.livenessType, timestamp: formatTime(face.updatedAt) },
    verifying_org: VERIFYING_ORG,
    ...toAuditIds(face, checks, [face.image, face.frames[0]?.media], context),
  }
}

function toElectronicRecord(check: Check, { identity, usesResourceIds }: EvidenceContext) {
  const provider = RECORD_PROVIDERS[check.type]
  if (provider === undefined || !isPassed(check)) return []
  const { full_name, given_names, family_name } = identity.current_name
  return [
    {
      evidence_id: randomUUID(),
      timestamp: formatTime(check.updatedAt),
      identity_details: {
        full_name,
        given_names,
        family_name,
        date_of_birth: identity.date_of_birth,
        structured_postal_address: identity.current_address?.address,
      },
      verifying_org: VERIFYING_ORG,
      provider_org: provider,
      [usesResourceIds ? 'check_ids' : 'audit_ids']: [check.id],
    },
  ]
}

function toAuditIds(
  resource: Resource,
  checks: Check[],
  media: (Media | undefined)[],
  { usesResourceIds }: EvidenceContext,
) {
  const checkIds = checks.map(({ id }) => id)
  return usesResourceIds
    ? { resource_ids: [resource.id], check_ids: checkIds }
    : { media_ids: media.flatMap((one) => one?.id ?? []), audit_ids: checkIds }
}

function listCheckNames(checks: Check[], { isHighAssurance }: EvidenceContext): string[] {
  return checks
    .flatMap(({ report }) => report?.breakdown ?? [])
    .filter(({ result }) => result === 'PASS')
    .flatMap(({ sub_check: name }) => CHECK_NAMES[name] ?? [])
    .map((name) =>
      name === 'AUTOMATED_FACE_MATCH' && isHighAssurance ? `${name}_HIGHER_THRESHOLD` : name,
    )
}

function findPassedChecks({ checks }: Session, { id }: Resource): Check[] {
  return checks.filter((check) => isPassed(check) && check.resourcesUsed.includes(id))
}

function isPassed({ report }: Check): boolean {
  return report?.recommendation.value === 'APPROVE'
}

import { randomUUID } from 'node:crypto'
import { listAcceptedDocuments } from '../capture/requirement-state.js'
import { parseFields, type Resource } from '../capture/resource.js'
import { isApproved, type Check } from '../checks/report.js'
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

/** What a verification report rests on. */
export function buildEvidence(
  session: Session,
  { current_name: name, date_of_birth, current_address: address }: Identity,
  { isHigh, isBritish }: { isHigh: boolean; isBritish: boolean },
) {
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
  const face = session.livenessCaptures.find(({ passed }) => passed)

  return {
    documents: listAcceptedDocuments(session, 'idDocuments').map((document) => {
      const checks = findChecks(document)
      const media = document.pages.map((page) => page.media)
      return {
        evidence_id: randomUUID(),
        timestamp: formatTime(document.updatedAt),
        document_fields: parseFields(document) ?? {},
        passed_checks: listCheckNames(checks, isHigh).map((check) => ({ check })),
        verifying_org: VERIFYING_ORG,
        ...toAuditIds(document, checks, media),
      }
    }),
    face: face && {
      evidence_id: randomUUID(),
      initial_liveness: { type: face.livenessType, timestamp: formatTime(face.updatedAt) },
      verifying_org: VERIFYING_ORG,
      ...toAuditIds(
        face,
        findChecks(face).filter(({ type }) => type === 'LIVENESS'),
        [face.image, face.frames[0]?.media],
      ),
    },
    electronic_records: passedChecks
      .filter(({ type }) => type in RECORD_PROVIDERS)
      .map(({ id, type, updatedAt }) => ({
        evidence_id: randomUUID(),
        timestamp: formatTime(updatedAt),
        identity_details: {
          full_name: name.full_name,
          given_names: name.given_names,
          family_name: name.family_name,
          date_of_birth,
          structured_postal_address: address?.address,
        },
        verifying_org: VERIFYING_ORG,
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

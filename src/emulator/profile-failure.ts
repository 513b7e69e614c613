import { describeDocument, judgeCheck, type Failure } from './check-failure.js'
import { findAcceptedDocument } from './requirement.js'
import type { CapturedDocument } from './resource.js'
import type { Session } from './session.js'

// Yoti's own order for the first five; whatever is not here comes last.
const PRIORITY = [
  'FRAUD_DETECTED',
  'UNABLE_TO_VALIDATE_DOCUMENT',
  'FACE_MATCH_HIGHER_THRESHOLD_VERIFICATION_FAILED',
  'FACE_MATCH_VERIFICATION_FAILED',
  'MANDATORY_DOCUMENT_NOT_PROVIDED',
  'MISSING_LIVENESS',
]

/** Why a completed session does not meet its profile; undefined when it does. */
export function findProfileFailure(session: Session) {
  const failures = [
    ...session.checks.flatMap((check) => judgeCheck(session, check)),
    ...findMissingDocuments(session),
    ...findMissingLiveness(session),
  ]
  const rank = ({ code }: Failure) =>
    PRIORITY.includes(code) ? PRIORITY.indexOf(code) : PRIORITY.length
  const worst = failures.toSorted((one, other) => rank(one) - rank(other))[0]
  if (worst === undefined) return undefined
  return {
    reason_code: worst.code,
    requirements_not_met_details: failures
      .filter(({ code }) => code === worst.code)
      .map(({ details }) => details),
  }
}

/** Without a document, or with one that neither the machine nor an expert has read. */
function findMissingDocuments(session: Session): Failure[] {
  return session.requirements.flatMap((requirement): Failure[] => {
    if (requirement.type !== 'ID_DOCUMENT') return []
    const accepted = findAcceptedDocument(session.idDocuments, requirement)
    if (accepted && isReadOrReported(session, accepted)) return []
    const last =
      accepted ??
      session.idDocuments.findLast(({ requirementId }) => requirementId === requirement.id)
    const reason = last?.tasks[0]?.recommendation?.reason
    const details = {
      failure_type: 'ID_DOCUMENT_EXTRACTION',
      ...describeDocument(last),
      audit_id: last?.tasks[0]?.id,
      details: reason?.detail ?? reason?.value,
    }
    return [{ code: 'MANDATORY_DOCUMENT_NOT_PROVIDED', details }]
  })
}

/** Where an expert could not read it either, the check says so already. */
function isReadOrReported({ checks }: Session, { id, documentFields }: CapturedDocument): boolean {
  const isReported = checks.some(
    ({ type, resourcesUsed }) =>
      type === 'ID_DOCUMENT_TEXT_DATA_CHECK' && resourcesUsed.includes(id),
  )
  return documentFields !== undefined || isReported
}

function findMissingLiveness(session: Session): Failure[] {
  const { checks, livenessCaptures, requirements } = session
  return requirements.flatMap((requirement): Failure[] => {
    if (requirement.type !== 'LIVENESS') return []
    const attempts = livenessCaptures.filter((one) => one.requirementId === requirement.id)
    if (attempts.some(({ passed }) => passed)) return []
    const ids = attempts.map(({ id }) => id)
    const latest = checks.find(
      ({ type, resourcesUsed }) =>
        type === 'LIVENESS' && resourcesUsed.some((id) => ids.includes(id)),
    )
    const details = {
      failure_type: 'LIVENESS',
      audit_id: latest?.id,
      details: 'USER_FAILED_LIVENESS',
    }
    return [{ code: 'MISSING_LIVENESS', details }]
  })
}

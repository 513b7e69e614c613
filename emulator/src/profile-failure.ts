import { describeDocument, findCheckFailures, type ProfileFailure } from './check-failure.js'
import { findAcceptedDocument } from './requirement.js'
import type { CapturedDocument } from './resource.js'
import type { Session } from './session.js'

// The first five are in Yoti's order. All other reasons come last.
const REASON_CODE_PRIORITY = [
  'FRAUD_DETECTED',
  'UNABLE_TO_VALIDATE_DOCUMENT',
  'FACE_MATCH_HIGHER_THRESHOLD_VERIFICATION_FAILED',
  'FACE_MATCH_VERIFICATION_FAILED',
  'MANDATORY_DOCUMENT_NOT_PROVIDED',
  'MISSING_LIVENESS',
]

/** Undefined when the completed session satisfies its profile. */
export function findProfileFailure(session: Session) {
  const failures = [
    ...session.checks.flatMap((check) => findCheckFailures(session, check)),
    ...findMissingDocuments(session),
    ...findMissingLiveness(session),
  ]
  const rank = ({ code }: ProfileFailure) =>
    REASON_CODE_PRIORITY.includes(code)
      ? REASON_CODE_PRIORITY.indexOf(code)
      : REASON_CODE_PRIORITY.length
  const mostSevere = failures.toSorted((one, other) => rank(one) - rank(other))[0]
  if (mostSevere === undefined) return undefined
  return {
    reason_code: mostSevere.code,
    requirements_not_met_details: failures
      .filter(({ code }) => code === mostSevere.code)
      .map(({ details }) => details),
  }
}

/** There is no document, or its text was not extracted and no expert read it. */
function findMissingDocuments(session: Session): ProfileFailure[] {
  return session.requirements.flatMap((requirement): ProfileFailure[] => {
    if (requirement.type !== 'ID_DOCUMENT') return []
    const accepted = findAcceptedDocument(session.idDocuments, requirement)
    if (accepted && hasTextOrTextDataCheck(session, accepted)) return []
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

/** If an expert could not read it either, the check already has the reason. */
function hasTextOrTextDataCheck(
  { checks }: Session,
  { id, documentFields }: CapturedDocument,
): boolean {
  const isReported = checks.some(
    ({ type, resourcesUsed }) =>
      type === 'ID_DOCUMENT_TEXT_DATA_CHECK' && resourcesUsed.includes(id),
  )
  return documentFields !== undefined || isReported
}

function findMissingLiveness(session: Session): ProfileFailure[] {
  const { checks, livenessCaptures, requirements } = session
  return requirements.flatMap((requirement): ProfileFailure[] => {
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

import type { SessionResult } from '../yoti/session-result.js'
import { evaluateChecks } from './evaluate-checks.js'
import { evaluateDocuments } from './evaluate-documents.js'
import { evaluateProfiles } from './evaluate-profiles.js'
import type {
  Finding,
  OutcomeDecision,
  Outcome,
  OutcomeReason,
  OutcomeCriteria,
} from './outcome-decision.js'
import { POLICY_VERSION } from './outcome-policy.js'

export { pickYotiConstant } from './yoti-constant.js'
export type {
  OutcomeDecision,
  Outcome,
  OutcomeReason,
  OutcomeCriteria,
} from './outcome-decision.js'

const MOST_SEVERE_FIRST = ['REJECTED', 'REVIEW', 'NONE'] as const

/** Applies the policy in outcome-policy.ts to Yoti's result. */
export function evaluateSession(result: SessionResult, criteria: OutcomeCriteria): OutcomeDecision {
  if (result.state === 'EXPIRED') return createDecision('NONE', { code: 'SESSION_EXPIRED' })
  if (result.state !== 'COMPLETED') return createDecision('PENDING')

  const findings = [evaluateChecks, evaluateDocuments, evaluateProfiles].flatMap((evaluatePart) =>
    evaluatePart(result, criteria),
  )
  const mostSevere = MOST_SEVERE_FIRST.find((outcome) =>
    findings.some((f) => f.outcome === outcome),
  )
  if (mostSevere !== undefined) return createDecision(mostSevere, ...listReasons(findings))
  if (!hasCriteria(criteria)) return createDecision('NONE', { code: 'NOTHING_TO_JUDGE' })
  return createDecision('APPROVED')
}

function createDecision(outcome: Outcome, ...reasons: OutcomeReason[]): OutcomeDecision {
  return { outcome, reasons, policyVersion: POLICY_VERSION }
}

function listReasons(findings: readonly Finding[]): OutcomeReason[] {
  const sorted = MOST_SEVERE_FIRST.flatMap((outcome) =>
    findings.filter((f) => f.outcome === outcome),
  )
  const byContent = new Map(sorted.map(({ reason }) => [JSON.stringify(reason), reason]))
  return [...byContent.values()]
}

function hasCriteria(criteria: OutcomeCriteria): boolean {
  return (
    (criteria.requested_checks ?? []).length > 0 ||
    criteria.identity_profile_requirements !== undefined ||
    criteria.advanced_identity_profile_requirements !== undefined
  )
}

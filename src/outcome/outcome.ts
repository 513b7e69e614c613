import type { SessionResult } from '../yoti/session-result.js'
import { requestsIdentityProfile } from '../yoti/session-spec.js'
import { evaluateChecks, evaluateDocuments } from './evaluate-checks.js'
import { evaluateProfiles } from './evaluate-profiles.js'
import {
  createFinding,
  type Finding,
  type Outcome,
  type OutcomeCriteria,
  type OutcomeReason,
} from './finding.js'
import { POLICY_VERSION } from './outcome-policy.js'

export { OUTCOMES, type Outcome, type OutcomeCriteria, type OutcomeReason } from './finding.js'

export interface OutcomeDecision {
  outcome: Outcome
  /** Rejections first. */
  reasons: readonly OutcomeReason[]
  policyVersion: string
}

const MOST_SEVERE_FIRST = ['REJECTED', 'REVIEW', 'NONE'] as const

/** Applies the policy in outcome-policy.ts to Yoti's result. */
export function evaluateSession(result: SessionResult, criteria: OutcomeCriteria): OutcomeDecision {
  if (result.state === 'EXPIRED') return createDecision('NONE', { code: 'SESSION_EXPIRED' })
  if (result.state !== 'COMPLETED') return createDecision('PENDING')

  const findings = [
    ...findUnreadable(result),
    ...evaluateChecks(result, criteria),
    ...evaluateDocuments(result, criteria),
    ...evaluateProfiles(result, criteria),
  ].sort((a, b) => rankSeverity(a) - rankSeverity(b))
  const [mostSevere] = findings
  if (mostSevere !== undefined) return createDecision(mostSevere.outcome, ...listReasons(findings))
  const { requested_checks: checks = [] } = criteria
  if (checks.length === 0 && !requestsIdentityProfile(criteria))
    return createDecision('NONE', { code: 'NOTHING_TO_JUDGE' })
  return createDecision('APPROVED')
}

/** What the decision rests on, without indexes. Everything else is left out without a consequence. */
const DECISIVE_FIELDS = [
  'session_id',
  'state',
  'checks.type',
  'checks.state',
  'checks.report.recommendation.value',
  'checks.report.recommendation.reason',
  'checks.resources_used',
  'resources.id_documents.id',
  'identity_profile.result',
  'identity_profile.failure_reason.reason_code',
  'identity_profile.identity_profile_report.schemes_compliance.requirements_met',
]

/** Whatever contains a decisive field is decisive, too. */
function findUnreadable({ unreadable = [] }: SessionResult): Finding[] {
  const isDecisive = unreadable
    .map((path) => path.replace(/\[\d+\]/g, '').replace(/^advanced_|\.compliance\b/g, ''))
    .some((path) => DECISIVE_FIELDS.some((field) => `${field}.`.startsWith(`${path}.`)))
  return isDecisive ? [createFinding('REVIEW', 'UNREADABLE_RESULT')] : []
}

function createDecision(outcome: Outcome, ...reasons: OutcomeReason[]): OutcomeDecision {
  return { outcome, reasons, policyVersion: POLICY_VERSION }
}

function rankSeverity({ outcome }: Finding): number {
  return MOST_SEVERE_FIRST.indexOf(outcome)
}

/** Each reason once. */
function listReasons(findings: readonly Finding[]): OutcomeReason[] {
  return [...new Map(findings.map(({ reason }) => [JSON.stringify(reason), reason])).values()]
}

import type { Check, SessionResult } from '../yoti/session-result.js'
import type { Finding, OutcomeReasonCode, OutcomeCriteria } from './outcome-decision.js'
import {
  APPROVING_VALUE,
  CHECK_DEPENDENCIES,
  CHECK_POLICY,
  lookUpByReason,
  UNKNOWN_CHECK_POLICY,
  type CheckPolicy,
} from './outcome-policy.js'
import { isResourceUsed } from './used-resources.js'
import { pickYotiConstant } from './yoti-constant.js'

/** Finds the checks that prevent the approval of a completed session. */
export function evaluateChecks(result: SessionResult, criteria: OutcomeCriteria): Finding[] {
  const requiredTypes = listRequiredTypes(criteria)
  // The profile evaluates the checks that it adds.
  const present = requiresProfile(criteria) ? [] : result.checks.map((check) => check.type)
  return [...new Set([...requiredTypes, ...present])].flatMap((type) => {
    const checks = result.checks.filter((check) => check.type === type)
    const policy = getCheckPolicy(type)
    return [
      ...(requiredTypes.includes(type)
        ? findMissingChecks(type, checks, policy, result, criteria)
        : []),
      ...evaluateChecksOfType(checks, policy),
    ]
  })
}

function listRequiredTypes(criteria: OutcomeCriteria): string[] {
  const types = (criteria.requested_checks ?? []).map((check) => check.type)
  return types.flatMap((type) => [type, ...(CHECK_DEPENDENCIES[type] ?? [])])
}

function requiresProfile(criteria: OutcomeCriteria): boolean {
  return (
    criteria.identity_profile_requirements !== undefined ||
    criteria.advanced_identity_profile_requirements !== undefined
  )
}

function getCheckPolicy(type: string): CheckPolicy | undefined {
  const table: Readonly<Record<string, CheckPolicy>> = CHECK_POLICY
  return Object.hasOwn(table, type) ? table[type] : undefined
}

function findMissingChecks(
  type: string,
  checks: readonly Check[],
  policy: CheckPolicy | undefined,
  result: SessionResult,
  criteria: OutcomeCriteria,
): Finding[] {
  const missing: Finding[] = [createFinding('REVIEW', 'MISSING_CHECK', type)]
  if (checks.length === 0) return missing
  if (policy?.approvals !== 'each document') return []
  const required = (criteria.required_documents ?? []).filter((d) => d.type === 'ID_DOCUMENT')
  const counted = (result.resources.id_documents ?? []).filter(({ id }) =>
    isResourceUsed(result.checks, id),
  )
  const allCovered = counted.every(({ id }) => isResourceUsed(checks, id))
  return allCovered && checks.length >= required.length ? [] : missing
}

function evaluateChecksOfType(
  checks: readonly Check[],
  policy: CheckPolicy | undefined,
): Finding[] {
  const evaluated = checks.map((check) => evaluateCheck(check, policy))
  const findings = evaluated.filter((finding) => finding !== undefined)
  if (policy?.approvals !== 'any') return findings
  if (findings.length < evaluated.length) return []
  // The best attempt counts.
  const reviews = findings.filter((finding) => finding.outcome === 'REVIEW')
  return reviews.length > 0 ? reviews : findings
}

function evaluateCheck(check: Check, policy: CheckPolicy | undefined): Finding | undefined {
  const recommendation = check.report?.recommendation
  if (check.state !== 'DONE' || recommendation === undefined) {
    return createFinding('REVIEW', 'CHECK_WITHOUT_RESULT', check.type, check.state)
  }
  const { value, reason } = recommendation
  const effectivePolicy = policy ?? UNKNOWN_CHECK_POLICY
  switch (value) {
    case APPROVING_VALUE:
      return policy ? undefined : createFinding('REVIEW', 'UNKNOWN_CHECK_TYPE', check.type)
    case 'REJECT':
      return createFinding(
        lookUpByReason(effectivePolicy.REJECT, reason),
        'CHECK_REJECTED',
        check.type,
        reason,
      )
    case 'CONSIDER':
      return createFinding(
        lookUpByReason(effectivePolicy.CONSIDER, reason),
        'CHECK_TO_CONSIDER',
        check.type,
        reason,
      )
    case 'NOT_AVAILABLE':
      return createFinding(
        lookUpByReason(effectivePolicy.NOT_AVAILABLE, reason),
        'CHECK_NOT_AVAILABLE',
        check.type,
        reason,
      )
    default:
      return createFinding('REVIEW', 'UNKNOWN_RECOMMENDATION', check.type, value)
  }
}

function createFinding(
  outcome: Finding['outcome'],
  code: OutcomeReasonCode,
  checkType: string,
  reason?: string,
): Finding {
  return {
    outcome,
    reason: {
      code,
      ...pickYotiConstant('checkType', checkType),
      ...pickYotiConstant('reason', reason),
    },
  }
}

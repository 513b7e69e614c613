import type { Check, SessionResult } from '../../yoti/session-result.js'
import type { Finding, OutcomeReasonCode, Requested } from './judgement.js'
import {
  APPROVING_VALUE,
  CHECK_NEEDS,
  CHECK_POLICY,
  lookUp,
  UNKNOWN_CHECK_POLICY,
  type CheckPolicy,
} from './outcome-policy.js'
import { isUsed } from './used-resources.js'
import { keepWireWord } from './wire-word.js'

/** What in the checks of a completed session keeps it from being approved. */
export function judgeChecks(result: SessionResult, requested: Requested): Finding[] {
  const demanded = listDemanded(requested)
  // The checks that a profile brought about are the profile's own to judge.
  const present = asksForProfile(requested) ? [] : result.checks.map((check) => check.type)
  return [...new Set([...demanded, ...present])].flatMap((type) => {
    const checks = result.checks.filter((check) => check.type === type)
    const policy = findPolicy(type)
    return [
      ...(demanded.includes(type) ? findMissing(type, checks, policy, result, requested) : []),
      ...judgeType(checks, policy),
    ]
  })
}

function listDemanded(requested: Requested): string[] {
  const types = (requested.requested_checks ?? []).map((check) => check.type)
  return types.flatMap((type) => [type, ...(CHECK_NEEDS[type] ?? [])])
}

function asksForProfile(requested: Requested): boolean {
  return (
    requested.identity_profile_requirements !== undefined ||
    requested.advanced_identity_profile_requirements !== undefined
  )
}

function findPolicy(type: string): CheckPolicy | undefined {
  const table: Readonly<Record<string, CheckPolicy>> = CHECK_POLICY
  return Object.hasOwn(table, type) ? table[type] : undefined
}

function findMissing(
  type: string,
  checks: readonly Check[],
  policy: CheckPolicy | undefined,
  result: SessionResult,
  requested: Requested,
): Finding[] {
  const missing: Finding[] = [finding('REVIEW', 'MISSING_CHECK', type)]
  if (checks.length === 0) return missing
  if (policy?.approvals !== 'each document') return []
  const required = (requested.required_documents ?? []).filter((d) => d.type === 'ID_DOCUMENT')
  const counted = (result.resources.id_documents ?? []).filter(({ id }) =>
    isUsed(result.checks, id),
  )
  const everyOne = counted.every(({ id }) => isUsed(checks, id))
  return everyOne && checks.length >= required.length ? [] : missing
}

function judgeType(checks: readonly Check[], policy: CheckPolicy | undefined): Finding[] {
  const judged = checks.map((check) => judgeCheck(check, policy))
  const findings = judged.filter((each) => each !== undefined)
  if (policy?.approvals !== 'any') return findings
  if (findings.length < judged.length) return []
  // Of several attempts the best counts.
  const reviews = findings.filter((each) => each.outcome === 'REVIEW')
  return reviews.length > 0 ? reviews : findings
}

function judgeCheck(check: Check, policy: CheckPolicy | undefined): Finding | undefined {
  const recommendation = check.report?.recommendation
  if (check.state !== 'DONE' || recommendation === undefined) {
    return finding('REVIEW', 'CHECK_WITHOUT_RESULT', check.type, check.state)
  }
  const { value, reason } = recommendation
  const row = policy ?? UNKNOWN_CHECK_POLICY
  switch (value) {
    case APPROVING_VALUE:
      return policy ? undefined : finding('REVIEW', 'UNKNOWN_CHECK_TYPE', check.type)
    case 'REJECT':
      return finding(lookUp(row.REJECT, reason), 'CHECK_REJECTED', check.type, reason)
    case 'CONSIDER':
      return finding(lookUp(row.CONSIDER, reason), 'CHECK_TO_CONSIDER', check.type, reason)
    case 'NOT_AVAILABLE':
      return finding(lookUp(row.NOT_AVAILABLE, reason), 'CHECK_NOT_AVAILABLE', check.type, reason)
    default:
      return finding('REVIEW', 'UNKNOWN_RECOMMENDATION', check.type, value)
  }
}

function finding(
  outcome: Finding['outcome'],
  code: OutcomeReasonCode,
  checkType: string,
  reason?: string,
): Finding {
  return {
    outcome,
    reason: { code, ...keepWireWord('checkType', checkType), ...keepWireWord('reason', reason) },
  }
}

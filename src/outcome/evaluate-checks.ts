import type { Check, Document, SessionResult } from '../yoti/session-result.js'
import { requestsIdentityProfile } from '../yoti/session-spec.js'
import { createFinding, type Finding, type OutcomeCriteria } from './finding.js'
import {
  CHECK_POLICY,
  DEFAULT_REJECTIONS,
  lookUpByReason,
  type CheckPolicy,
} from './outcome-policy.js'

/** Finds the checks that prevent the approval of a completed session. */
export function evaluateChecks(result: SessionResult, criteria: OutcomeCriteria): Finding[] {
  const requiredTypes = listRequiredTypes(criteria)
  // The profile evaluates the checks that it adds.
  const present = requestsIdentityProfile(criteria) ? [] : result.checks.map((check) => check.type)
  return [...new Set([...requiredTypes, ...present])].flatMap((type) => {
    const checks = result.checks.filter((check) => check.type === type)
    const isMissing = requiredTypes.includes(type) && isCheckMissing(type, checks, result, criteria)
    return [
      ...(isMissing ? [createFinding('REVIEW', 'MISSING_CHECK', { checkType: type })] : []),
      ...evaluateChecksOfType(checks, getCheckPolicy(type)),
    ]
  })
}

/** Finds missing supporting documents, which no check reports. */
export function evaluateDocuments(result: SessionResult, criteria: OutcomeCriteria): Finding[] {
  const required = (criteria.required_documents ?? []).filter(
    ({ type }) => type === 'SUPPLEMENTARY_DOCUMENT',
  )
  const supplied = (result.resources.supplementary_documents ?? []).filter(isSupplied)
  return supplied.length >= required.length ? [] : [createFinding('REVIEW', 'MISSING_DOCUMENT')]
}

export function usesResource(check: Check, resourceId: string): boolean {
  return check.resources_used?.includes(resourceId) ?? false
}

/** Every attempt leaves a resource, but only those that a check used count. */
export function isResourceUsed(checks: readonly Check[], resourceId: string): boolean {
  return checks.some((check) => usesResource(check, resourceId))
}

function listRequiredTypes(criteria: OutcomeCriteria): string[] {
  return (criteria.requested_checks ?? []).flatMap(({ type }) => {
    const requires = getCheckPolicy(type)?.requires
    return requires === undefined ? [type] : [type, requires]
  })
}

function getCheckPolicy(type: string): CheckPolicy | undefined {
  return Object.hasOwn(CHECK_POLICY, type) ? CHECK_POLICY[type] : undefined
}

function isCheckMissing(
  type: string,
  checks: readonly Check[],
  result: SessionResult,
  criteria: OutcomeCriteria,
): boolean {
  if (checks.length === 0) return true
  if (getCheckPolicy(type)?.approvals !== 'each document') return false
  const required = (criteria.required_documents ?? []).filter((d) => d.type === 'ID_DOCUMENT')
  const { id_documents: documents = [] } = result.resources
  const isOnly = documents.length === 1
  const counted = documents.filter(
    ({ id }) => (id === '' && !isOnly) || result.checks.some((check) => mayUseDocument(check, id)),
  )
  const isCovered = ({ id }: Document) =>
    isResourceUsed(checks, id) ||
    (isOnly && checks.some((check) => check.resources_used === undefined))
  return !counted.every(isCovered) || checks.length < required.length
}

/** A check of documents that does not say what it used may have used any. */
function mayUseDocument(check: Check, id: string): boolean {
  const isUnknown = check.resources_used === undefined && check.type.startsWith('ID_DOCUMENT_')
  return isUnknown || usesResource(check, id)
}

function evaluateChecksOfType(
  checks: readonly Check[],
  policy: CheckPolicy | undefined,
): Finding[] {
  const findings = checks
    .map((check) => evaluateCheck(check, policy))
    .filter((finding) => finding !== undefined)
  if (policy?.approvals !== 'any') return findings
  if (findings.length < checks.length) return []
  // The best attempt counts.
  const reviews = findings.filter((finding) => finding.outcome === 'REVIEW')
  return reviews.length > 0 ? reviews : findings
}

function evaluateCheck(check: Check, policy: CheckPolicy | undefined): Finding | undefined {
  const { type: checkType, state } = check
  const recommendation = check.report?.recommendation
  if (state !== 'DONE' || recommendation === undefined) {
    return createFinding('REVIEW', 'CHECK_WITHOUT_RESULT', { checkType, reason: state })
  }
  const { value, reason } = recommendation
  switch (value) {
    case 'APPROVE':
      if (policy === undefined) return createFinding('REVIEW', 'UNKNOWN_CHECK_TYPE', { checkType })
      // Yoti gives reasons only for other recommendations.
      return reason === undefined
        ? undefined
        : createFinding('REVIEW', 'CHECK_CONTRADICTORY', { checkType, reason })
    case 'REJECT': {
      const outcome = lookUpByReason(policy?.rejections ?? DEFAULT_REJECTIONS, reason)
      return createFinding(outcome, 'CHECK_REJECTED', { checkType, reason })
    }
    case 'CONSIDER':
      return createFinding('REVIEW', 'CHECK_TO_CONSIDER', { checkType, reason })
    case 'NOT_AVAILABLE':
      return createFinding('REVIEW', 'CHECK_NOT_AVAILABLE', { checkType, reason })
    default:
      return createFinding('REVIEW', 'UNKNOWN_RECOMMENDATION', { checkType, reason: value })
  }
}

/** The resource exists as soon as the user chooses a document type. */
function isSupplied({ file, pages = [], document_fields: fields }: Document): boolean {
  return file !== undefined || fields !== undefined || pages.some(({ media }) => media)
}

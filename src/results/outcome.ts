import type { SessionResult } from '../yoti/session-result.js'
import type { SessionSpec } from '../yoti/session-spec.js'
import { judgeChecks } from './judge-checks.js'
import { judgeProfiles } from './judge-profiles.js'
import { POLICY_VERSION } from './outcome-policy.js'

export type Outcome = 'PENDING' | 'APPROVED' | 'REJECTED' | 'REVIEW' | 'NONE'

export type OutcomeReasonCode =
  | 'CHECK_REJECTED'
  | 'CHECK_TO_CONSIDER'
  | 'CHECK_NOT_AVAILABLE'
  | 'CHECK_WITHOUT_RESULT'
  | 'MISSING_CHECK'
  | 'UNKNOWN_CHECK_TYPE'
  | 'UNKNOWN_RECOMMENDATION'
  | 'PROFILE_ABORTED'
  | 'PROFILE_REQUIREMENTS_NOT_MET'
  | 'MISSING_PROFILE'
  | 'UNKNOWN_PROFILE_RESULT'
  | 'SESSION_EXPIRED'
  | 'NOTHING_TO_JUDGE'

/** Why an outcome is not APPROVED, in stable words without personal data. */
export interface OutcomeReason {
  code: OutcomeReasonCode
  checkType?: string
  /** Yoti's own word. */
  reason?: string
}

export interface Judgement {
  outcome: Outcome
  /** Rejections first. */
  reasons: readonly OutcomeReason[]
  policyVersion: string
}

/** The part of a session specification that says what must be shown. */
export type Requested = Pick<
  SessionSpec,
  | 'requested_checks'
  | 'required_documents'
  | 'identity_profile_requirements'
  | 'advanced_identity_profile_requirements'
>

/** One thing that keeps a session from being approved. */
export interface Finding {
  outcome: 'REJECTED' | 'REVIEW' | 'NONE'
  reason: OutcomeReason
}

const GRAVEST_FIRST = ['REJECTED', 'REVIEW', 'NONE'] as const

/** What Yoti's answer means for the relying business, by the policy of outcome-policy.ts. */
export function judgeSession(result: SessionResult, requested: Requested): Judgement {
  if (result.state === 'EXPIRED') return judge('NONE', { code: 'SESSION_EXPIRED' })
  if (result.state !== 'COMPLETED') return judge('PENDING')

  const findings = [...judgeChecks(result, requested), ...judgeProfiles(result, requested)]
  const gravest = GRAVEST_FIRST.find((outcome) => findings.some((f) => f.outcome === outcome))
  if (gravest !== undefined) return judge(gravest, ...listReasons(findings))
  if (!asksForAnything(requested)) return judge('NONE', { code: 'NOTHING_TO_JUDGE' })
  return judge('APPROVED')
}

function judge(outcome: Outcome, ...reasons: OutcomeReason[]): Judgement {
  return { outcome, reasons, policyVersion: POLICY_VERSION }
}

function listReasons(findings: readonly Finding[]): OutcomeReason[] {
  const sorted = GRAVEST_FIRST.flatMap((outcome) => findings.filter((f) => f.outcome === outcome))
  const byContent = new Map(sorted.map(({ reason }) => [JSON.stringify(reason), reason]))
  return [...byContent.values()]
}

function asksForAnything(requested: Requested): boolean {
  return (
    (requested.requested_checks ?? []).length > 0 ||
    requested.identity_profile_requirements !== undefined ||
    requested.advanced_identity_profile_requirements !== undefined
  )
}

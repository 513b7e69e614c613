import type { SessionResult } from '../yoti/session-result.js'
import { judgeChecks } from './outcome/judge-checks.js'
import { judgeDocuments } from './outcome/judge-documents.js'
import { judgeProfiles } from './outcome/judge-profiles.js'
import type { Finding, Judgement, Outcome, OutcomeReason, Requested } from './outcome/judgement.js'
import { POLICY_VERSION } from './outcome/outcome-policy.js'

export { keepWireWord } from './outcome/wire-word.js'
export type { Judgement, Outcome, OutcomeReason, Requested } from './outcome/judgement.js'

const GRAVEST_FIRST = ['REJECTED', 'REVIEW', 'NONE'] as const

/** What Yoti's answer means for the relying business, by the policy of outcome-policy.ts. */
export function judgeSession(result: SessionResult, requested: Requested): Judgement {
  if (result.state === 'EXPIRED') return judge('NONE', { code: 'SESSION_EXPIRED' })
  if (result.state !== 'COMPLETED') return judge('PENDING')

  const findings = [judgeChecks, judgeDocuments, judgeProfiles].flatMap((judgePart) =>
    judgePart(result, requested),
  )
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

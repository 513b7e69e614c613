import type { SessionResult } from '../yoti/session-result.js'
import type { Finding, OutcomeReasonCode, OutcomeCriteria } from './outcome-decision.js'
import { ABORTED_PROFILE_POLICY, lookUpByReason } from './outcome-policy.js'
import { listSchemes, type Profile } from './profile-schemes.js'
import { pickYotiConstant } from './yoti-constant.js'

/** The fields that identify a requested scheme in the report. */
interface RequiredScheme {
  framework: string
  type: string
  objective: string | undefined
  /** Advanced profiles only. */
  label: string | undefined
}

/** Finds what prevents the approval in the identity profiles of a completed session. */
export function evaluateProfiles(result: SessionResult, criteria: OutcomeCriteria): Finding[] {
  return [
    ...evaluateProfile(result.identity_profile, listSimpleSchemes(criteria)),
    ...evaluateProfile(result.advanced_identity_profile, listAdvancedSchemes(criteria)),
  ]
}

function evaluateProfile(
  profile: Profile | undefined,
  requiredSchemes: readonly RequiredScheme[],
): Finding[] {
  if (profile === undefined)
    return requiredSchemes.length > 0 ? [createFinding('REVIEW', 'MISSING_PROFILE')] : []
  switch (profile.result) {
    case 'DONE':
      return evaluateReport(profile, requiredSchemes)
    case 'ABORTED': {
      const reason = profile.failure_reason?.reason_code
      return [
        createFinding(lookUpByReason(ABORTED_PROFILE_POLICY, reason), 'PROFILE_ABORTED', reason),
      ]
    }
    default:
      return [createFinding('REVIEW', 'UNKNOWN_PROFILE_RESULT', profile.result)]
  }
}

/** DONE alone proves nothing. The report must contain every requested scheme as met. */
function evaluateReport(profile: Profile, requiredSchemes: readonly RequiredScheme[]): Finding[] {
  const reported = listSchemes(profile)
  const unmet = reported.filter(({ requirements_met }) => requirements_met !== true)
  const missing = requiredSchemes.filter(
    (scheme) =>
      !reported.some((report) => isSameScheme(scheme, report.trust_framework, report.scheme)),
  )
  return [
    ...unmet.map((scheme) =>
      createFinding('REVIEW', 'PROFILE_REQUIREMENTS_NOT_MET', scheme.requirements_not_met_info),
    ),
    ...missing.map((scheme) => createFinding('REVIEW', 'MISSING_PROFILE', scheme.type)),
  ]
}

function isSameScheme(
  scheme: RequiredScheme,
  framework: string | undefined,
  reported: { type: string; objective?: string; label?: string } | undefined,
): boolean {
  return (
    scheme.framework === framework &&
    scheme.type === reported?.type &&
    scheme.objective === reported.objective &&
    scheme.label === reported.label
  )
}

function listSimpleSchemes({
  identity_profile_requirements: requirements,
}: OutcomeCriteria): RequiredScheme[] {
  if (requirements === undefined) return []
  const { type, objective } = requirements.scheme
  return [{ framework: requirements.trust_framework, type, objective, label: undefined }]
}

function listAdvancedSchemes({
  advanced_identity_profile_requirements: requirements,
}: OutcomeCriteria): RequiredScheme[] {
  return (requirements?.profiles ?? []).flatMap(({ trust_framework, schemes }) =>
    schemes.map(({ type, objective, label }) => ({
      framework: trust_framework,
      type,
      objective,
      label,
    })),
  )
}

function createFinding(
  outcome: Finding['outcome'],
  code: OutcomeReasonCode,
  reason?: string,
): Finding {
  return { outcome, reason: { code, ...pickYotiConstant('reason', reason) } }
}

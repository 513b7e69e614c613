import type {
  AdvancedIdentityProfile,
  IdentityProfile,
  SessionResult,
} from '../yoti/session-result.js'
import { listRequestedSchemes, type RequestedScheme } from '../yoti/session-spec.js'
import { createFinding, type Finding, type OutcomeCriteria } from './finding.js'
import { ABORTED_PROFILE_POLICY, lookUpByReason } from './outcome-policy.js'

export type Profile = IdentityProfile | AdvancedIdentityProfile

type Report = NonNullable<IdentityProfile['identity_profile_report']>
export type SchemeCompliance = NonNullable<Report['schemes_compliance']>[number] & {
  trust_framework: string | undefined
}

/** Finds what prevents the approval in the identity profiles of a completed session. */
export function evaluateProfiles(result: SessionResult, criteria: OutcomeCriteria): Finding[] {
  const { identity_profile_requirements, advanced_identity_profile_requirements } = criteria
  const simple = listRequestedSchemes({ identity_profile_requirements })
  const advanced = listRequestedSchemes({ advanced_identity_profile_requirements })
  return [
    ...evaluateProfile(result.identity_profile, simple),
    ...evaluateProfile(result.advanced_identity_profile, advanced),
  ]
}

export function listSchemes({ identity_profile_report: report }: Profile): SchemeCompliance[] {
  if (report === undefined) return []
  const frameworks = 'compliance' in report ? (report.compliance ?? []) : [report as Report]
  return frameworks.flatMap(({ trust_framework, schemes_compliance = [] }) =>
    schemes_compliance.map((scheme) => ({ ...scheme, trust_framework })),
  )
}

function evaluateProfile(
  profile: Profile | undefined,
  requiredSchemes: readonly RequestedScheme[],
): Finding[] {
  if (profile === undefined)
    return requiredSchemes.length > 0 ? [createFinding('REVIEW', 'MISSING_PROFILE')] : []
  switch (profile.result) {
    case 'DONE':
      return [...findContradiction(profile), ...evaluateReport(profile, requiredSchemes)]
    case 'ABORTED': {
      const reason = profile.failure_reason?.reason_code
      const outcome = lookUpByReason(ABORTED_PROFILE_POLICY, reason)
      return [createFinding(outcome, 'PROFILE_ABORTED', { reason })]
    }
    default:
      return [createFinding('REVIEW', 'UNKNOWN_PROFILE_RESULT', { reason: profile.result })]
  }
}

/** DONE with a reason for a failure. Yoti's own fixtures have it. */
function findContradiction({ failure_reason: failure }: Profile): Finding[] {
  return failure === undefined
    ? []
    : [createFinding('REVIEW', 'PROFILE_FAILED', { reason: failure.reason_code })]
}

/** DONE alone proves nothing. The report must contain every requested scheme as met. */
function evaluateReport(profile: Profile, requiredSchemes: readonly RequestedScheme[]): Finding[] {
  const reported = listSchemes(profile)
  const unmet = reported.filter(({ requirements_met }) => requirements_met !== true)
  const isReported = (scheme: RequestedScheme) =>
    reported.some((report) => isSameScheme(scheme, report))
  const missing = requiredSchemes.filter(
    (scheme) => !isReported(scheme) && !splitScheme(scheme).every(isReported),
  )
  return [
    ...unmet.map(({ requirements_not_met_info: reason }) =>
      createFinding('REVIEW', 'PROFILE_REQUIREMENTS_NOT_MET', { reason }),
    ),
    ...missing.map(({ scheme }) =>
      createFinding('REVIEW', 'MISSING_PROFILE', { reason: scheme.type }),
    ),
  ]
}

/** Yoti reports DBS_RTW as two schemes. */
function splitScheme({ scheme, ...requested }: RequestedScheme): RequestedScheme[] {
  if (scheme.type !== 'DBS_RTW') return [{ ...requested, scheme }]
  const { objective: _ofDbs, ...rest } = scheme
  return [
    { ...requested, scheme: { ...scheme, type: 'DBS' } },
    { ...requested, scheme: { ...rest, type: 'RTW' } },
  ]
}

function isSameScheme(required: RequestedScheme, { trust_framework, scheme }: SchemeCompliance) {
  return (
    required.trust_framework === trust_framework &&
    (['type', 'objective', 'label'] as const).every(
      (name) => required.scheme[name] === scheme?.[name],
    )
  )
}

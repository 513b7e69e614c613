import type {
  AdvancedIdentityProfile,
  IdentityProfile,
  SessionResult,
} from '../yoti/session-result.js'
import { createFinding, type Finding, type OutcomeCriteria } from './finding.js'
import { ABORTED_PROFILE_POLICY, lookUpByReason } from './outcome-policy.js'

export type Profile = IdentityProfile | AdvancedIdentityProfile

type Report = NonNullable<IdentityProfile['identity_profile_report']>
export type SchemeCompliance = NonNullable<Report['schemes_compliance']>[number] & {
  trust_framework: string | undefined
}

/** The fields that identify a requested scheme in the report. */
interface RequiredScheme {
  trust_framework: string
  type: string
  objective?: string
  /** Advanced profiles only. */
  label?: string
}

/** Finds what prevents the approval in the identity profiles of a completed session. */
export function evaluateProfiles(result: SessionResult, criteria: OutcomeCriteria): Finding[] {
  const simple = criteria.identity_profile_requirements
  const advanced = criteria.advanced_identity_profile_requirements
  return [
    ...evaluateProfile(
      result.identity_profile,
      simple ? [{ trust_framework: simple.trust_framework, ...simple.scheme }] : [],
    ),
    ...evaluateProfile(
      result.advanced_identity_profile,
      (advanced?.profiles ?? []).flatMap(({ trust_framework, schemes }) =>
        schemes.map((scheme) => ({ trust_framework, ...scheme })),
      ),
    ),
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
  requiredSchemes: readonly RequiredScheme[],
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
function evaluateReport(profile: Profile, requiredSchemes: readonly RequiredScheme[]): Finding[] {
  const reported = listSchemes(profile)
  const unmet = reported.filter(({ requirements_met }) => requirements_met !== true)
  const isReported = (scheme: RequiredScheme) =>
    reported.some((report) => isSameScheme(scheme, report))
  const missing = requiredSchemes.filter(
    (scheme) => !isReported(scheme) && !splitScheme(scheme).every(isReported),
  )
  return [
    ...unmet.map(({ requirements_not_met_info: reason }) =>
      createFinding('REVIEW', 'PROFILE_REQUIREMENTS_NOT_MET', { reason }),
    ),
    ...missing.map(({ type }) => createFinding('REVIEW', 'MISSING_PROFILE', { reason: type })),
  ]
}

/** Yoti reports DBS_RTW as two schemes. */
function splitScheme(scheme: RequiredScheme): RequiredScheme[] {
  if (scheme.type !== 'DBS_RTW') return [scheme]
  const { objective, ...rest } = scheme
  const dbs = { ...rest, type: 'DBS', ...(objective !== undefined && { objective }) }
  return [dbs, { ...rest, type: 'RTW' }]
}

function isSameScheme(required: RequiredScheme, { trust_framework, scheme }: SchemeCompliance) {
  return (
    required.trust_framework === trust_framework &&
    required.type === scheme?.type &&
    required.objective === scheme.objective &&
    required.label === scheme.label
  )
}

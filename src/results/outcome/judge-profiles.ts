import type { SessionResult } from '../../yoti/session-result.js'
import type { Finding, OutcomeReasonCode, Requested } from './judgement.js'
import { ABORTED_PROFILE_POLICY, lookUp } from './outcome-policy.js'
import { listSchemes, type Profile } from './profile-schemes.js'
import { keepWireWord } from './wire-word.js'

/** What one scheme of a requested profile is known by in the report. */
interface Scheme {
  framework: string
  type: string
  objective: string | undefined
  /** Advanced profiles only. */
  label: string | undefined
}

/** What in the identity profiles of a completed session keeps it from being approved. */
export function judgeProfiles(result: SessionResult, requested: Requested): Finding[] {
  return [
    ...judgeProfile(result.identity_profile, listSimple(requested)),
    ...judgeProfile(result.advanced_identity_profile, listAdvanced(requested)),
  ]
}

function judgeProfile(profile: Profile | undefined, demanded: readonly Scheme[]): Finding[] {
  if (profile === undefined)
    return demanded.length > 0 ? [finding('REVIEW', 'MISSING_PROFILE')] : []
  switch (profile.result) {
    case 'DONE':
      return judgeReport(profile, demanded)
    case 'ABORTED': {
      const reason = profile.failure_reason?.reason_code
      return [finding(lookUp(ABORTED_PROFILE_POLICY, reason), 'PROFILE_ABORTED', reason)]
    }
    default:
      return [finding('REVIEW', 'UNKNOWN_PROFILE_RESULT', profile.result)]
  }
}

/** DONE alone proves nothing: each scheme that was asked for must be there and say that it is met. */
function judgeReport(profile: Profile, demanded: readonly Scheme[]): Finding[] {
  const reported = listSchemes(profile)
  const unmet = reported.filter(({ requirements_met }) => requirements_met !== true)
  const missing = demanded.filter(
    (scheme) => !reported.some((report) => isSame(scheme, report.trust_framework, report.scheme)),
  )
  return [
    ...unmet.map((scheme) =>
      finding('REVIEW', 'PROFILE_REQUIREMENTS_NOT_MET', scheme.requirements_not_met_info),
    ),
    ...missing.map((scheme) => finding('REVIEW', 'MISSING_PROFILE', scheme.type)),
  ]
}

function isSame(
  scheme: Scheme,
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

function listSimple({ identity_profile_requirements: asked }: Requested): Scheme[] {
  if (asked === undefined) return []
  const { type, objective } = asked.scheme
  return [{ framework: asked.trust_framework, type, objective, label: undefined }]
}

function listAdvanced({ advanced_identity_profile_requirements: asked }: Requested): Scheme[] {
  return (asked?.profiles ?? []).flatMap(({ trust_framework, schemes }) =>
    schemes.map(({ type, objective, label }) => ({
      framework: trust_framework,
      type,
      objective,
      label,
    })),
  )
}

function finding(outcome: Finding['outcome'], code: OutcomeReasonCode, reason?: string): Finding {
  return { outcome, reason: { code, ...keepWireWord('reason', reason) } }
}

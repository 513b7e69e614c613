import type { SessionResult } from '../../yoti/session-result.js'
import type { Finding, OutcomeReasonCode, Requested } from './judgement.js'
import { ABORTED_PROFILE_POLICY, lookUp } from './outcome-policy.js'
import { listSchemes, type Profile } from './profile-schemes.js'
import { keepWireWord } from './wire-word.js'

/** What in the identity profiles of a completed session keeps it from being approved. */
export function judgeProfiles(result: SessionResult, requested: Requested): Finding[] {
  return [
    ...judgeProfile(result.identity_profile, requested.identity_profile_requirements !== undefined),
    ...judgeProfile(
      result.advanced_identity_profile,
      requested.advanced_identity_profile_requirements !== undefined,
    ),
  ]
}

function judgeProfile(profile: Profile | undefined, demanded: boolean): Finding[] {
  if (profile === undefined) return demanded ? [finding('REVIEW', 'MISSING_PROFILE')] : []
  switch (profile.result) {
    case 'DONE':
      return listUnmet(profile).map((info) =>
        finding('REVIEW', 'PROFILE_REQUIREMENTS_NOT_MET', info),
      )
    case 'ABORTED': {
      const reason = profile.failure_reason?.reason_code
      return [finding(lookUp(ABORTED_PROFILE_POLICY, reason), 'PROFILE_ABORTED', reason)]
    }
    default:
      return [finding('REVIEW', 'UNKNOWN_PROFILE_RESULT', profile.result)]
  }
}

function listUnmet(profile: Profile): (string | undefined)[] {
  return listSchemes(profile)
    .filter((scheme) => scheme.requirements_met === false)
    .map((scheme) => scheme.requirements_not_met_info)
}

function finding(outcome: Finding['outcome'], code: OutcomeReasonCode, reason?: string): Finding {
  return { outcome, reason: { code, ...keepWireWord('reason', reason) } }
}

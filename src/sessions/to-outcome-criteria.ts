import type { OutcomeCriteria } from '../outcome/outcome.js'
import type { SessionSpec } from '../yoti/session-spec.js'

/** Copies only these fields, because a specification may contain credentials of other services. */
export function toOutcomeCriteria(spec: SessionSpec): OutcomeCriteria {
  const {
    requested_checks: checks,
    required_documents: documents,
    identity_profile_requirements: profile,
    advanced_identity_profile_requirements: advancedProfile,
  } = spec
  return {
    ...(checks === undefined ? {} : { requested_checks: checks.map(({ type }) => ({ type })) }),
    ...(documents === undefined
      ? {}
      : { required_documents: documents.map(({ type }) => ({ type })) }),
    ...(profile === undefined ? {} : { identity_profile_requirements: profile }),
    ...(advancedProfile === undefined
      ? {}
      : { advanced_identity_profile_requirements: advancedProfile }),
  }
}

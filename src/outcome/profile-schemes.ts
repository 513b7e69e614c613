import type { AdvancedIdentityProfile, IdentityProfile } from '../yoti/session-result.js'

export type Profile = IdentityProfile | AdvancedIdentityProfile

type Report = NonNullable<IdentityProfile['identity_profile_report']>
export type SchemeCompliance = NonNullable<Report['schemes_compliance']>[number] & {
  trust_framework: string | undefined
}

export function listSchemes({ identity_profile_report: report }: Profile): SchemeCompliance[] {
  if (report === undefined) return []
  const frameworks = 'compliance' in report ? (report.compliance ?? []) : [report as Report]
  return frameworks.flatMap(({ trust_framework, schemes_compliance = [] }) =>
    schemes_compliance.map((scheme) => ({ ...scheme, trust_framework })),
  )
}

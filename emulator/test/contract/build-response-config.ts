import sandbox from '@getyoti/sdk-sandbox'

export function buildRecommendation(value: string, reason?: string, recoverySuggestion?: string) {
  const builder = new sandbox.SandboxRecommendationBuilder().withValue(value)
  if (reason !== undefined) builder.withReason(reason)
  if (recoverySuggestion !== undefined) builder.withRecoverySuggestion(recoverySuggestion)
  return builder.build()
}

export function buildBreakdown(
  subCheck: string,
  result: string,
  details: Record<string, string> = {},
) {
  const builder = new sandbox.SandboxBreakdownBuilder().withSubCheck(subCheck).withResult(result)
  for (const [name, value] of Object.entries(details)) builder.withDetail(name, value)
  return builder.build()
}

export function buildDocumentFilter(documentType: string, countryCode: string) {
  return new sandbox.SandboxDocumentFilterBuilder()
    .withDocumentType(documentType)
    .withCountryCode(countryCode)
    .build()
}

type CheckReportsBuilder = InstanceType<typeof sandbox.SandboxCheckReportsBuilder>
type TaskResultsBuilder = InstanceType<typeof sandbox.SandboxTaskResultsBuilder>

/** A response configuration with only the given parts. */
export function buildResponseConfig(add: {
  reports?: (reports: CheckReportsBuilder) => void
  tasks?: (tasks: TaskResultsBuilder) => void
}) {
  const reports = new sandbox.SandboxCheckReportsBuilder()
  const tasks = new sandbox.SandboxTaskResultsBuilder()
  add.reports?.(reports)
  add.tasks?.(tasks)
  return new sandbox.SandboxResponseConfigBuilder()
    .withCheckReports(reports.build())
    .withTaskResults(tasks.build())
    .build()
}

/** Rejects every document for this reason. */
export function buildAuthenticityRejection(reason: string) {
  const check = new sandbox.SandboxDocumentAuthenticityCheckBuilder()
    .withRecommendation(buildRecommendation('REJECT', reason))
    .withBreakdown(buildBreakdown('no_sign_of_tampering', 'FAIL', { face_photo_integrity: 'FAIL' }))
    .build()
  return buildResponseConfig({ reports: (reports) => reports.withDocumentAuthenticityCheck(check) })
}

/** A report read through the official getters. */
export const expectedReport = (value: string, reason: string | undefined, breakdown: object[]) => ({
  getRecommendation: { getValue: value, getReason: reason },
  getBreakdown: breakdown,
})

export const expectedSubCheck = (
  name: string,
  result: string,
  details: Record<string, string> = {},
) => ({
  getSubCheck: name,
  getResult: result,
  getDetails: Object.entries(details).map(([getName, getValue]) => ({ getName, getValue })),
})

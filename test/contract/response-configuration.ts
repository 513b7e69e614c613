import sandbox from '@getyoti/sdk-sandbox'

export function recommend(value: string, reason?: string, recoverySuggestion?: string) {
  const builder = new sandbox.SandboxRecommendationBuilder().withValue(value)
  if (reason !== undefined) builder.withReason(reason)
  if (recoverySuggestion !== undefined) builder.withRecoverySuggestion(recoverySuggestion)
  return builder.build()
}

export function breakDown(subCheck: string, result: string, details: Record<string, string> = {}) {
  const builder = new sandbox.SandboxBreakdownBuilder().withSubCheck(subCheck).withResult(result)
  for (const [name, value] of Object.entries(details)) builder.withDetail(name, value)
  return builder.build()
}

export function filterFor(documentType: string, countryCode: string) {
  return new sandbox.SandboxDocumentFilterBuilder()
    .withDocumentType(documentType)
    .withCountryCode(countryCode)
    .build()
}

type Reports = InstanceType<typeof sandbox.SandboxCheckReportsBuilder>
type Results = InstanceType<typeof sandbox.SandboxTaskResultsBuilder>

/** A response configuration of nothing but what is added. */
export function configure(add: {
  reports?: (reports: Reports) => void
  tasks?: (tasks: Results) => void
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

/** Every document is refused for this reason, and nothing else is said. */
export function rejectAuthenticity(reason: string) {
  const check = new sandbox.SandboxDocumentAuthenticityCheckBuilder()
    .withRecommendation(recommend('REJECT', reason))
    .withBreakdown(breakDown('no_sign_of_tampering', 'FAIL', { face_photo_integrity: 'FAIL' }))
    .build()
  return configure({ reports: (reports) => reports.withDocumentAuthenticityCheck(check) })
}

/** What a report looks like through the official getters. */
export const seeReport = (value: string, reason: string | undefined, breakdown: object[]) => ({
  getRecommendation: { getValue: value, getReason: reason },
  getBreakdown: breakdown,
})

export const seeSubCheck = (
  name: string,
  result: string,
  details: Record<string, string> = {},
) => ({
  getSubCheck: name,
  getResult: result,
  getDetails: Object.entries(details).map(([getName, getValue]) => ({ getName, getValue })),
})

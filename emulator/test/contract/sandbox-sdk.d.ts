/** `@getyoti/sdk-sandbox` has no types of its own: what its builders for this API take, as its source says. */
declare module '@getyoti/sdk-sandbox' {
  type Opaque<Name extends string> = Readonly<Record<`built ${Name}`, never>>

  type Recommendation = Opaque<'recommendation'>
  type Breakdown = Opaque<'breakdown'>
  type Filter = Opaque<'filter'>
  type ResponseConfig = Opaque<'response config'>
  type CheckReports = Opaque<'check reports'>
  type TaskResults = Opaque<'task results'>
  type Reason = Opaque<'reason'>
  type ExtractionRecommendation = Opaque<'extraction recommendation'>

  interface RecommendationBuilder {
    withValue(value: string): this
    withReason(reason: string): this
    withRecoverySuggestion(recoverySuggestion: string): this
    build(): Recommendation
  }
  interface BreakdownBuilder {
    withSubCheck(subCheck: string): this
    withResult(result: string): this
    withDetail(name: string, value: string): this
    build(): Breakdown
  }
  interface CheckBuilder<Check extends string> {
    withRecommendation(recommendation: Recommendation): this
    withBreakdown(breakdown: Breakdown): this
    withBreakdowns(breakdowns: Breakdown[]): this
    build(): Opaque<Check>
  }
  interface DocumentCheckBuilder<Check extends string> extends CheckBuilder<Check> {
    withDocumentFilter(filter: Filter): this
  }
  interface TextCheckBuilder<Check extends string> extends DocumentCheckBuilder<Check> {
    withDocumentField(name: string, value: unknown): this
    withDocumentFields(fields: object): this
  }
  interface ComparisonCheckBuilder extends DocumentCheckBuilder<'comparison'> {
    withSecondaryDocumentFilter(filter: Filter): this
  }
  interface ExtractionTaskBuilder<Task extends string> {
    withDocumentField(name: string, value: unknown): this
    withDocumentFields(fields: object): this
    withDocumentFilter(filter: Filter): this
    withRecommendation(recommendation: ExtractionRecommendation): this
    withDetectedCountry(country: string): this
    build(): Opaque<Task>
  }
  interface IdExtractionTaskBuilder extends ExtractionTaskBuilder<'extraction'> {
    withDocumentIdPhoto(contentType: string, data: Buffer): this
  }
  interface FilterBuilder {
    withDocumentType(documentType: string): this
    withCountryCode(countryCode: string): this
    build(): Filter
  }
  interface ReasonBuilder {
    forQuality(): this
    forUserError(): this
    withDetail(detail: string): this
    build(): Reason
  }
  interface ExtractionRecommendationBuilder {
    forProgress(): this
    forShouldTryAgain(): this
    forMustTryAgain(): this
    withReason(reason: Reason): this
    build(): ExtractionRecommendation
  }
  interface CheckReportsBuilder {
    withDocumentTextDataCheck(check: Opaque<'text'>): this
    withSupplementaryDocTextDataCheck(check: Opaque<'supplementary text'>): this
    withDocumentAuthenticityCheck(check: Opaque<'authenticity'>): this
    withLivenessCheck(check: Opaque<'liveness'>): this
    withDocumentFaceMatchCheck(check: Opaque<'face match'>): this
    withIdDocumentComparisonCheck(check: Opaque<'comparison'>): this
    withThirdPartyIdentityCheck(check: Opaque<'third party'>): this
    withAsyncReportDelay(seconds: number): this
    build(): CheckReports
  }
  interface TaskResultsBuilder {
    withDocumentTextDataExtractionTask(task: Opaque<'extraction'>): this
    withSupplementaryDocTextDataExtractionTask(task: Opaque<'supplementary extraction'>): this
    build(): TaskResults
  }
  interface ResponseConfigBuilder {
    withTaskResults(taskResults: TaskResults): this
    withCheckReports(checkReports: CheckReports): this
    build(): ResponseConfig
  }
  interface SandboxClient {
    configureSessionResponse(sessionId: string, config: ResponseConfig): Promise<void>
    configureApplicationResponse(config: ResponseConfig): Promise<void>
  }
  interface ClientBuilder {
    withClientSdkId(sdkId: string): this
    withPemString(pem: string): this
    withSandboxUrl(url: string): this
    build(): SandboxClient
  }

  const sandbox: {
    SandboxIDVClientBuilder: new () => ClientBuilder
    SandboxResponseConfigBuilder: new () => ResponseConfigBuilder
    SandboxCheckReportsBuilder: new () => CheckReportsBuilder
    SandboxTaskResultsBuilder: new () => TaskResultsBuilder
    SandboxRecommendationBuilder: new () => RecommendationBuilder
    SandboxBreakdownBuilder: new () => BreakdownBuilder
    SandboxDocumentFilterBuilder: new () => FilterBuilder
    SandboxDocumentAuthenticityCheckBuilder: new () => DocumentCheckBuilder<'authenticity'>
    SandboxDocumentFaceMatchCheckBuilder: new () => DocumentCheckBuilder<'face match'>
    SandboxDocumentTextDataCheckBuilder: new () => TextCheckBuilder<'text'>
    SandboxSupplementaryDocTextDataCheckBuilder: new () => TextCheckBuilder<'supplementary text'>
    SandboxIdDocumentComparisonCheckBuilder: new () => ComparisonCheckBuilder
    SandboxThirdPartyIdentityCheckBuilder: new () => DocumentCheckBuilder<'third party'>
    SandboxZoomLivenessCheckBuilder: new () => CheckBuilder<'liveness'>
    SandboxDocumentTextDataExtractionTaskBuilder: new () => IdExtractionTaskBuilder
    SandboxSupplementaryDocTextDataExtractionTaskBuilder: new () => ExtractionTaskBuilder<'supplementary extraction'>
    SandboxTextDataExtractionRecommendationBuilder: new () => ExtractionRecommendationBuilder
    SandboxTextDataExtractionReasonBuilder: new () => ReasonBuilder
  }
  export default sandbox
}

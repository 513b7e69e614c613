/** `@getyoti/sdk-sandbox` has no types of its own. A wrong call throws when a test runs. */
declare module '@getyoti/sdk-sandbox' {
  type Built = Readonly<Record<'built', never>>

  /** The methods of all builders. Each builder has some of them. */
  interface Builder {
    withValue(value: string): this
    withReason(reason: string | Built): this
    withRecoverySuggestion(recoverySuggestion: string): this
    withSubCheck(subCheck: string): this
    withResult(result: string): this
    withDetail(nameOrDetail: string, value?: string): this
    withRecommendation(recommendation: Built): this
    withBreakdown(breakdown: Built): this
    withDocumentFilter(filter: Built): this
    withSecondaryDocumentFilter(filter: Built): this
    withDocumentType(documentType: string): this
    withCountryCode(countryCode: string): this
    withDocumentField(name: string, value: unknown): this
    withDocumentFields(fields: object): this
    withDocumentIdPhoto(contentType: string, data: Buffer): this
    withDetectedCountry(country: string): this
    forProgress(): this
    withDocumentTextDataCheck(check: Built): this
    withSupplementaryDocTextDataCheck(check: Built): this
    withDocumentAuthenticityCheck(check: Built): this
    withLivenessCheck(check: Built): this
    withDocumentFaceMatchCheck(check: Built): this
    withIdDocumentComparisonCheck(check: Built): this
    withThirdPartyIdentityCheck(check: Built): this
    withAsyncReportDelay(seconds: number): this
    withDocumentTextDataExtractionTask(task: Built): this
    withSupplementaryDocTextDataExtractionTask(task: Built): this
    withTaskResults(taskResults: Built): this
    withCheckReports(checkReports: Built): this
    build(): Built
  }
  interface ClientBuilder {
    withClientSdkId(sdkId: string): this
    withPemString(pem: string): this
    withSandboxUrl(url: string): this
    build(): {
      configureSessionResponse(sessionId: string, config: Built): Promise<void>
      configureApplicationResponse(config: Built): Promise<void>
    }
  }

  const sandbox: { SandboxIDVClientBuilder: new () => ClientBuilder } & Record<
    | `Sandbox${'ResponseConfig' | 'CheckReports' | 'TaskResults' | 'Recommendation'}Builder`
    | `Sandbox${'Breakdown' | 'DocumentFilter'}Builder`
    | `SandboxDocument${'Authenticity' | 'FaceMatch' | 'TextData'}CheckBuilder`
    | `Sandbox${'SupplementaryDocTextData' | 'IdDocumentComparison'}CheckBuilder`
    | `Sandbox${'ThirdPartyIdentity' | 'ZoomLiveness'}CheckBuilder`
    | `Sandbox${'Document' | 'SupplementaryDoc'}TextDataExtractionTaskBuilder`
    | `SandboxTextDataExtractionRecommendationBuilder`,
    new () => Builder
  >
  export default sandbox
}

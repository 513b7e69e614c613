import type { Report } from '../check.js'
import type { ExpiryStatus } from '../document-expiry.js'

/** What a default report depends on besides its template. */
export interface ReportFacts {
  documentType?: string
  issuingCountry?: string
  /** Whether text was read: without it most automated comparisons do not run. */
  hasExtractedText: boolean
  livenessType?: string
  expiry?: ExpiryStatus
  /** Whether the second document of a comparison is a letter rather than an ID document. */
  hasSupplementaryDocument: boolean
  manualCheck: string
  config: Record<string, unknown>
}

/** Builds the report that a template of the sandbox names. */
export interface ReportBuilder {
  /** `SUCCESS` first. */
  readonly templates: readonly string[]
  build(template: string, facts: ReportFacts): Report
}

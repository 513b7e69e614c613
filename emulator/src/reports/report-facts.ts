import type { Report } from '../check.js'

/** By the extracted date; EXPIRED_ALLOWED when the session accepts expired documents. */
export type ExpiryStatus = 'IN_DATE' | 'EXPIRED_ALLOWED' | 'EXPIRED'

/** What a report depends on besides its template. */
export interface ReportFacts {
  documentType?: string
  issuingCountry?: string
  /** Most automated comparisons do not run without extracted text. */
  hasExtractedText: boolean
  livenessType?: string
  expiry?: ExpiryStatus
  /** The second document of a comparison is a letter rather than an ID document. */
  hasSupplementaryDocument: boolean
  manualCheck: string
  config: Record<string, unknown>
}

export interface ReportBuilder {
  /** `SUCCESS` first. */
  readonly templates: readonly string[]
  build(template: string, facts: ReportFacts): Report
}

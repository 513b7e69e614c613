import type { Report } from '../check.js'

/** What a default report depends on besides its template. */
export interface ReportFacts {
  documentType?: string
  issuingCountry?: string
  /** Whether text was read: without it most automated comparisons do not run. */
  extracted: boolean
  livenessType?: string
  manualCheck: string
  config: Record<string, unknown>
}

/** Builds the report that a template of the sandbox names. */
export interface ReportBuilder {
  /** `SUCCESS` first. */
  readonly templates: readonly string[]
  build(template: string, facts: ReportFacts): Report
}

import type { Media } from '../sessions/media.js'

export interface Recommendation {
  value: string
  reason?: string | undefined
  recovery_suggestion?: string | undefined
}

export interface Breakdown {
  sub_check: string
  result: string
  details: { name: string; value: string }[]
  process?: 'AUTOMATED' | 'EXPERT_REVIEW'
}

export interface Report {
  recommendation: Recommendation
  breakdown: Breakdown[]
}

export interface Check {
  readonly id: string
  readonly type: string
  state: 'PENDING' | 'DONE'
  readonly resourcesUsed: string[]
  readonly createdAt: number
  updatedAt: number
  generatedMedia: Media[]
  report?: Report
  /** The data that was compared with a third party's. */
  generatedProfile?: Media
  watchlist?: { summary: Record<string, unknown>; rawResults: Media }
  /** In-branch only: the scheme that the document was checked against. */
  scheme?: string
}

/** What a report depends on besides its template. */
export interface ReportFacts {
  documentType?: string
  issuingCountry?: string
  /** Most automated comparisons do not run without extracted text. */
  hasExtractedText: boolean
  livenessType?: string | undefined
  /** By the extracted date; EXPIRED_ALLOWED when the session accepts expired documents. */
  expiry?: 'IN_DATE' | 'EXPIRED_ALLOWED' | 'EXPIRED'
  /** The second document of a comparison is a letter rather than an ID document. */
  hasSupplementaryDocument: boolean
  config: Record<string, unknown>
}

export interface ReportBuilder {
  /** `SUCCESS` first. */
  readonly templates: readonly string[]
  build(template: string, facts: ReportFacts): Report
}

/** `SUCCESS` approves. All other templates are in the table. */
export function createReportBuilder(
  recommendations: Record<string, Recommendation>,
  buildBreakdown: (template: string, facts: ReportFacts) => Breakdown[],
): ReportBuilder {
  return {
    templates: ['SUCCESS', ...Object.keys(recommendations)],
    build: (template, facts) => ({
      recommendation: recommendations[template] ?? { value: 'APPROVE' },
      // Yoti lists sub-checks by name.
      breakdown: buildBreakdown(template, facts).toSorted((a, b) =>
        a.sub_check < b.sub_check ? -1 : 1,
      ),
    }),
  }
}

/** Templates named after the reason of their recommendation. */
export function withReasons(
  value: 'REJECT' | 'CONSIDER' | 'NOT_AVAILABLE',
  reasons: readonly string[],
): Record<string, Recommendation> {
  return Object.fromEntries(reasons.map((reason) => [reason, { value, reason }]))
}

export const automated = createSubCheckBuilder('AUTOMATED')
export const expert = createSubCheckBuilder('EXPERT_REVIEW')

function createSubCheckBuilder(process: 'AUTOMATED' | 'EXPERT_REVIEW') {
  return (name: string, passed: boolean, details: Record<string, string> = {}): Breakdown => ({
    sub_check: name,
    result: passed ? 'PASS' : 'FAIL',
    details: Object.entries(details).map(([key, value]) => ({ name: key, value })),
    process,
  })
}

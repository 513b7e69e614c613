import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Media } from '../sessions/media.js'

const recommendationSchema = z.object({
  value: z.string(),
  reason: z.string().optional(),
  recovery_suggestion: z.string().optional(),
})

const breakdownSchema = z.object({
  sub_check: z.string(),
  result: z.string(),
  details: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
})

/** As in a response configuration. */
export const reportSchema = z.object({
  recommendation: recommendationSchema.default({ value: 'APPROVE' }),
  breakdown: z.array(breakdownSchema).default([]),
})

type Recommendation = z.infer<typeof recommendationSchema>
export interface Breakdown extends z.infer<typeof breakdownSchema> {
  process?: 'AUTOMATED' | 'EXPERT_REVIEW'
}
export interface Report {
  recommendation: Recommendation
  breakdown: Breakdown[]
}

export type Check = ReturnType<typeof createCheck>

export function createCheck(type: string, resources: readonly { id: string }[], now: number) {
  return {
    id: randomUUID() as string,
    type,
    state: 'PENDING' as 'PENDING' | 'DONE',
    resourcesUsed: resources.map(({ id }) => id),
    createdAt: now,
    updatedAt: now,
    generatedMedia: [] as Media[],
    report: undefined as Report | undefined,
    /** The data that was compared with a third party's. */
    generatedProfile: undefined as Media | undefined,
    watchlist: undefined as { summary: object; rawResults: Media } | undefined,
    /** In-branch only: the scheme that the document was checked against. */
    scheme: undefined as string | undefined,
    /** Face search only. */
    config: undefined as object | undefined,
  }
}

export function isApproved({ report }: Check): boolean {
  return report?.recommendation.value === 'APPROVE'
}

/** What a report depends on besides its template. */
export interface ReportFacts {
  config: Record<string, unknown>
  document?: { documentType: string; issuingCountry: string; documentFields?: Media } | undefined
  /** Of a comparison. */
  secondDocument?: { requirement: { type: string } } | undefined
  livenessType?: string
  /** By the extracted date; EXPIRED_ALLOWED when the session accepts expired documents. */
  expiry?: 'IN_DATE' | 'EXPIRED_ALLOWED' | 'EXPIRED' | undefined
}

export type ReportBuilder = ReturnType<typeof createReportBuilder>

/** `SUCCESS` approves. All other templates are in the table. Some facts replace the template. */
export function createReportBuilder(
  recommendations: Record<string, Recommendation>,
  buildBreakdown: (template: string, facts: ReportFacts) => Breakdown[],
  adjust = (template: string, _facts: ReportFacts) => template,
) {
  return {
    templates: ['SUCCESS', ...Object.keys(recommendations)],
    build(chosen: string, facts: ReportFacts): Report {
      const template = adjust(chosen, facts)
      const breakdown = buildBreakdown(template, facts)
      return {
        recommendation: recommendations[template] ?? { value: 'APPROVE' },
        // Yoti lists sub-checks by name.
        breakdown: breakdown.toSorted((a, b) => (a.sub_check < b.sub_check ? -1 : 1)),
      }
    },
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

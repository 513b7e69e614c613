import { z } from 'zod'
import { pickPerson, type Person } from '../people/person.js'
import { reportSchema } from './report.js'
import { findReportBuilder } from './reports.js'

const recommendationSchema = z.object({
  value: z.enum(['PROGRESS', 'SHOULD_TRY_AGAIN', 'MUST_TRY_AGAIN']),
  reason: z.object({ value: z.string(), detail: z.string().optional() }).optional(),
})

const documentFilterSchema = z.object({
  document_types: z.array(z.string()).default([]),
  country_codes: z.array(z.string()).default([]),
})

const fieldsSchema = z.record(z.string(), z.unknown()).optional()
const delaySchema = z.int().min(0).default(0)

export const EXTRACTION_TEMPLATES = [
  'SUCCESS',
  'UNSUPPORTED_DOCUMENT',
  'DOCUMENT_IS_EXPIRED',
  'UNABLE_TO_OCR',
] as const

const taskEntrySchema = z.object({
  result: z
    .object({
      document_fields: fieldsSchema,
      document_id_photo: z.object({ content_type: z.string(), data: z.base64() }).optional(),
      detected_country: z.string().optional(),
      detected_document_type: z.string().optional(),
      recommendation: recommendationSchema.optional(),
    })
    .optional(),
  result_template: z.enum(EXTRACTION_TEMPLATES).optional(),
  document_filter: documentFilterSchema.optional(),
  response_delay: delaySchema,
})

/** For checks that can be requested several times, each with its own lists. */
const sourcesFilterSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('TYPE_LIST'), types: z.array(z.string()).default([]) }),
  z.object({ type: z.literal('PROFILE'), search_profile: z.string() }),
])

const checkEntrySchema = z.object({
  result: z
    .object({
      report: reportSchema.optional(),
      report_template: z.string().optional(),
      document_fields: fieldsSchema,
    })
    .optional(),
  document_filter: documentFilterSchema.optional(),
  secondary_document_filter: documentFilterSchema.optional(),
  sources_filter: sourcesFilterSchema.optional(),
  liveness_type: z.string().optional(),
  response_delay: delaySchema,
})

// Some checks are configured by one object, others by a list.
const checkEntriesSchema = z.preprocess(
  (value) => (Array.isArray(value) ? (value as unknown[]) : [value]),
  z.array(checkEntrySchema),
)

/** What the user does, as in the `capture` of a scenario. */
export const captureBehaviourSchema = z.strictObject({
  documents: z
    .array(
      z.strictObject({
        country: z.string(),
        type: z.string(),
        captureMethod: z.enum(['CAMERA', 'UPLOAD']).optional(),
        form: z.enum(['PAGES', 'FILE']).optional(),
      }),
    )
    .optional(),
  tryAgain: z.boolean().optional(),
  /** The reference face is supplied in any case if it is missing. */
  referenceFace: z.boolean().optional(),
  end: z
    .union(
      [
        z.enum(['FINISH', 'ABANDON', 'EXPIRE']),
        z.strictObject({ clientError: z.int().min(1000).max(9999) }),
      ],
      { error: 'FINISH, ABANDON, EXPIRE or {"clientError": 4000}' },
    )
    .optional(),
})

/** The body of both `response-config` calls. */
export const responseConfigSchema = z.object({
  /** The emulator's own: what the user of `POST /_emulator/sessions/:id/finish` does. */
  capture: captureBehaviourSchema.optional(),
  /** The emulator's own: the id of a fictional person, or any text as a seed. */
  person: z.string().optional(),
  /** By type of task. */
  task_results: z.record(z.string(), z.array(taskEntrySchema).optional()).optional(),
  check_reports: z
    .object({ async_report_delay: z.int().min(0).optional() })
    .catchall(checkEntriesSchema)
    .superRefine((reports, context) => {
      for (const [type, entries] of Object.entries(reports)) {
        const { templates } = findReportBuilder(type)
        if (!Array.isArray(entries)) continue
        for (const [index, { result }] of entries.entries()) {
          if (templates.includes(result?.report_template ?? 'SUCCESS')) continue
          const path = [type, index, 'result', 'report_template']
          const message = `must be one of ${templates.join(', ')}`
          context.addIssue({ code: 'custom', path, message })
        }
      }
    })
    .optional(),
})

export type ResponseConfig = z.infer<typeof responseConfigSchema>
export type TaskRecommendation = z.infer<typeof recommendationSchema>
export type TaskEntry = z.infer<typeof taskEntrySchema>
export type CheckEntry = z.infer<typeof checkEntrySchema>

/** The part of a session that selects its results. */
interface ConfiguredSession {
  responseConfig?: ResponseConfig | undefined
  readonly application: { responseConfig: ResponseConfig | undefined }
  readonly usedEntries: Set<object>
}

export function findResponseConfig(session: ConfiguredSession): ResponseConfig | undefined {
  return session.responseConfig ?? session.application.responseConfig
}

export function findPerson(session: ConfiguredSession & { readonly id: string }): Person {
  return pickPerson(findResponseConfig(session)?.person ?? session.id)
}

export function listTaskEntries(session: ConfiguredSession, taskType: string): TaskEntry[] {
  return findResponseConfig(session)?.task_results?.[taskType] ?? []
}

export function listCheckEntries(session: ConfiguredSession, checkType: string): CheckEntry[] {
  const entries = findResponseConfig(session)?.check_reports?.[checkType]
  return Array.isArray(entries) ? entries : []
}

/** An empty list matches everything. Without a document only an entry without a filter matches. */
export function matchesDocument(
  filter: TaskEntry['document_filter'],
  document: { documentType: string; issuingCountry: string } | undefined,
): boolean {
  const { document_types: types = [], country_codes: countries = [] } = filter ?? {}
  return (
    (types.length === 0 || types.includes(document?.documentType ?? '')) &&
    (countries.length === 0 || countries.includes(document?.issuingCountry ?? ''))
  )
}

/** Matches a check that searches at least these types. */
export function matchesSources(filter: CheckEntry['sources_filter'], sources: unknown): boolean {
  if (filter === undefined) return true
  const searched = sourcesFilterSchema.safeParse(sources ?? { type: 'TYPE_LIST' }).data
  if (filter.type === 'PROFILE') {
    return searched?.type === 'PROFILE' && searched.search_profile === filter.search_profile
  }
  return (
    searched?.type === 'TYPE_LIST' && filter.types.every((type) => searched.types.includes(type))
  )
}

/** Each attempt consumes the next matching entry. After the last one, every attempt succeeds. */
export function takeEntry<Entry extends object>(
  { usedEntries }: ConfiguredSession,
  entries: Entry[],
  matches: (entry: Entry) => boolean,
): Entry | undefined {
  const entry = entries.find((one) => !usedEntries.has(one) && matches(one))
  if (entry !== undefined) usedEntries.add(entry)
  return entry
}

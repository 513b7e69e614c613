import { z } from 'zod'
import { documentFilterSchema } from './document-filter.js'
import { describeIssue } from '../http/parse-payload.js'

const manualCheck = z.enum(['ALWAYS', 'FALLBACK', 'NEVER'])
const branchManualCheck = z.enum(['ALWAYS', 'FALLBACK', 'NEVER', 'IBV'])
const optionalBoolean = z.boolean().optional()
/** Also as text, as some SDKs send it. */
const number = (schema: z.ZodNumber) =>
  z.preprocess(
    (value) => (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value),
    schema,
  )

const watchlistFields = {
  remove_deceased: optionalBoolean,
  share_url: optionalBoolean,
  sources: z
    .discriminatedUnion('type', [
      // Without types, all lists are searched.
      z.looseObject({ type: z.literal('TYPE_LIST'), types: z.array(z.string()).optional() }),
      z.looseObject({ type: z.literal('PROFILE'), search_profile: z.string().min(1) }),
    ])
    .optional(),
  matching_strategy: z
    .discriminatedUnion('type', [
      z.looseObject({ type: z.literal('EXACT'), exact_match: optionalBoolean }),
      z.looseObject({ type: z.literal('FUZZY'), fuzziness: number(z.number().min(0).max(1)) }),
    ])
    .optional(),
}

// Schema of each check's `config`. Other types cannot be requested.
const CHECK_CONFIGS: Record<string, z.ZodType> = {
  ID_DOCUMENT_AUTHENTICITY: z.looseObject({
    manual_check: manualCheck.optional(),
    issuing_authority_sub_check: z
      .looseObject({ requested: optionalBoolean, filter: documentFilterSchema.optional() })
      .optional(),
  }),
  LIVENESS: z.looseObject({
    liveness_type: z.enum(['ZOOM', 'STATIC']),
    max_retries: number(z.int().min(1)).optional(),
    manual_check: manualCheck.optional(),
  }),
  ID_DOCUMENT_FACE_MATCH: z.looseObject({ manual_check: manualCheck }),
  // Always automated, whatever is requested.
  FACE_COMPARISON: z.looseObject({ manual_check: manualCheck.optional() }),
  FAMILIAR_FACE_SEARCH: z.looseObject({
    pool_id: z.guid({ error: 'must be a UUID' }),
    approval_criteria: z.enum(['MATCH', 'NO_MATCH']),
  }),
  ID_DOCUMENT_COMPARISON: z.looseObject({}),
  THIRD_PARTY_IDENTITY: z.looseObject({ manual_check: manualCheck.optional() }),
  IBV_VISUAL_REVIEW_CHECK: z.looseObject({ manual_check: branchManualCheck }),
  PROFILE_DOCUMENT_MATCH: z.looseObject({ manual_check: branchManualCheck }),
  DOCUMENT_SCHEME_VALIDITY_CHECK: z.looseObject({
    manual_check: branchManualCheck,
    scheme: z.string().min(1),
  }),
  WATCHLIST_SCREENING: z.looseObject({
    categories: z.array(z.enum(['ADVERSE-MEDIA', 'SANCTIONS'])).optional(),
  }),
  WATCHLIST_ADVANCED_CA: z.discriminatedUnion('type', [
    z.looseObject({ type: z.literal('WITH_YOTI_ACCOUNT'), ...watchlistFields }),
    z.looseObject({
      type: z.literal('WITH_CUSTOM_ACCOUNT'),
      api_key: z.string().min(1),
      client_ref: z.string().min(1),
      monitoring: optionalBoolean,
      tags: z.record(z.string(), z.string()).optional(),
      ...watchlistFields,
    }),
  ]),
}

const TASK_CONFIGS: Record<string, z.ZodType> = {
  ID_DOCUMENT_TEXT_DATA_EXTRACTION: z.looseObject({
    manual_check: manualCheck,
    chip_data: z.enum(['DESIRED', 'IGNORE']).optional(),
    create_expanded_document_fields: optionalBoolean,
  }),
  SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION: z.looseObject({ manual_check: manualCheck }),
}

export const requestedCheckSchema = createRequestedItemSchema(CHECK_CONFIGS)
export const requestedTaskSchema = createRequestedItemSchema(TASK_CONFIGS)

export type RequestedItem = z.infer<typeof requestedCheckSchema>

function createRequestedItemSchema(configs: Record<string, z.ZodType>) {
  return z
    .object({
      type: z.enum(Object.keys(configs)),
      config: z.record(z.string(), z.unknown()).optional(),
    })
    .superRefine(({ type, config = {} }, context) => {
      const parsed = configs[type]?.safeParse(config, { error: describeIssue })
      for (const { path, message } of parsed?.error?.issues ?? []) {
        context.addIssue({ code: 'custom', path: ['config', ...path], message })
      }
    })
}

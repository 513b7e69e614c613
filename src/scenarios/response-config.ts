import { z } from 'zod'
import { closedEnum } from './closed-enum.js'
import { REPORT_TEMPLATES, RESULT_TEMPLATES } from './report-templates.js'
import { documentType } from '../yoti/document-filter.js'
import { countryCode } from '../yoti/session-spec-fields.js'

/** Empty lists restrict nothing. */
const documentFilter = z.strictObject({
  document_types: z.array(documentType),
  country_codes: z.array(countryCode),
})

const fields = z.record(z.string(), z.unknown())
const delaySeconds = z.int().min(0)

/** Lists have one entry per attempt, in order. */
const taskResult = z.strictObject({
  document_fields: fields.exactOptional(),
  detected_country: countryCode.exactOptional(),
  recommendation: z
    .strictObject({
      value: closedEnum(['PROGRESS', 'SHOULD_TRY_AGAIN', 'MUST_TRY_AGAIN']),
      reason: z
        .strictObject({
          value: closedEnum(['QUALITY', 'USER_ERROR']),
          detail: z.string().exactOptional(),
        })
        .exactOptional(),
    })
    .exactOptional(),
})

const supplementaryTask = z.strictObject({
  document_filter: documentFilter.exactOptional(),
  response_delay: delaySeconds.exactOptional(),
  result_template: closedEnum(RESULT_TEMPLATES).exactOptional(),
  result: taskResult.exactOptional(),
})

const idDocumentTask = supplementaryTask.extend({
  result: taskResult
    .extend({
      /** `data` in base64. */
      document_id_photo: z
        .strictObject({ content_type: z.string().min(1), data: z.base64() })
        .exactOptional(),
      detected_document_type: documentType.exactOptional(),
    })
    .exactOptional(),
})

const report = z.strictObject({
  recommendation: z
    .strictObject({
      value: closedEnum(['APPROVE', 'REJECT', 'NOT_AVAILABLE', 'CONSIDER']),
      reason: z.string().exactOptional(),
      recovery_suggestion: z.string().exactOptional(),
    })
    .exactOptional(),
  breakdown: z
    .array(
      z.strictObject({
        sub_check: z.string().min(1),
        result: closedEnum(['PASS', 'FAIL', 'NOT_AVAILABLE']),
        details: z
          .array(z.strictObject({ name: z.string().min(1), value: z.string() }))
          .exactOptional(),
      }),
    )
    .exactOptional(),
})

/** The result is a report, or the name of one of the sandbox's templates. */
const checkSchema = (type: keyof typeof REPORT_TEMPLATES) =>
  z.strictObject({
    result: z.strictObject({
      report: report.exactOptional(),
      report_template: closedEnum<string>(REPORT_TEMPLATES[type]).exactOptional(),
    }),
  })

const documentCheckSchema = (type: keyof typeof REPORT_TEMPLATES) =>
  checkSchema(type).extend({ document_filter: documentFilter.exactOptional() })

const textDataCheckSchema = (type: keyof typeof REPORT_TEMPLATES) => {
  const check = documentCheckSchema(type)
  return check.extend({
    result: check.shape.result.extend({ document_fields: fields.exactOptional() }),
  })
}

/** `liveness_type` is required, because every Yoti SDK sends it. */
const livenessCheck = checkSchema('LIVENESS').extend({
  liveness_type: closedEnum(['STATIC', 'ZOOM']),
  response_delay: delaySeconds.exactOptional(),
})
/** The filter applies to the second document. */
const comparisonCheck = checkSchema('ID_DOCUMENT_COMPARISON').extend({
  secondary_document_filter: documentFilter.exactOptional(),
})
const advancedWatchlistCheck = checkSchema('WATCHLIST_ADVANCED_CA').extend({
  sources_filter: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('TYPE_LIST'), types: z.array(z.string()) }),
      z.strictObject({ type: z.literal('PROFILE'), search_profile: z.string() }),
    ])
    .exactOptional(),
})

const optionalList = <Entry extends z.ZodType>(entry: Entry) => z.array(entry).exactOptional()

/**
 * The body of both `response-config` requests: the results that Yoti's sandbox returns for a session
 * or for all sessions of an application. Rejects unknown fields and values, because the sandbox
 * would ignore them.
 */
export const responseConfig = z.strictObject({
  task_results: z
    .strictObject({
      ID_DOCUMENT_TEXT_DATA_EXTRACTION: optionalList(idDocumentTask),
      SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION: optionalList(supplementaryTask),
    })
    .exactOptional(),
  check_reports: z
    .strictObject({
      ID_DOCUMENT_AUTHENTICITY: optionalList(documentCheckSchema('ID_DOCUMENT_AUTHENTICITY')),
      ID_DOCUMENT_TEXT_DATA_CHECK: optionalList(textDataCheckSchema('ID_DOCUMENT_TEXT_DATA_CHECK')),
      ID_DOCUMENT_FACE_MATCH: optionalList(documentCheckSchema('ID_DOCUMENT_FACE_MATCH')),
      LIVENESS: optionalList(livenessCheck),
      ID_DOCUMENT_COMPARISON: optionalList(comparisonCheck),
      SUPPLEMENTARY_DOCUMENT_TEXT_DATA_CHECK: optionalList(
        textDataCheckSchema('SUPPLEMENTARY_DOCUMENT_TEXT_DATA_CHECK'),
      ),
      THIRD_PARTY_IDENTITY: checkSchema('THIRD_PARTY_IDENTITY').exactOptional(),
      THIRD_PARTY_IDENTITY_FRAUD_1: checkSchema('THIRD_PARTY_IDENTITY_FRAUD_1').exactOptional(),
      FACE_COMPARISON: checkSchema('FACE_COMPARISON').exactOptional(),
      WATCHLIST_SCREENING: checkSchema('WATCHLIST_SCREENING').exactOptional(),
      WATCHLIST_ADVANCED_CA: optionalList(advancedWatchlistCheck),
      SYNECTICS_IDENTITY_FRAUD: optionalList(checkSchema('SYNECTICS_IDENTITY_FRAUD')),
      /** Seconds from the end of the capture until the reports exist. */
      async_report_delay: delaySeconds.exactOptional(),
    })
    .exactOptional(),
})

export type ResponseConfig = z.infer<typeof responseConfig>

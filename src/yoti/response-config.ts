import { z } from 'zod'
import { oneOf } from './one-of.js'
import { REPORT_TEMPLATES, RESULT_TEMPLATES } from './report-templates.js'
import { countryCode, documentType } from './spec-schema.js'

/** Empty lists restrict nothing. */
const filter = z.strictObject({
  document_types: z.array(documentType),
  country_codes: z.array(countryCode),
})

const fields = z.record(z.string(), z.unknown())
const seconds = z.int().min(0)

/** A list has one entry for each attempt, in order. */
const taskResult = {
  document_fields: fields.exactOptional(),
  detected_country: countryCode.exactOptional(),
  recommendation: z
    .strictObject({
      value: oneOf(['PROGRESS', 'SHOULD_TRY_AGAIN', 'MUST_TRY_AGAIN']),
      reason: z
        .strictObject({
          value: oneOf(['QUALITY', 'USER_ERROR']),
          detail: z.string().exactOptional(),
        })
        .exactOptional(),
    })
    .exactOptional(),
}

const task = {
  document_filter: filter.exactOptional(),
  response_delay: seconds.exactOptional(),
  result_template: oneOf(RESULT_TEMPLATES).exactOptional(),
}

const supplementaryTask = z.strictObject({
  ...task,
  result: z.strictObject(taskResult).exactOptional(),
})

const idDocumentTask = z.strictObject({
  ...task,
  result: z
    .strictObject({
      ...taskResult,
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
      value: oneOf(['APPROVE', 'REJECT', 'NOT_AVAILABLE', 'CONSIDER']),
      reason: z.string().exactOptional(),
      recovery_suggestion: z.string().exactOptional(),
    })
    .exactOptional(),
  breakdown: z
    .array(
      z.strictObject({
        sub_check: z.string().min(1),
        result: oneOf(['PASS', 'FAIL', 'NOT_AVAILABLE']),
        details: z
          .array(z.strictObject({ name: z.string().min(1), value: z.string() }))
          .exactOptional(),
      }),
    )
    .exactOptional(),
})

/** A report, or the name of one that the sandbox has ready. */
const describeResult = (type: keyof typeof REPORT_TEMPLATES) => ({
  report: report.exactOptional(),
  report_template: oneOf<string>(REPORT_TEMPLATES[type]).exactOptional(),
})

const describeCheck = (type: keyof typeof REPORT_TEMPLATES) =>
  z.strictObject({ result: z.strictObject(describeResult(type)) })

const describeDocumentCheck = (type: keyof typeof REPORT_TEMPLATES) =>
  describeCheck(type).extend({ document_filter: filter.exactOptional() })

const describeTextDataCheck = (type: keyof typeof REPORT_TEMPLATES) =>
  describeDocumentCheck(type).extend({
    result: z.strictObject({ ...describeResult(type), document_fields: fields.exactOptional() }),
  })

/** `liveness_type` has no default: every SDK of Yoti's sends it. */
const livenessCheck = describeCheck('LIVENESS').extend({
  liveness_type: oneOf(['STATIC', 'ZOOM']),
  response_delay: seconds.exactOptional(),
})
/** The filter is of the second document. */
const comparisonCheck = describeCheck('ID_DOCUMENT_COMPARISON').extend({
  secondary_document_filter: filter.exactOptional(),
})
const advancedWatchlistCheck = describeCheck('WATCHLIST_ADVANCED_CA').extend({
  sources_filter: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('TYPE_LIST'), types: z.array(z.string()) }),
      z.strictObject({ type: z.literal('PROFILE'), search_profile: z.string() }),
    ])
    .exactOptional(),
})

const list = <Entry extends z.ZodType>(entry: Entry) => z.array(entry).exactOptional()

/**
 * What Yoti's sandbox answers with, for one session or for all of an application: the body of both
 * `response-config` calls. Refuses fields and values that the sandbox does not know, since it would
 * ignore them.
 */
export const responseConfig = z.strictObject({
  task_results: z
    .strictObject({
      ID_DOCUMENT_TEXT_DATA_EXTRACTION: list(idDocumentTask),
      SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION: list(supplementaryTask),
    })
    .exactOptional(),
  check_reports: z
    .strictObject({
      ID_DOCUMENT_AUTHENTICITY: list(describeDocumentCheck('ID_DOCUMENT_AUTHENTICITY')),
      ID_DOCUMENT_TEXT_DATA_CHECK: list(describeTextDataCheck('ID_DOCUMENT_TEXT_DATA_CHECK')),
      ID_DOCUMENT_FACE_MATCH: list(describeDocumentCheck('ID_DOCUMENT_FACE_MATCH')),
      LIVENESS: list(livenessCheck),
      ID_DOCUMENT_COMPARISON: list(comparisonCheck),
      SUPPLEMENTARY_DOCUMENT_TEXT_DATA_CHECK: list(
        describeTextDataCheck('SUPPLEMENTARY_DOCUMENT_TEXT_DATA_CHECK'),
      ),
      THIRD_PARTY_IDENTITY: describeCheck('THIRD_PARTY_IDENTITY').exactOptional(),
      THIRD_PARTY_IDENTITY_FRAUD_1: describeCheck('THIRD_PARTY_IDENTITY_FRAUD_1').exactOptional(),
      FACE_COMPARISON: describeCheck('FACE_COMPARISON').exactOptional(),
      WATCHLIST_SCREENING: describeCheck('WATCHLIST_SCREENING').exactOptional(),
      WATCHLIST_ADVANCED_CA: list(advancedWatchlistCheck),
      SYNECTICS_IDENTITY_FRAUD: list(describeCheck('SYNECTICS_IDENTITY_FRAUD')),
      /** Seconds from the end of the capture until the reports are there. */
      async_report_delay: seconds.exactOptional(),
    })
    .exactOptional(),
})

export type ResponseConfig = z.infer<typeof responseConfig>

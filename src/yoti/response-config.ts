import { z } from 'zod'
import { constant, countryCode, documentType } from './spec-schema.js'

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
      value: constant('PROGRESS', 'SHOULD_TRY_AGAIN', 'MUST_TRY_AGAIN'),
      reason: z
        .strictObject({
          value: constant('QUALITY', 'USER_ERROR'),
          detail: z.string().exactOptional(),
        })
        .exactOptional(),
    })
    .exactOptional(),
}

const task = {
  document_filter: filter.exactOptional(),
  response_delay: seconds.exactOptional(),
  result_template: constant(
    'SUCCESS',
    'UNSUPPORTED_DOCUMENT',
    'DOCUMENT_IS_EXPIRED',
    'UNABLE_TO_OCR',
  ).exactOptional(),
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
      value: constant('APPROVE', 'REJECT', 'NOT_AVAILABLE', 'CONSIDER'),
      reason: z.string().exactOptional(),
      recovery_suggestion: z.string().exactOptional(),
    })
    .exactOptional(),
  breakdown: z
    .array(
      z.strictObject({
        sub_check: z.string().min(1),
        result: constant('PASS', 'FAIL', 'NOT_AVAILABLE'),
        details: z
          .array(z.strictObject({ name: z.string().min(1), value: z.string() }))
          .exactOptional(),
      }),
    )
    .exactOptional(),
})

/** A report, or the name of one that the sandbox has ready. */
const result = {
  report: report.exactOptional(),
  report_template: constant('SUCCESS', 'TAMPERED', 'AUTO_FAIL').exactOptional(),
}

const check = z.strictObject({ result: z.strictObject(result) })
const documentCheck = check.extend({ document_filter: filter.exactOptional() })
const textDataCheck = documentCheck.extend({
  result: z.strictObject({ ...result, document_fields: fields.exactOptional() }),
})
const livenessCheck = check.extend({
  liveness_type: constant('ZOOM', 'STATIC'),
  response_delay: seconds.exactOptional(),
})
/** The filter is of the second document. */
const comparisonCheck = check.extend({ secondary_document_filter: filter.exactOptional() })
const advancedWatchlistCheck = check.extend({
  sources_filter: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('TYPE_LIST'), types: z.array(z.string()) }),
      z.strictObject({ type: z.literal('PROFILE'), search_profile: z.string() }),
    ])
    .exactOptional(),
})

/**
 * What Yoti's sandbox answers with, for one session or for all of an application: the body of both
 * `response-config` calls. Refuses fields that the sandbox does not know, since it would ignore them.
 */
export const responseConfig = z.strictObject({
  task_results: z
    .strictObject({
      ID_DOCUMENT_TEXT_DATA_EXTRACTION: z.array(idDocumentTask).exactOptional(),
      SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION: z.array(supplementaryTask).exactOptional(),
    })
    .exactOptional(),
  check_reports: z
    .strictObject({
      ID_DOCUMENT_AUTHENTICITY: z.array(documentCheck).exactOptional(),
      ID_DOCUMENT_TEXT_DATA_CHECK: z.array(textDataCheck).exactOptional(),
      ID_DOCUMENT_FACE_MATCH: z.array(documentCheck).exactOptional(),
      LIVENESS: z.array(livenessCheck).exactOptional(),
      ID_DOCUMENT_COMPARISON: z.array(comparisonCheck).exactOptional(),
      SUPPLEMENTARY_DOCUMENT_TEXT_DATA_CHECK: z.array(textDataCheck).exactOptional(),
      THIRD_PARTY_IDENTITY: check.exactOptional(),
      THIRD_PARTY_IDENTITY_FRAUD_1: check.exactOptional(),
      FACE_COMPARISON: check.exactOptional(),
      WATCHLIST_SCREENING: check.exactOptional(),
      WATCHLIST_ADVANCED_CA: z.array(advancedWatchlistCheck).exactOptional(),
      SYNECTICS_IDENTITY_FRAUD: z.array(check).exactOptional(),
      /** Seconds from the end of the capture until the reports are there. */
      async_report_delay: seconds.exactOptional(),
    })
    .exactOptional(),
})

export type ResponseConfig = z.infer<typeof responseConfig>

import { z } from 'zod'
import { documentType } from '../yoti/document-filter.js'
import { countryCode } from '../yoti/session-spec-fields.js'
import { findInvalidTemplate, TEMPLATE_EXAMPLES } from './dates.js'
import { documentFields } from './document-fields.js'
import { closedEnum, labelledWord } from './words.js'

/** Empty lists restrict nothing. */
const documentFilter = z.strictObject({
  document_types: z.array(documentType),
  country_codes: z.array(countryCode),
})

const delaySeconds = z.int().min(0)

const taskResult = z
  .strictObject({
    document_fields: documentFields,
    detected_country: countryCode,
    recommendation: z.strictObject({
      value: closedEnum(['PROGRESS', 'SHOULD_TRY_AGAIN', 'MUST_TRY_AGAIN']),
      reason: z
        .strictObject({
          value: closedEnum(['QUALITY', 'USER_ERROR']),
          detail: z.string().exactOptional(),
        })
        .exactOptional(),
    }),
  })
  .exactPartial()

/** `data` is in base64. */
const idDocumentResult = taskResult.extend({
  document_id_photo: z
    .strictObject({ content_type: z.string().min(1), data: z.base64() })
    .exactOptional(),
  detected_document_type: documentType.exactOptional(),
})

const task = <Result extends z.ZodType>(result: Result) =>
  z
    .strictObject({
      document_filter: documentFilter,
      response_delay: delaySeconds,
      result_template: closedEnum([
        'SUCCESS',
        'UNSUPPORTED_DOCUMENT',
        'DOCUMENT_IS_EXPIRED',
        'UNABLE_TO_OCR',
      ]),
      result,
    })
    .exactPartial()

const report = z
  .strictObject({
    recommendation: z.strictObject({
      value: closedEnum(['APPROVE', 'REJECT', 'NOT_AVAILABLE', 'CONSIDER']),
      reason: labelledWord('reason').exactOptional(),
      recovery_suggestion: labelledWord('recoverySuggestion').exactOptional(),
    }),
    breakdown: z.array(
      z.strictObject({
        sub_check: labelledWord('subCheck'),
        result: closedEnum(['PASS', 'FAIL', 'NOT_AVAILABLE']),
        details: z
          .array(z.strictObject({ name: labelledWord('detail'), value: z.string() }))
          .exactOptional(),
      }),
    ),
  })
  .exactPartial()

/** A report, or one of the sandbox's templates, which are separated by spaces. */
const reportResult = (templates: string) =>
  z.strictObject({ report, report_template: closedEnum(templates.split(/\s+/)) }).exactPartial()

const check = (templates: string) => z.strictObject({ result: reportResult(templates) })

const documentCheck = (templates: string) =>
  check(templates).extend({ document_filter: documentFilter.exactOptional() })

const UNREADABLE = `PHOTO_TOO_BLURRY GLARE_OBSTRUCTION PHOTO_OVEREXPOSED PHOTO_TOO_DARK
  IMAGE_RESOLUTION_TOO_LOW OBJECT_OBSTRUCTION PARTIAL_PHOTO MISSING_DOCUMENT_SIDE NO_DOCUMENT
  DOCUMENT_TOO_DAMAGED DOCUMENT_NOT_SUPPORTED DOCUMENT_VERSION_NOT_SUPPORTED
  INCORRECT_DOCUMENT_TYPE INCORRECT_MRZ BLACK_AND_WHITE_IMAGE MISUSE INVALID COUNTRY_NOT_SUPPORTED
  CHIP_PARSE CHIP_SOD_PARSE PICTURE_TOO_DARK UNABLE_TO_LOAD`
const TEXT_DATA = `SUCCESS EXTRACTION_FAILED MRZ_VALIDATION ${UNREADABLE}`
const WATCHLIST =
  'SUCCESS POTENTIAL_MATCH NO_VALID_FIELDS ADVERSE_MEDIA FITNESS_PROBITY PEP SANCTION WARNING'

const textDataCheck = documentCheck(TEXT_DATA).extend({
  result: reportResult(TEXT_DATA).extend({ document_fields: documentFields.exactOptional() }),
})

/** Lists have one entry per attempt, in order. Yoti's documentation lists fewer templates and says that its list is incomplete. */
const checkReports = z
  .strictObject({
    ID_DOCUMENT_AUTHENTICITY: z.array(
      documentCheck(
        `SUCCESS TAMPERED COUNTERFEIT DOCUMENT_COPY EXPIRED_DOCUMENT FRAUD_LIST_MATCH DATA_MISMATCH
        DOC_NUMBER_INVALID ISSUING_AUTHORITY_INVALID MISSING_HOLOGRAM NO_HOLOGRAM_MOVEMENT
        OTHER_SECURITY_FEATURES CHIP_DATA_INTEGRITY_FAILED CHIP_SIGNATURE_VERIFICATION_FAILED
        CHIP_CSCA_VERIFICATION_FAILED ${UNREADABLE}`,
      ),
    ),
    ID_DOCUMENT_TEXT_DATA_CHECK: z.array(textDataCheck),
    ID_DOCUMENT_FACE_MATCH: z.array(
      documentCheck(
        `SUCCESS AUTO_FAIL MANUAL_FAIL FAIL FACE_NOT_GENUINE LARGE_AGE_GAP PHOTO_OF_MASK
        PHOTO_OF_PHOTO DIFFERENT_PERSON PHOTO_OVEREXPOSED PHOTO_TOO_DARK PHOTO_TOO_BLURRY
        FACE_NOT_FOUND GLARE_OBSTRUCTION OBJECT_OBSTRUCTION PARTIAL_PHOTO FACE_PHOTO_LOW_RESOLUTION
        DOCUMENT_NOT_FOUND MISUSE INVALID`,
      ),
    ),
    LIVENESS: z.array(
      check('SUCCESS FAIL FACE_PROCESSING PAYLOAD_SIGNATURE_VERIFICATION NOT_AVAILABLE').extend({
        // Required, because every Yoti SDK sends it.
        liveness_type: closedEnum(['STATIC', 'ZOOM']),
        response_delay: delaySeconds.exactOptional(),
      }),
    ),
    ID_DOCUMENT_COMPARISON: z.array(
      check('SUCCESS MISMATCH NON_LATIN_CHARACTER_IN_NAME NO_VALID_SUBCHECKS').extend({
        secondary_document_filter: documentFilter.exactOptional(),
      }),
    ),
    SUPPLEMENTARY_DOCUMENT_TEXT_DATA_CHECK: z.array(textDataCheck),
    THIRD_PARTY_IDENTITY: check('SUCCESS NO_MATCH ADDRESS_MISMATCH NO_VALID_FIELDS'),
    THIRD_PARTY_IDENTITY_FRAUD_1: check(
      `SUCCESS FAIL SUSPECTED_FRAUD PEP_WARNING DECEASED_WARNING UNABLE_TO_VERIFY_ADDRESS
      UNABLE_TO_VERIFY_IDENTITY ERROR_WHEN_PERFORMING_CHECK`,
    ),
    FACE_COMPARISON: check('SUCCESS FAIL'),
    WATCHLIST_SCREENING: check(WATCHLIST),
    WATCHLIST_ADVANCED_CA: z.array(
      check(WATCHLIST).extend({
        sources_filter: z
          .discriminatedUnion('type', [
            z.strictObject({ type: z.literal('TYPE_LIST'), types: z.array(z.string()) }),
            z.strictObject({ type: z.literal('PROFILE'), search_profile: z.string() }),
          ])
          .exactOptional(),
      }),
    ),
    SYNECTICS_IDENTITY_FRAUD: z.array(
      check(
        `SUCCESS FAIL SYNECTICS_INDICATED_FRAUD FAILED_TO_REACH_REQUIRED_IDENTITY_FRAUD_SCORE_2
        FAILED_TO_REACH_REQUIRED_ACTIVITY_HISTORY_SCORE_3 ERROR_WHEN_PERFORMING_CHECK`,
      ),
    ),
    /** Seconds from the end of the capture until the reports exist. */
    async_report_delay: delaySeconds,
  })
  .exactPartial()

/**
 * The body of both `response-config` requests: the results that Yoti's sandbox returns for a session
 * or for all sessions of an application. Rejects unknown fields and values, because the sandbox
 * would ignore them.
 */
export const responseConfig = z
  .strictObject({
    task_results: z
      .strictObject({
        ID_DOCUMENT_TEXT_DATA_EXTRACTION: z.array(task(idDocumentResult)),
        SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION: z.array(task(taskResult)),
      })
      .exactPartial(),
    check_reports: checkReports,
  })
  .exactPartial()
  .refine((config) => findInvalidTemplate(config) === undefined, {
    error: ({ input }) => `expected ${TEMPLATE_EXAMPLES}, got ${findInvalidTemplate(input)}`,
  })

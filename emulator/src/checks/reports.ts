import { randomUUID } from 'node:crypto'
import {
  authenticity,
  UNREADABLE_DOCUMENT_REASONS,
  UNUSABLE_PHOTO_REASONS,
} from './authenticity-report.js'
import {
  automated,
  createReportBuilder,
  expert,
  withReasons,
  type ReportBuilder,
} from './report.js'
import { watchlist } from './watchlist-report.js'

const REJECT = { value: 'REJECT' }
const NOT_PERFORMED = 'ERROR_WHEN_PERFORMING_CHECK'
// The failed sub-check by template. ZOOM has only the first.
const LIVENESS_SUB_CHECKS: Record<string, string> = {
  FAIL: 'liveness_auth',
  FACE_PROCESSING: 'face_processing',
  PAYLOAD_SIGNATURE_VERIFICATION: 'payload_signature_verification',
}

const REJECTIONS = {
  // Yoti publishes a reason for a hit only. The other is inferred.
  MATCH: 'NO_MATCH_FOUND',
  NO_MATCH: 'MATCH_FOUND',
}

const textData = createReportBuilder(
  withReasons('NOT_AVAILABLE', [
    'EXTRACTION_FAILED',
    'MRZ_VALIDATION',
    ...UNREADABLE_DOCUMENT_REASONS,
  ]),
  (template) => {
    if (template === 'EXTRACTION_FAILED') return []
    if (template === 'MRZ_VALIDATION') return [automated('mrz_validation', false)]
    return [expert('text_data_readable', template === 'SUCCESS')]
  },
)

const BUILDERS: Partial<Record<string, ReportBuilder>> = {
  ID_DOCUMENT_AUTHENTICITY: authenticity,
  ID_DOCUMENT_TEXT_DATA_CHECK: textData,
  SUPPLEMENTARY_DOCUMENT_TEXT_DATA_CHECK: textData,
  // Yoti gives no reason for a failed liveness check.
  LIVENESS: createReportBuilder(
    {
      ...Object.fromEntries(Object.keys(LIVENESS_SUB_CHECKS).map((name) => [name, REJECT])),
      NOT_AVAILABLE: { value: 'NOT_AVAILABLE' },
    },
    (template, { livenessType }) => {
      if (template === 'NOT_AVAILABLE') return []
      const names = Object.values(LIVENESS_SUB_CHECKS).slice(0, livenessType === 'STATIC' ? 3 : 1)
      const wanted = LIVENESS_SUB_CHECKS[template]
      const failing = wanted === undefined || names.includes(wanted) ? wanted : 'liveness_auth'
      return names.map((name) => automated(name, name !== failing))
    },
  ),
  ID_DOCUMENT_FACE_MATCH: createReportBuilder(
    {
      AUTO_FAIL: REJECT,
      MANUAL_FAIL: { value: 'REJECT', reason: 'DIFFERENT_PERSON' },
      FAIL: { value: 'REJECT', reason: 'DIFFERENT_PERSON' },
      ...withReasons('REJECT', [
        'FACE_NOT_GENUINE',
        'LARGE_AGE_GAP',
        'PHOTO_OF_MASK',
        'PHOTO_OF_PHOTO',
        'DIFFERENT_PERSON',
      ]),
      ...withReasons('NOT_AVAILABLE', [
        ...UNUSABLE_PHOTO_REASONS,
        'FACE_NOT_FOUND',
        'FACE_PHOTO_LOW_RESOLUTION',
        'DOCUMENT_NOT_FOUND',
      ]),
    },
    (template, { config }) => {
      const matches = !['AUTO_FAIL', 'FAIL'].includes(template)
      const machine = automated('ai_face_match', matches, {
        confidence_score: matches ? '0.97' : '0.21',
      })
      const isReviewed =
        template === 'SUCCESS' ? config.manual_check === 'ALWAYS' : template !== 'AUTO_FAIL'
      return isReviewed ? [machine, expert('manual_face_match', template === 'SUCCESS')] : [machine]
    },
  ),
  FACE_COMPARISON: createReportBuilder({ FAIL: REJECT }, (template) => {
    const passed = template === 'SUCCESS'
    return [automated('ai_face_match', passed, { confidence_score: passed ? '0.96' : '0.18' })]
  }),
  // `SUCCESS` finds what the session hopes for, `FAIL` the opposite. The others say what is found.
  FAMILIAR_FACE_SEARCH: createReportBuilder(
    { FAIL: { value: 'REJECT' }, ...withReasons('REJECT', Object.values(REJECTIONS)) },
    (template, { config }) => {
      const hopesForMatch = config.approval_criteria === 'MATCH'
      const passed = template === 'SUCCESS'
      const isFound = passed === hopesForMatch
      const name = hopesForMatch ? 'face_found_in_pool' : 'face_not_found_in_pool'
      // The emulator has no pools, so a matching applicant exists nowhere else.
      const match = { matching_pool: String(config.pool_id), matching_applicant: randomUUID() }
      return [automated(name, passed, isFound ? match : {})]
    },
    (template, { config }) => {
      const rejection = REJECTIONS[config.approval_criteria === 'MATCH' ? 'MATCH' : 'NO_MATCH']
      return template === 'FAIL' || template === rejection ? rejection : 'SUCCESS'
    },
  ),
  ID_DOCUMENT_COMPARISON: createReportBuilder(
    {
      ...withReasons('REJECT', ['MISMATCH']),
      ...withReasons('NOT_AVAILABLE', ['NON_LATIN_CHARACTER_IN_NAME', 'NO_VALID_SUBCHECKS']),
    },
    (template, { secondDocument }) => {
      if (!['SUCCESS', 'MISMATCH'].includes(template)) return []
      const name = automated('name_match', template === 'SUCCESS')
      // Letters have no date of birth.
      return secondDocument?.requirement.type === 'SUPPLEMENTARY_DOCUMENT'
        ? [name]
        : [automated('dob_match', true), name]
    },
  ),
  THIRD_PARTY_IDENTITY: createReportBuilder(
    {
      ...withReasons('CONSIDER', ['NO_MATCH', 'ADDRESS_MISMATCH']),
      ...withReasons('NOT_AVAILABLE', ['NO_VALID_FIELDS']),
    },
    (template) => {
      if (template === 'NO_VALID_FIELDS') return []
      const nameMatches = template !== 'NO_MATCH'
      const isFound = template === 'SUCCESS'
      const sources = ['deceased', 'electoral_roll', 'multiple_sources_match', 'pep_warning']
      return [
        automated('name_match', nameMatches),
        automated('address_match', isFound),
        ...(nameMatches ? [automated('dob_match', true)] : []),
        ...(isFound ? [...sources, 'sanctions_warning'].map((name) => automated(name, true)) : []),
      ]
    },
  ),
  // Template names equal the failure reasons of identity profiles.
  THIRD_PARTY_IDENTITY_FRAUD_1: createFraudBuilder([
    'SUSPECTED_FRAUD',
    'PEP_WARNING',
    'DECEASED_WARNING',
    'UNABLE_TO_VERIFY_ADDRESS',
    'UNABLE_TO_VERIFY_IDENTITY',
  ]),
  SYNECTICS_IDENTITY_FRAUD: createFraudBuilder([
    'SYNECTICS_INDICATED_FRAUD',
    'FAILED_TO_REACH_REQUIRED_IDENTITY_FRAUD_SCORE_2',
    'FAILED_TO_REACH_REQUIRED_ACTIVITY_HISTORY_SCORE_3',
  ]),
  WATCHLIST_SCREENING: watchlist,
  WATCHLIST_ADVANCED_CA: watchlist,
}

// In-branch checks have no breakdown.
const DEFAULT_BUILDER = createReportBuilder({ FAIL: REJECT }, () => [])

export function findReportBuilder(checkType: string): ReportBuilder {
  return BUILDERS[checkType] ?? DEFAULT_BUILDER
}

function createFraudBuilder(reasons: readonly string[]): ReportBuilder {
  return createReportBuilder(
    {
      FAIL: REJECT,
      ...withReasons('REJECT', reasons),
      ...withReasons('NOT_AVAILABLE', [NOT_PERFORMED]),
    },
    (template) => [
      automated('check_performed', template !== NOT_PERFORMED, { provider_org: 'EMULATOR' }),
    ],
  )
}

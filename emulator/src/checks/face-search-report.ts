import { randomUUID } from 'node:crypto'
import { automated, createReportBuilder, withReasons, type ReportFacts } from './report.js'

// The emulator has no pools, so neither this label nor a matching applicant exists anywhere else.
const POOL_LABEL = 'emulated pool'
const REJECTIONS = {
  // Yoti publishes a reason for a hit only. The other is inferred.
  MATCH: 'NO_MATCH_FOUND',
  NO_MATCH: 'MATCH_FOUND',
}

/** `SUCCESS` finds what the session hopes for, `FAIL` the opposite. The others say what is found. */
export const faceSearch = createReportBuilder(
  { FAIL: { value: 'REJECT' }, ...withReasons('REJECT', Object.values(REJECTIONS)) },
  (template, { config }) => {
    const hopesForMatch = config.approval_criteria === 'MATCH'
    const passed = template === 'SUCCESS'
    const isFound = passed === hopesForMatch
    const name = hopesForMatch ? 'face_found_in_pool' : 'face_not_found_in_pool'
    const match = { matching_pool: String(config.pool_id), matching_applicant: randomUUID() }
    return [automated(name, passed, isFound ? match : {})]
  },
  (template, { config }) => {
    const rejection = REJECTIONS[config.approval_criteria === 'MATCH' ? 'MATCH' : 'NO_MATCH']
    return template === 'FAIL' || template === rejection ? rejection : 'SUCCESS'
  },
)

/** The check repeats what it was requested to do. */
export function echoSearch({ pool_id, approval_criteria }: ReportFacts['config']) {
  return { pool_id, pool_label: POOL_LABEL, approval_criteria }
}

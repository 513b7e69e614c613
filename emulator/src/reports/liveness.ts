import { automated } from './breakdown.js'
import type { ReportBuilder } from './report-facts.js'

// The failed sub-check by template. ZOOM has only the first.
const FAILED_SUB_CHECKS: Partial<Record<string, string>> = {
  FAIL: 'liveness_auth',
  FACE_PROCESSING: 'face_processing',
  PAYLOAD_SIGNATURE_VERIFICATION: 'payload_signature_verification',
}
const STATIC_SUB_CHECKS = ['face_processing', 'liveness_auth', 'payload_signature_verification']

/** Yoti gives no reason for a failed liveness check. */
export const liveness: ReportBuilder = {
  templates: ['SUCCESS', ...Object.keys(FAILED_SUB_CHECKS), 'NOT_AVAILABLE'],
  build(template, { livenessType }) {
    if (template === 'NOT_AVAILABLE') {
      return { recommendation: { value: 'NOT_AVAILABLE' }, breakdown: [] }
    }
    const names = livenessType === 'STATIC' ? STATIC_SUB_CHECKS : ['liveness_auth']
    const wanted = FAILED_SUB_CHECKS[template]
    const failing = wanted === undefined || names.includes(wanted) ? wanted : 'liveness_auth'
    return {
      recommendation: { value: failing === undefined ? 'APPROVE' : 'REJECT' },
      breakdown: names.map((name) => automated(name, name !== failing)),
    }
  },
}

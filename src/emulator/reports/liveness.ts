import { automated } from './breakdown.js'
import type { ReportBuilder } from './report-facts.js'

/** A failed liveness check carries no reason at Yoti. */
export const liveness: ReportBuilder = {
  templates: ['SUCCESS', 'FAIL'],
  build(template, { livenessType }) {
    const passed = template === 'SUCCESS'
    const genuine = automated('liveness_auth', passed)
    return {
      recommendation: { value: passed ? 'APPROVE' : 'REJECT' },
      breakdown:
        livenessType === 'STATIC'
          ? [
              automated('face_processing', true),
              genuine,
              automated('payload_signature_verification', true),
            ]
          : [genuine],
    }
  },
}

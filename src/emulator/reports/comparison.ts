import { automated } from './breakdown.js'
import type { ReportBuilder } from './report-facts.js'

export const documentComparison: ReportBuilder = {
  templates: ['SUCCESS', 'MISMATCH'],
  build(template) {
    const passed = template === 'SUCCESS'
    return {
      recommendation: passed ? { value: 'APPROVE' } : { value: 'REJECT', reason: template },
      breakdown: [automated('dob_match', true), automated('name_match', passed)],
    }
  },
}

export const faceComparison: ReportBuilder = {
  templates: ['SUCCESS', 'FAIL'],
  build(template) {
    const passed = template === 'SUCCESS'
    return {
      recommendation: { value: passed ? 'APPROVE' : 'REJECT' },
      breakdown: [
        automated('ai_face_match', passed, { confidence_score: passed ? '0.96' : '0.18' }),
      ],
    }
  },
}

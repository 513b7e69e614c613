import { automated } from './breakdown.js'
import type { ReportBuilder } from './report-facts.js'

const NOT_AVAILABLE_REASONS = ['NON_LATIN_CHARACTER_IN_NAME', 'NO_VALID_SUBCHECKS']

export const documentComparison: ReportBuilder = {
  templates: ['SUCCESS', 'MISMATCH', ...NOT_AVAILABLE_REASONS],
  build(template, { hasSupplementaryDocument }) {
    if (NOT_AVAILABLE_REASONS.includes(template)) {
      return { recommendation: { value: 'NOT_AVAILABLE', reason: template }, breakdown: [] }
    }
    const passed = template === 'SUCCESS'
    const name = automated('name_match', passed)
    return {
      recommendation: passed ? { value: 'APPROVE' } : { value: 'REJECT', reason: template },
      // Letters have no date of birth.
      breakdown: hasSupplementaryDocument ? [name] : [automated('dob_match', true), name],
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

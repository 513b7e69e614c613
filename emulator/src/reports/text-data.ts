import { NOT_AVAILABLE_REASONS } from './authenticity.js'
import { automated, expert } from './breakdown.js'
import type { ReportBuilder } from './report-facts.js'

export const textData: ReportBuilder = {
  templates: ['SUCCESS', 'EXTRACTION_FAILED', 'MRZ_VALIDATION', ...NOT_AVAILABLE_REASONS],
  build(template) {
    if (template === 'SUCCESS') {
      return {
        recommendation: { value: 'APPROVE' },
        breakdown: [expert('text_data_readable', true)],
      }
    }
    const failed =
      template === 'MRZ_VALIDATION'
        ? [automated('mrz_validation', false)]
        : [expert('text_data_readable', false)]
    return {
      recommendation: { value: 'NOT_AVAILABLE', reason: template },
      breakdown: template === 'EXTRACTION_FAILED' ? [] : failed,
    }
  },
}

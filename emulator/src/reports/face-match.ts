import { automated, expert } from './breakdown.js'
import type { ReportBuilder } from './report-facts.js'

const REJECT_REASONS = [
  'FACE_NOT_GENUINE',
  'LARGE_AGE_GAP',
  'PHOTO_OF_MASK',
  'PHOTO_OF_PHOTO',
  'DIFFERENT_PERSON',
]
const NOT_AVAILABLE_REASONS = [
  'PHOTO_OVEREXPOSED',
  'PHOTO_TOO_DARK',
  'PHOTO_TOO_BLURRY',
  'FACE_NOT_FOUND',
  'GLARE_OBSTRUCTION',
  'OBJECT_OBSTRUCTION',
  'PARTIAL_PHOTO',
  'FACE_PHOTO_LOW_RESOLUTION',
  'DOCUMENT_NOT_FOUND',
  'MISUSE',
  'INVALID',
]

export const faceMatch: ReportBuilder = {
  templates: [
    'SUCCESS',
    'AUTO_FAIL',
    'MANUAL_FAIL',
    'FAIL',
    ...REJECT_REASONS,
    ...NOT_AVAILABLE_REASONS,
  ],
  build(template, { manualCheck }) {
    const machineFails = ['AUTO_FAIL', 'FAIL'].includes(template)
    const machine = automated('ai_face_match', !machineFails, {
      confidence_score: machineFails ? '0.21' : '0.97',
    })
    if (template === 'SUCCESS') {
      const breakdown =
        manualCheck === 'ALWAYS' ? [machine, expert('manual_face_match', true)] : [machine]
      return { recommendation: { value: 'APPROVE' }, breakdown }
    }
    if (template === 'AUTO_FAIL') {
      return { recommendation: { value: 'REJECT' }, breakdown: [machine] }
    }
    const reason = ['MANUAL_FAIL', 'FAIL'].includes(template) ? 'DIFFERENT_PERSON' : template
    return {
      recommendation: {
        value: NOT_AVAILABLE_REASONS.includes(template) ? 'NOT_AVAILABLE' : 'REJECT',
        reason,
      },
      breakdown: [machine, expert('manual_face_match', false)],
    }
  },
}

import { automated, sortBreakdown } from './breakdown.js'
import type { ReportBuilder } from './report-facts.js'

export const thirdPartyIdentity: ReportBuilder = {
  templates: ['SUCCESS', 'NO_MATCH', 'ADDRESS_MISMATCH', 'NO_VALID_FIELDS'],
  build(template) {
    if (template === 'NO_VALID_FIELDS') {
      return { recommendation: { value: 'NOT_AVAILABLE', reason: template }, breakdown: [] }
    }
    const addressMatches = template === 'SUCCESS'
    const nameMatches = template !== 'NO_MATCH'
    const breakdown = [
      automated('name_match', nameMatches),
      automated('address_match', addressMatches),
    ]
    if (nameMatches) breakdown.push(automated('dob_match', true))
    if (addressMatches) {
      const asked = ['deceased', 'electoral_roll', 'multiple_sources_match', 'pep_warning']
      for (const name of [...asked, 'sanctions_warning']) breakdown.push(automated(name, true))
    }
    return {
      recommendation: addressMatches
        ? { value: 'APPROVE' }
        : { value: 'CONSIDER', reason: template },
      breakdown: sortBreakdown(breakdown),
    }
  },
}

const NOT_PERFORMED = 'ERROR_WHEN_PERFORMING_CHECK'

/** Template names equal the failure reasons of identity profiles. */
export const thirdPartyFraud = createFraudBuilder([
  'SUSPECTED_FRAUD',
  'PEP_WARNING',
  'DECEASED_WARNING',
  'UNABLE_TO_VERIFY_ADDRESS',
  'UNABLE_TO_VERIFY_IDENTITY',
])

export const synecticsFraud = createFraudBuilder([
  'SYNECTICS_INDICATED_FRAUD',
  'FAILED_TO_REACH_REQUIRED_IDENTITY_FRAUD_SCORE_2',
  'FAILED_TO_REACH_REQUIRED_ACTIVITY_HISTORY_SCORE_3',
])

function createFraudBuilder(reasons: readonly string[]): ReportBuilder {
  return {
    templates: ['SUCCESS', 'FAIL', ...reasons, NOT_PERFORMED],
    build(template) {
      const performed = automated('check_performed', template !== NOT_PERFORMED, {
        provider_org: 'EMULATOR',
      })
      if (template === 'SUCCESS') {
        return { recommendation: { value: 'APPROVE' }, breakdown: [performed] }
      }
      const value = template === NOT_PERFORMED ? 'NOT_AVAILABLE' : 'REJECT'
      return {
        recommendation: template === 'FAIL' ? { value } : { value, reason: template },
        breakdown: [performed],
      }
    },
  }
}

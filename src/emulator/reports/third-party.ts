import { automated, sortBreakdown } from './breakdown.js'
import type { ReportBuilder } from './report-facts.js'

export const thirdPartyIdentity: ReportBuilder = {
  templates: ['SUCCESS', 'NO_MATCH', 'ADDRESS_MISMATCH'],
  build(template) {
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

export const thirdPartyFraud: ReportBuilder = {
  templates: ['SUCCESS', 'FAIL'],
  build(template) {
    const passed = template === 'SUCCESS'
    return {
      recommendation: { value: passed ? 'APPROVE' : 'REJECT' },
      breakdown: [automated('check_performed', passed, { provider_org: 'EMULATOR' })],
    }
  },
}

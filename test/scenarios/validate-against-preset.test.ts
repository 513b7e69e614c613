import { describe, expect, it } from '@jest/globals'
import { validateAgainstPreset } from '../../src/scenarios/validate-against-preset.js'
import type { SessionSpec } from '../../src/yoti/session-spec.js'
import { buildScenario } from './sample-scenario.js'

const FRAUD_CHECK = {
  responseConfig: {
    check_reports: { SYNECTICS_IDENTITY_FRAUD: [{ result: { report_template: 'FAIL' } }] },
  },
}
const compare = (scenario: object, spec: SessionSpec) =>
  validateAgainstPreset(buildScenario(scenario), spec).map(({ message }) => message)

describe('a scenario with an identity profile', () => {
  it.each<[string, number]>([
    ['BASIC', 1],
    ['STANDARD', 0],
    ['ENHANCED', 0],
  ])(
    'may configure the activity history check only when the objective is above BASIC: %s',
    (objective, count) => {
      const spec: SessionSpec = {
        identity_profile_requirements: {
          trust_framework: 'UK_TFIDA',
          scheme: { type: 'DBS', objective },
        },
      }
      expect(compare(FRAUD_CHECK, spec)).toHaveLength(count)
    },
  )

  const passports = (country: string) => ({
    type: 'IDENTITY' as const,
    label: country,
    config: {
      filter: {
        type: 'DOCUMENT_RESTRICTIONS' as const,
        inclusion: 'INCLUDE' as const,
        documents: [{ country_codes: [country], document_types: ['PASSPORT'] }],
      },
    },
  })
  const ask = (...schemes: { type: 'IDENTITY'; label: string }[]): SessionSpec => ({
    advanced_identity_profile_requirements: {
      profiles: [{ trust_framework: 'YOTI_GLOBAL', schemes }],
    },
  })
  const show = (country: string) => ({ capture: { documents: [{ country, type: 'PASSPORT' }] } })

  it('accepts a document when one of the schemes accepts it, else reports what they accept', () => {
    const spec = ask(passports('GBR'), passports('IRL'))
    expect(compare(show('IRL'), spec)).toEqual([])
    expect(compare(show('FRA'), spec)).toEqual([
      expect.stringMatching(/^expected a document .*"GBR".*"IRL".*, got PASSPORT of FRA$/),
    ])
  })

  it('accepts any document when one scheme accepts any', () => {
    expect(compare(show('FRA'), ask(passports('GBR'), { type: 'IDENTITY', label: 'any' }))).toEqual(
      [],
    )
  })
})

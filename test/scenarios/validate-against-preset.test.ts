import { describe, expect, it } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { validateAgainstPreset } from '../../src/scenarios/validate-against-preset.js'
import { STANDARD_PRESET } from '../../src/yoti/presets.js'
import type { SessionSpec } from '../../src/yoti/session-spec.js'
import { buildScenario } from './sample-scenario.js'

const { presets } = parseConfig({}).config
const getSpec = (name: string) =>
  name === 'default' ? STANDARD_PRESET : (presets.get(name)?.spec ?? {})

function validate(change: object, presetSpec?: SessionSpec): string[] {
  const scenario = buildScenario(change)
  return validateAgainstPreset(scenario, presetSpec ?? getSpec(scenario.preset)).map(
    ({ path, message }) => `${path}: ${message}`,
  )
}

const report = (template: string) => ({ result: { report_template: template } })
const reports = (type: string, entries: unknown) => ({
  responseConfig: { check_reports: { [type]: entries } },
})
const documents = (...chosen: [country: string, type: string, more?: object][]) => ({
  capture: { documents: chosen.map(([country, type, more]) => ({ country, type, ...more })) },
})
const passport = (more: object) => documents(['GBR', 'PASSPORT', more])
const ZOOM = reports('LIVENESS', [{ ...report('SUCCESS'), liveness_type: 'ZOOM' }])
const SECOND_TASK = {
  responseConfig: { task_results: { SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION: [{}] } },
}
const EXPERT_TEXT_CHECK = reports('ID_DOCUMENT_TEXT_DATA_CHECK', [report('EXTRACTION_FAILED')])
const ACTIVITY_HISTORY_CHECK = reports('SYNECTICS_IDENTITY_FRAUD', [report('FAIL')])

describe('validateAgainstPreset', () => {
  it.each<[RegExp, string, object]>([
    [/LIVENESS\[0\]\.liveness_type: expected STATIC, .* got "ZOOM"$/, 'default', ZOOM],
    [
      /^responseConfig\.check_reports\.WATCHLIST_SCREENING: expected a type that the preset "default" requests \(.*, ID_DOCUMENT_TEXT_DATA_CHECK\), got .*\. Remove it/,
      'default',
      reports('WATCHLIST_SCREENING', report('POTENTIAL_MATCH')),
    ],
    [/\.task_results\..* \(ID_DOCUMENT_TEXT_DATA_EXTRACTION\), got/, 'default', SECOND_TASK],
    [/\.ID_DOCUMENT_TEXT_DATA_CHECK: expected a type/, 'document-and-face', EXPERT_TEXT_CHECK],
    // The objective is BASIC.
    [/\.SYNECTICS_IDENTITY_FRAUD: expected a type/, 'dbs', ACTIVITY_HISTORY_CHECK],
    [
      /^capture\.documents\[0\]: .* accepts \(\{.*"PASSPORT".*\}\), got DRIVING_LICENCE of GBR$/,
      'two-documents',
      documents(['GBR', 'DRIVING_LICENCE'], ['FRA', 'DRIVING_LICENCE']),
    ],
    [/got PASSPORT of FRA$/, 'restricted-documents', documents(['FRA', 'PASSPORT'])],
    [/got UTILITY_BILL of GBR$/, 'default', documents(['GBR', 'UTILITY_BILL'])],
    [
      /documents\[1\]: .* \(\{.*"country_codes":\["GBR"\].*\}\), got UTILITY_BILL of FRA$/,
      'proof-of-address',
      documents(['GBR', 'PASSPORT'], ['FRA', 'UTILITY_BILL']),
    ],
    [
      /documents\[1\]: expected at most 1 because the preset "default" requires no more$/,
      'default',
      documents(['GBR', 'PASSPORT'], ['GBR', 'DRIVING_LICENCE']),
    ],
    [/captureMethod: expected CAMERA/, 'default', passport({ captureMethod: 'UPLOAD' })],
    [/form: expected none for an identity/, 'default', passport({ form: 'FILE' })],
  ])('reports %s with the preset %s', (problem, preset, change) => {
    expect(validate({ preset, ...change })).toEqual([expect.stringMatching(problem)])
  })

  it.each<[string, object]>([
    [
      'a check that an identity profile implies',
      { preset: 'dbs', ...reports('THIRD_PARTY_IDENTITY_FRAUD_1', report('SUCCESS')) },
    ],
    ['a check by an expert', EXPERT_TEXT_CHECK],
    ['a list without entries', { preset: 'document', ...reports('WATCHLIST_ADVANCED_CA', []) }],
  ])('accepts %s', (_what, change) => {
    expect(validate(change)).toEqual([])
  })

  it.each(['STANDARD', 'ENHANCED'])(
    'accepts a check of the activity history when the objective is %s',
    (objective) => {
      const scheme = { type: 'DBS', objective }
      const spec = { identity_profile_requirements: { trust_framework: 'UK_TFIDA', scheme } }
      expect(validate(ACTIVITY_HISTORY_CHECK, spec)).toEqual([])
    },
  )

  const request = (...countries: string[]): SessionSpec => {
    const schemes = countries.map((country) => ({
      type: 'IDENTITY' as const,
      label: country,
      ...(country !== 'any' && {
        config: {
          filter: {
            type: 'DOCUMENT_RESTRICTIONS' as const,
            inclusion: 'INCLUDE' as const,
            documents: [{ country_codes: [country], document_types: ['PASSPORT'] }],
          },
        },
      }),
    }))
    const profiles = [{ trust_framework: 'YOTI_GLOBAL', schemes }]
    return { advanced_identity_profile_requirements: { profiles } }
  }

  it('accepts a document when one of the schemes accepts it, else reports what they accept', () => {
    const spec = request('GBR', 'IRL')
    expect(validate(documents(['IRL', 'PASSPORT']), spec)).toEqual([])
    expect(validate(documents(['FRA', 'PASSPORT']), spec)).toEqual([
      expect.stringMatching(/: expected a document .*"GBR".*"IRL".*, got PASSPORT of FRA$/),
    ])
  })

  it('accepts any document when one scheme accepts any', () => {
    expect(validate(documents(['FRA', 'PASSPORT']), request('GBR', 'any'))).toEqual([])
  })

  it.each<[string, object, boolean[]]>([
    ['nothing', { type: 'ORTHOGONAL_RESTRICTIONS' }, [true, true, true]],
    [
      'countries and types, each alone',
      {
        country_restriction: { inclusion: 'INCLUDE', country_codes: ['GBR'] },
        type_restriction: { inclusion: 'EXCLUDE', document_types: ['DRIVING_LICENCE'] },
      },
      [true, false, false],
    ],
    [
      'both by older words',
      {
        country_restriction: { inclusion: 'BLACKLIST', country_codes: ['FRA'] },
        type_restriction: { inclusion: 'WHITELIST', document_types: ['PASSPORT'] },
      },
      [true, false, false],
    ],
    [
      'pairs',
      {
        inclusion: 'INCLUDE',
        documents: [
          { country_codes: ['GBR'], document_types: ['DRIVING_LICENCE'] },
          { country_codes: ['FRA'] },
        ],
      },
      [false, true, true],
    ],
    [
      'all but pairs',
      { inclusion: 'EXCLUDE', documents: [{ document_types: ['PASSPORT'] }] },
      [false, true, false],
    ],
  ])('accepts by a filter of %s', (_what, restrictions, expected) => {
    const filter = { type: 'ORTHOGONAL_RESTRICTIONS', ...restrictions }
    const spec = { ...STANDARD_PRESET, required_documents: [{ type: 'ID_DOCUMENT', filter }] }
    const accepted = ['GBR PASSPORT', 'GBR DRIVING_LICENCE', 'FRA PASSPORT'].map((document) => {
      const [country = '', type = ''] = document.split(' ')
      return validate(documents([country, type]), spec).length === 0
    })
    expect(accepted).toEqual(expected)
  })
})

import { describe, expect, it } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { validateAgainstPreset } from '../../src/scenarios/validate-against-preset.js'
import { formatPath } from '../../src/yoti/describe-issues.js'
import { STANDARD_PRESET } from '../../src/yoti/presets.js'
import type { SessionSpec } from '../../src/yoti/session-spec.js'
import { buildScenario } from './sample-scenario.js'

const { presets } = parseConfig({}).config
const getSpec = (name: string) =>
  name === 'default' ? STANDARD_PRESET : (presets.get(name)?.spec ?? {})

function validate(change: object, presetSpec?: SessionSpec): string[] {
  const scenario = buildScenario(change)
  return validateAgainstPreset(scenario, presetSpec ?? getSpec(scenario.preset)).map(
    ({ path, message }) => `${formatPath(path)}: ${message}`,
  )
}

const report = (template: string) => ({ result: { report_template: template } })
const reports = (type: string, entries: unknown) => ({
  responseConfig: { check_reports: { [type]: entries } },
})
const documents = (...chosen: [country: string, type: string, more?: object][]) => ({
  capture: { documents: chosen.map(([country, type, more]) => ({ country, type, ...more })) },
})
const EXPERT_TEXT_CHECK = reports('ID_DOCUMENT_TEXT_DATA_CHECK', [report('EXTRACTION_FAILED')])
const ACTIVITY_HISTORY_CHECK = reports('SYNECTICS_IDENTITY_FRAUD', [report('FAIL')])

describe('validateAgainstPreset', () => {
  it.each<[string, object, string | RegExp]>([
    [
      'a liveness type that the preset does not request',
      reports('LIVENESS', [{ ...report('SUCCESS'), liveness_type: 'ZOOM' }]),
      'responseConfig.check_reports.LIVENESS[0].liveness_type: expected STATIC, as the preset "default" requests, got "ZOOM"',
    ],
    [
      'a check that the preset does not request',
      reports('WATCHLIST_SCREENING', report('POTENTIAL_MATCH')),
      'responseConfig.check_reports.WATCHLIST_SCREENING: expected a type that the preset "default" requests (ID_DOCUMENT_AUTHENTICITY, LIVENESS, ID_DOCUMENT_FACE_MATCH, ID_DOCUMENT_TEXT_DATA_CHECK), got WATCHLIST_SCREENING. Remove it, or choose another preset',
    ],
    [
      'a task that the preset does not request',
      { responseConfig: { task_results: { SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION: [{}] } } },
      'responseConfig.task_results.SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION: expected a type that the preset "default" requests (ID_DOCUMENT_TEXT_DATA_EXTRACTION), got',
    ],
    [
      'an expert text check that the preset excludes',
      { preset: 'document-and-face', ...EXPERT_TEXT_CHECK },
      'responseConfig.check_reports.ID_DOCUMENT_TEXT_DATA_CHECK: expected a type',
    ],
    [
      'a check of the activity history when the objective is BASIC',
      { preset: 'dbs', ...ACTIVITY_HISTORY_CHECK },
      'responseConfig.check_reports.SYNECTICS_IDENTITY_FRAUD: expected a type',
    ],
    [
      'a document that the preset does not accept there',
      {
        preset: 'two-documents',
        ...documents(['GBR', 'DRIVING_LICENCE'], ['FRA', 'DRIVING_LICENCE']),
      },
      /^capture\.documents\[0\]: expected a document that the preset "two-documents" accepts \(\{.*"PASSPORT".*\}\), got DRIVING_LICENCE of GBR$/,
    ],
    [
      'a pair of document and country that the preset does not accept',
      { preset: 'restricted-documents', ...documents(['FRA', 'PASSPORT']) },
      /^capture\.documents\[0\]: .* \(\{.*"PASSPORT".*\}\), got PASSPORT of FRA$/,
    ],
    [
      'a supplementary document instead of an identity document',
      documents(['GBR', 'UTILITY_BILL']),
      /^capture\.documents\[0\]: .* \(\{"type":"ID_DOCUMENT".*\}\), got UTILITY_BILL of GBR$/,
    ],
    [
      'a supplementary document from a country that the preset does not accept',
      { preset: 'proof-of-address', ...documents(['GBR', 'PASSPORT'], ['FRA', 'UTILITY_BILL']) },
      /^capture\.documents\[1\]: .* \(\{.*"country_codes":\["GBR"\].*\}\), got UTILITY_BILL of FRA$/,
    ],
    [
      'one document too many',
      documents(['GBR', 'PASSPORT'], ['GBR', 'DRIVING_LICENCE']),
      'capture.documents[1]: expected at most 1 because the preset "default" requires no more',
    ],
    [
      'an upload where the preset allows the camera only',
      documents(['GBR', 'PASSPORT', { captureMethod: 'UPLOAD' }]),
      'capture.documents[0].captureMethod: expected CAMERA because the preset "default" allows nothing else, got UPLOAD',
    ],
    [
      'a PDF of an identity document',
      documents(['GBR', 'PASSPORT', { form: 'FILE' }]),
      'capture.documents[0].form: expected none for an identity document, got FILE. Remove it',
    ],
  ])('reports %s', (_what, change, problem) => {
    const problems = validate(change)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(problem)
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
})

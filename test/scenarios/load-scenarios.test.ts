import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseConfig } from '../../src/config/config.js'
import {
  describeUnavailableScenarios,
  loadScenarios,
  ScenariosError,
} from '../../src/scenarios/load-scenarios.js'
import { STANDARD_PRESET } from '../../src/yoti/presets.js'

const { scenarioPresets } = parseConfig({}).config
const presets = new Map(
  [...scenarioPresets].map(([name, { spec }]) => [
    name,
    { spec: name === 'default' ? STANDARD_PRESET : spec },
  ]),
)
const GOOD = {
  name: 'good',
  title: 'Good',
  description: 'Every check succeeds.',
  expect: { state: 'COMPLETED', outcome: 'APPROVED', page: ['Identity confirmed'] },
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scenarios-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

function write(file: string, content: unknown): void {
  writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content))
}

function findProblems(): readonly string[] {
  try {
    loadScenarios(presets, folder)
  } catch (err) {
    if (err instanceof ScenariosError) return err.problems
    throw err
  }
  return []
}

describe('loadScenarios', () => {
  it('reads scenarios by name and applies the defaults', () => {
    write('good.json', GOOD)
    write('README.md', 'no scenario')
    expect([...loadScenarios(presets, folder).scenarios]).toEqual([
      [
        'good',
        {
          ...GOOD,
          preset: 'default',
          capture: { tryAgain: true, referenceFace: false, end: 'FINISH' },
          expect: { ...GOOD.expect, reasons: [] },
        },
      ],
    ])
  })

  it('reads `shows` as the description when a file from an earlier version has it', () => {
    const { description, ...rest } = GOOD
    write('good.json', { ...rest, shows: description })
    const scenario = loadScenarios(presets, folder).scenarios.get('good')
    expect(scenario).toMatchObject(GOOD)
    expect(scenario).not.toHaveProperty('shows')
  })

  it('rejects `shows` when there is a description as well', () => {
    write('good.json', { ...GOOD, shows: 'Every check succeeds.' })
    expect(findProblems()).toEqual([`${folder}/good.json: shows: is not a known field`])
  })

  it('lists all problems of all files, each with its path and what was expected', () => {
    write('broken.json', '{')
    write('good.json', GOOD)
    write('misnamed.json', GOOD)
    write('preset.json', { ...GOOD, name: 'preset', preset: 'watch-list' })
    write('typo.json', {
      ...GOOD,
      name: 'typo',
      titel: 'Good',
      responseConfig: {
        check_reports: {
          ID_DOCUMENT_AUTHENTICITY: [{ result: { template: 'TAMPERED' } }],
          async_report_delay: '5',
        },
      },
      capture: { end: 'STAY' },
    })
    expect(findProblems()).toEqual([
      `${folder}/broken.json: expected JSON. Correct it, or remove the file.`,
      `${folder}/misnamed.json: name: expected misnamed. Give the file and the scenario the same name.`,
      expect.stringMatching(/preset\.json: preset: unknown preset\. Use one of default/),
      `${folder}/typo.json: responseConfig.check_reports.ID_DOCUMENT_AUTHENTICITY[0].result.template: is not a known field`,
      `${folder}/typo.json: responseConfig.check_reports.async_report_delay: expected a number, got string`,
      `${folder}/typo.json: capture.end: expected FINISH or ABANDON or EXPIRE, got "STAY"`,
      `${folder}/typo.json: titel: is not a known field`,
    ])
  })

  const check = (type: string, entry: object) => ({
    responseConfig: { check_reports: { [type]: [entry] } },
  })
  const template = (name: string) => ({ result: { report_template: name } })
  const live = (entry: object) => check('LIVENESS', { ...template('SUCCESS'), ...entry })
  const documents = (...chosen: [country: string, type: string, more?: object][]) => ({
    capture: { documents: chosen.map(([country, type, more]) => ({ country, type, ...more })) },
  })
  /** `.*` matches any text. */
  const matching = (problem: string) =>
    expect.stringMatching(
      problem
        .split('.*')
        .map((text) => text.replace(/[()[\]{}.]/g, '\\$&'))
        .join('.*'),
    ) as unknown

  it.each<[string, object, string]>([
    [
      'a template that its check does not have',
      check('ID_DOCUMENT_FACE_MATCH', template('TAMPERED')),
      'responseConfig.check_reports.ID_DOCUMENT_FACE_MATCH[0].result.report_template: expected SUCCESS or AUTO_FAIL or .*, got "TAMPERED"',
    ],
    [
      'a misspelled recommendation',
      check('ID_DOCUMENT_AUTHENTICITY', {
        result: { report: { recommendation: { value: 'REJCT' }, breakdown: [] } },
      }),
      'report.recommendation.value: expected APPROVE or REJECT or NOT_AVAILABLE or CONSIDER, got "REJCT"',
    ],
    [
      'a missing liveness type',
      live({}),
      'LIVENESS[0].liveness_type: expected STATIC or ZOOM, got nothing',
    ],
    [
      'an unknown client error',
      { capture: { end: { clientError: 1234 } } },
      'capture.end.clientError: expected 1000 or 2000 or .* or 7002, got 1234',
    ],
    [
      'an unknown document type',
      documents(['GBR', 'PASPORT']),
      'capture.documents[0].type: expected PASSPORT or DRIVING_LICENCE or .*, got "PASPORT"',
    ],
    [
      'an unknown country',
      documents(['UK', 'PASSPORT']),
      'capture.documents[0].country: expected an alpha-3 country such as GBR, got "UK"',
    ],
  ])('reports %s', (_what, change, problem) => {
    write('good.json', { ...GOOD, ...change })
    expect(findProblems()).toEqual([matching(problem)])
  })

  it.each<[string, object, string]>([
    [
      'a liveness type that the preset does not request',
      live({ liveness_type: 'ZOOM' }),
      'responseConfig.check_reports.LIVENESS[0].liveness_type: expected STATIC, as the preset "default" requests, got "ZOOM".',
    ],
    [
      'a check that the preset does not request',
      { responseConfig: { check_reports: { WATCHLIST_SCREENING: template('POTENTIAL_MATCH') } } },
      'responseConfig.check_reports.WATCHLIST_SCREENING: expected a type that the preset "default" requests (ID_DOCUMENT_AUTHENTICITY, LIVENESS, ID_DOCUMENT_FACE_MATCH, ID_DOCUMENT_TEXT_DATA_CHECK), got WATCHLIST_SCREENING. Remove it, or choose another preset.',
    ],
    [
      'a task that the preset does not request',
      {
        responseConfig: {
          task_results: {
            SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION: [{ result_template: 'SUCCESS' }],
          },
        },
      },
      'responseConfig.task_results.SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION: expected a type that the preset "default" requests (ID_DOCUMENT_TEXT_DATA_EXTRACTION), got',
    ],
    [
      'an expert text check that the preset excludes',
      {
        preset: 'document-and-face',
        ...check('ID_DOCUMENT_TEXT_DATA_CHECK', template('EXTRACTION_FAILED')),
      },
      'responseConfig.check_reports.ID_DOCUMENT_TEXT_DATA_CHECK: expected a type',
    ],
    [
      'a check that the identity profile does not imply',
      { preset: 'dbs', ...check('SYNECTICS_IDENTITY_FRAUD', template('FAIL')) },
      'responseConfig.check_reports.SYNECTICS_IDENTITY_FRAUD: expected a type',
    ],
    [
      'a document that the preset does not accept there',
      {
        preset: 'two-documents',
        ...documents(['GBR', 'DRIVING_LICENCE'], ['FRA', 'DRIVING_LICENCE']),
      },
      'capture.documents[0]: expected a document that the preset "two-documents" accepts ({.*"PASSPORT".*}), got DRIVING_LICENCE of GBR.',
    ],
    [
      'a pair of document and country that the preset does not accept',
      { preset: 'restricted-documents', ...documents(['FRA', 'PASSPORT']) },
      'capture.documents[0]: expected a document that the preset "restricted-documents" accepts ({.*"PASSPORT".*}), got PASSPORT of FRA.',
    ],
    [
      'a supplementary document instead of an identity document',
      documents(['GBR', 'UTILITY_BILL']),
      'capture.documents[0]: expected a document that the preset "default" accepts ({"type":"ID_DOCUMENT".*}), got UTILITY_BILL of GBR.',
    ],
    [
      'a supplementary document from a country that the preset does not accept',
      { preset: 'proof-of-address', ...documents(['GBR', 'PASSPORT'], ['FRA', 'UTILITY_BILL']) },
      'capture.documents[1]: expected a document that the preset "proof-of-address" accepts ({.*"country_codes":["GBR"].*}), got UTILITY_BILL of FRA.',
    ],
    [
      'one document too many',
      documents(['GBR', 'PASSPORT'], ['GBR', 'DRIVING_LICENCE']),
      'capture.documents[1]: expected at most 1 because the preset "default" requires no more.',
    ],
    [
      'an upload where the preset allows the camera only',
      documents(['GBR', 'PASSPORT', { captureMethod: 'UPLOAD' }]),
      'capture.documents[0].captureMethod: expected CAMERA because the preset "default" allows nothing else, got UPLOAD.',
    ],
    [
      'a PDF of an identity document',
      documents(['GBR', 'PASSPORT', { form: 'FILE' }]),
      'capture.documents[0].form: expected none for an identity document, got FILE. Remove it.',
    ],
    [
      'a reference face that the preset does not compare',
      { capture: { referenceFace: true } },
      'capture.referenceFace: expected false because the preset "default" does not request FACE_COMPARISON, got true.',
    ],
  ])('leaves out a scenario with %s', (_what, change, problem) => {
    write('good.json', { ...GOOD, ...change })
    const { scenarios, unavailable } = loadScenarios(presets, folder)
    expect([...scenarios.keys()]).toEqual([])
    expect(unavailable).toEqual([{ name: 'good', problems: [matching(problem)] }])
  })

  it('keeps the scenarios that fit, and describes the others in one warning', () => {
    write('good.json', GOOD)
    write('letter.json', { ...GOOD, name: 'letter', ...documents(['GBR', 'UTILITY_BILL']) })
    write('zoom.json', { ...GOOD, name: 'zoom', ...live({ liveness_type: 'ZOOM' }) })
    const { scenarios, unavailable } = loadScenarios(presets, folder)
    expect([...scenarios.keys()]).toEqual(['good'])
    expect(describeUnavailableScenarios(unavailable)?.split('\n')).toEqual([
      'Scenarios left out because they do not fit their preset:',
      expect.stringMatching(
        /^- letter: capture\.documents\[0\]: expected a document that the preset "default"/,
      ),
      expect.stringMatching(
        /^- zoom: responseConfig\.check_reports\.LIVENESS\[0\]\.liveness_type: /,
      ),
    ])
    expect(describeUnavailableScenarios([])).toBeUndefined()
  })

  it.each([
    ['a check that an identity profile implies', 'dbs', 'THIRD_PARTY_IDENTITY_FRAUD_1', undefined],
    ['a check by an expert', 'default', 'ID_DOCUMENT_TEXT_DATA_CHECK', undefined],
    ['a list without entries', 'document', 'WATCHLIST_ADVANCED_CA', []],
  ])('accepts %s', (_what, preset, type, entries) => {
    const entry = template('SUCCESS')
    const one = type.endsWith('_1') ? entry : [entry]
    write('good.json', {
      ...GOOD,
      preset,
      responseConfig: { check_reports: { [type]: entries ?? one } },
    })
    expect([...loadScenarios(presets, folder).scenarios.keys()]).toEqual(['good'])
  })

  it('calls the built-in folder `scenarios` in messages', () => {
    expect(() => loadScenarios(new Map())).toThrow('- scenarios/abandoned.json: preset: unknown')
  })

  it('says what to do when the folder does not exist', () => {
    expect(() => loadScenarios(presets, join(folder, 'nowhere'))).toThrow(/nowhere: cannot be read/)
  })
})

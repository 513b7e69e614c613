import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadScenarios } from '../../src/scenarios/load-scenarios.js'
import { STANDARD_PRESET } from '../../src/yoti/presets.js'

const presets = new Map([['default', { spec: STANDARD_PRESET }]])
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

const load = () => loadScenarios(presets, folder)

function findProblems(): string[] {
  try {
    load()
    return []
  } catch (err) {
    return (err as Error).message.split('\n').map((line) => line.replace(`- ${folder}/`, ''))
  }
}

describe('loadScenarios', () => {
  it('reads scenarios by name and applies the defaults', () => {
    write('good.json', GOOD)
    write('README.md', 'no scenario')
    const { scenarios, warning } = load()
    expect(warning).toBeUndefined()
    expect(Object.fromEntries(scenarios)).toEqual({
      good: {
        ...GOOD,
        preset: 'default',
        capture: { tryAgain: true, referenceFace: false, end: 'FINISH' },
        expect: { ...GOOD.expect, reasons: [] },
      },
    })
  })

  it('reads `shows` as the description when a file from an earlier version has it', () => {
    const { description, ...rest } = GOOD
    write('good.json', { ...rest, shows: description })
    const scenario = load().scenarios.get('good')
    expect(scenario).toMatchObject(GOOD)
    expect(scenario).not.toHaveProperty('shows')
  })

  it('rejects `shows` when there is a description as well', () => {
    write('good.json', { ...GOOD, shows: 'Every check succeeds.' })
    expect(findProblems()).toEqual(['good.json: shows: is not a known field'])
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
      'broken.json: expected JSON. Correct it, or remove the file.',
      'misnamed.json: name: expected misnamed. Give the file and the scenario the same name.',
      'preset.json: preset: unknown preset. Use one of default.',
      'typo.json: responseConfig.check_reports.ID_DOCUMENT_AUTHENTICITY[0].result.template: is not a known field',
      'typo.json: responseConfig.check_reports.async_report_delay: expected a number, got string',
      'typo.json: capture.end: expected FINISH or ABANDON or EXPIRE, got "STAY"',
      'typo.json: titel: is not a known field',
    ])
  })

  const check = (type: string, result: object) => ({
    responseConfig: { check_reports: { [type]: [{ result }] } },
  })
  const document = (country: string, type: string) => ({
    capture: { documents: [{ country, type }] },
  })
  it.each<[string, object, string | RegExp]>([
    [
      'a template that its check does not have',
      check('ID_DOCUMENT_FACE_MATCH', { report_template: 'TAMPERED' }),
      /check_reports\.ID_DOCUMENT_FACE_MATCH\[0\]\.result\.report_template: expected SUCCESS or AUTO_FAIL or .*, got "TAMPERED"$/,
    ],
    [
      'a misspelled recommendation',
      check('LIVENESS', { report: { recommendation: { value: 'REJCT' } } }),
      'report.recommendation.value: expected APPROVE or REJECT or NOT_AVAILABLE or CONSIDER, got "REJCT"',
    ],
    [
      'a missing liveness type',
      check('LIVENESS', { report_template: 'SUCCESS' }),
      'LIVENESS[0].liveness_type: expected STATIC or ZOOM, got nothing',
    ],
    [
      'an unknown client error',
      { capture: { end: { clientError: 1234 } } },
      /capture\.end\.clientError: expected 1000 or 2000 or .* or 7002, got 1234$/,
    ],
    [
      'an unknown document type',
      document('GBR', 'PASPORT'),
      /documents\[0\]\.type: expected PASSPORT or DRIVING_LICENCE or .*, got "PASPORT"$/,
    ],
    [
      'an unknown country',
      document('UK', 'PASSPORT'),
      'capture.documents[0].country: expected an alpha-3 country such as GBR, got "UK"',
    ],
  ])('reports %s', (_what, change, problem) => {
    write('good.json', { ...GOOD, ...change })
    expect(findProblems()[0]).toMatch(problem)
  })

  it('keeps the scenarios that fit, and describes the others in one warning', () => {
    write('good.json', GOOD)
    write('letter.json', { ...GOOD, name: 'letter', ...document('GBR', 'UTILITY_BILL') })
    write('face.json', { ...GOOD, name: 'face', capture: { referenceFace: true } })
    const { scenarios, warning } = load()
    expect([...scenarios.keys()]).toEqual(['good'])
    expect(warning?.split('\n')).toEqual([
      'Scenarios left out because they do not fit their preset:',
      '- face: capture.referenceFace: expected false because the preset "default" does not request FACE_COMPARISON, got true.',
      expect.stringMatching(/^- letter: capture\.documents\[0\]: expected .* of GBR\.$/),
    ])
  })

  it('calls the built-in folder `scenarios` in messages', () => {
    expect(() => loadScenarios(new Map())).toThrow('- scenarios/abandoned.json: preset: unknown')
  })

  it('says what to do when the folder does not exist', () => {
    expect(() => loadScenarios(presets, join(folder, 'nowhere'))).toThrow(/nowhere: cannot be read/)
  })
})

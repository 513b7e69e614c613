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
    write('stay.json', { ...GOOD, capture: { end: 'STAY' } })
    const recommendation = { value: 'REJCT' }
    write('typo.json', {
      ...GOOD,
      titel: 'Good',
      responseConfig: {
        check_reports: {
          ID_DOCUMENT_AUTHENTICITY: [{ result: { template: 'TAMPERED' } }],
          ID_DOCUMENT_FACE_MATCH: [{ result: { report_template: 'TAMPERED' } }],
          LIVENESS: [{ result: { report: { recommendation } } }],
          async_report_delay: '5',
        },
      },
      capture: {
        documents: [
          { country: 'GBR', type: 'PASPORT' },
          { country: 'UK', type: 'PASSPORT' },
        ],
        end: { clientError: 1234 },
      },
    })
    // Without the middle of long lists.
    expect(findProblems().map((line) => line.replace(/( or \w+)+( or \w+)/, ' or ..$2'))).toEqual([
      'broken.json: expected JSON. Correct it, or remove the file.',
      'misnamed.json: name: expected misnamed. Give the file and the scenario the same name.',
      'preset.json: preset: unknown preset. Use one of default.',
      'stay.json: capture.end: expected FINISH or .. or EXPIRE, got "STAY"',
      'typo.json: responseConfig.check_reports.ID_DOCUMENT_AUTHENTICITY[0].result.template: is not a known field',
      'typo.json: responseConfig.check_reports.ID_DOCUMENT_FACE_MATCH[0].result.report_template: expected SUCCESS or .. or INVALID, got "TAMPERED"',
      'typo.json: responseConfig.check_reports.LIVENESS[0].result.report.recommendation.value: expected APPROVE or .. or CONSIDER, got "REJCT"',
      'typo.json: responseConfig.check_reports.LIVENESS[0].liveness_type: expected STATIC or ZOOM, got nothing',
      'typo.json: responseConfig.check_reports.async_report_delay: expected a number, got string',
      'typo.json: capture.documents[0].type: expected PASSPORT or .. or DVLA_FORM, got "PASPORT"',
      'typo.json: capture.documents[1].country: expected an alpha-3 country such as GBR, got "UK"',
      'typo.json: capture.end.clientError: expected 1000 or .. or 7002, got 1234',
      'typo.json: titel: is not a known field',
    ])
  })

  it('keeps the scenarios that fit, and describes the others in one warning', () => {
    write('good.json', GOOD)
    const LETTER = { country: 'GBR', type: 'UTILITY_BILL' }
    write('letter.json', { ...GOOD, name: 'letter', capture: { documents: [LETTER] } })
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

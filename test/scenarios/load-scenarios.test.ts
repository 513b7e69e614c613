import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadScenarios, ScenariosError } from '../../src/scenarios/load-scenarios.js'

const presets = new Map([['default', {}]])
const GOOD = {
  name: 'good',
  title: 'Good',
  shows: 'All is well.',
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
  it('reads a scenario by name and fills in what it leaves out', () => {
    write('good.json', GOOD)
    write('README.md', 'no scenario')
    expect([...loadScenarios(presets, folder)]).toEqual([
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

  it('says every problem of every file at once, by its path and with what was expected', () => {
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
      'scenarios/broken.json: expected JSON. Correct it, or remove the file.',
      'scenarios/misnamed.json: name: expected misnamed. Name the file and the scenario alike.',
      'scenarios/preset.json: preset: is no preset of this server. Take one of default.',
      'scenarios/typo.json: responseConfig.check_reports.ID_DOCUMENT_AUTHENTICITY[0].result.template: is not a known field',
      'scenarios/typo.json: responseConfig.check_reports.async_report_delay: expected a number, got string',
      expect.stringContaining('scenarios/typo.json: capture.end: expected'),
      'scenarios/typo.json: titel: is not a known field',
    ])
  })

  it('says what to do about a folder that is not there', () => {
    expect(() => loadScenarios(presets, join(folder, 'nowhere'))).toThrow(/nowhere.*Put the/)
  })
})

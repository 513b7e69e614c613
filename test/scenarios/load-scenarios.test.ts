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

const load = () => loadScenarios(presets, [folder])

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
        tags: [],
        capture: { tryAgain: true, referenceFace: false, end: 'FINISH' },
        expect: { ...GOOD.expect, reasons: [] },
      },
    })
  })

  it('reads `shows` of an earlier version as the description, unless there is one', () => {
    const { description, ...rest } = GOOD
    write('good.json', { ...rest, shows: description })
    const scenario = load().scenarios.get('good')
    expect(scenario).toMatchObject(GOOD)
    expect(scenario).not.toHaveProperty('shows')
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
      'broken.json: is not valid JSON from line 1, column 2. Correct it there.',
      'misnamed.json: name: expected misnamed. Give the file and the scenario the same name.',
      'preset.json: preset: unknown preset. Use one of default.',
      'stay.json: capture.end: expected FINISH or .. or EXPIRE, got "STAY"',
      'typo.json: responseConfig.check_reports.ID_DOCUMENT_AUTHENTICITY[0].result.template: is not a known field',
      'typo.json: responseConfig.check_reports.ID_DOCUMENT_FACE_MATCH[0].result.report_template: expected SUCCESS or .. or INVALID, got "TAMPERED"',
      'typo.json: responseConfig.check_reports.LIVENESS[0].result.report.recommendation.value: expected APPROVE or .. or CONSIDER, got "REJCT": did you mean REJECT?',
      'typo.json: responseConfig.check_reports.LIVENESS[0].liveness_type: expected STATIC or ZOOM, got nothing',
      'typo.json: responseConfig.check_reports.async_report_delay: expected a number, got string',
      'typo.json: capture.documents[0].type: expected PASSPORT or .. or DVLA_FORM, got "PASPORT": did you mean PASSPORT?',
      'typo.json: capture.documents[1].country: expected an alpha-3 country such as GBR, got "UK"',
      'typo.json: capture.end.clientError: expected 1000 or .. or 7002, got 1234',
      'typo.json: titel: is not a known field: did you mean title?',
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
    const nowhere = join(folder, 'nowhere')
    expect(() => loadScenarios(presets, [nowhere])).toThrow(
      `SCENARIOS_DIR or --from: ${nowhere}: cannot be read (ENOENT: no such file or directory). Check the path`,
    )
  })

  it('reads several folders, and rejects a name that occurs twice', () => {
    write('good.json', GOOD)
    write('scenario.schema.json', {})
    const own = mkdtempSync(join(folder, 'own-'))
    writeFileSync(join(own, 'mine.json'), JSON.stringify({ ...GOOD, name: 'mine', $schema: 'x' }))
    const { scenarios } = loadScenarios(presets, [folder, own])
    expect([...scenarios.keys()]).toEqual(['good', 'mine'])
    writeFileSync(join(own, 'good.json'), JSON.stringify(GOOD))
    expect(() => loadScenarios(presets, [folder, own])).toThrow(
      `${join(own, 'good.json')}: name: another folder has this scenario`,
    )
  })
})

describe('the words and formats of a scenario', () => {
  const withFields = (document_fields: object) => ({
    responseConfig: {
      task_results: { ID_DOCUMENT_TEXT_DATA_EXTRACTION: [{ result: { document_fields } }] },
    },
  })
  const withReport = (recommendation: object, breakdown: object[] = []) => ({
    responseConfig: {
      check_reports: {
        ID_DOCUMENT_AUTHENTICITY: [
          {
            result: {
              report: { recommendation: { value: 'REJECT', ...recommendation }, breakdown },
            },
          },
        ],
      },
    },
  })
  const expecting = (reason: object) => ({ expect: { ...GOOD.expect, reasons: [reason] } })
  const fault = (change: object) => ({
    emulator: { faults: [{ kind: 'cut', endpoint: 'GET /sessions/:sessionId', ...change }] },
  })
  const detail = { sub_check: 'hologram', result: 'PASS', details: [{ name: 'gendre', value: '' }] }

  it.each<[string, object, string]>([
    ['full_nam', withFields({ full_nam: 'A' }), 'did you mean full_name?'],
    ['31/12/1990', withFields({ date_of_birth: '31/12/1990' }), 'expected a date such as'],
    ['1980-02-30', withFields({ date_of_issue: '1980-02-30' }), 'expected a date such as'],
    ['tomorrow', withFields({ expiration_date: 'tomorrow' }), 'expected a date such as'],
    ['UK', withFields({ nationality: 'UK' }), 'expected an alpha-3 country'],
    ['MAL', withFields({ gender: 'MAL' }), 'did you mean MALE?'],
    ['postal_cod', withFields({ structured_postal_address: { postal_cod: 'A' } }), 'postal_code?'],
    ['template', withFields({ full_name: '{{name}}' }), 'expected {{today}}, '],
    ['TAMPERD', withReport({ reason: 'TAMPERD' }), 'did you mean TAMPERED?'],
    ['holograms', withReport({}, [{ sub_check: 'holograms', result: 'PASS' }]), 'mean hologram?'],
    ['gendre', withReport({}, [detail]), 'did you mean gender?'],
    ['CHECK_REJCTED', expecting({ code: 'CHECK_REJCTED' }), 'did you mean CHECK_REJECTED?'],
    ['LIVENES', expecting({ code: 'MISSING_CHECK', checkType: 'LIVENES' }), 'mean LIVENESS?'],
    ['orla', { emulator: { person: 'orla-quilsample' } }, 'did you mean orla-quillsample?'],
    ['kind', fault({ kind: 'cutt' }), 'did you mean cut?'],
    ['endpoint', fault({ endpoint: 'GET /session/:sessionId' }), 'GET /sessions/:sessionId?'],
    ['time', fault({ time: 1 }), 'did you mean times?'],
    ['captur', { captur: {} }, 'did you mean capture?'],
  ])('are checked: %s', (_word, change, problem) => {
    write('good.json', { ...GOOD, ...change })
    expect(findProblems()).toEqual([expect.stringContaining(problem)])
  })

  it('may be others when they are marked', () => {
    const fields = {
      'unknown:shoe_size': 42,
      gender: 'unknown:X',
      date_of_birth: 'unknown:1980-02-30',
    }
    const { responseConfig } = withReport({ reason: 'unknown:NEW' })
    write('good.json', {
      ...GOOD,
      ...expecting({ code: 'CHECK_REJECTED', reason: 'unknown:NEW' }),
      responseConfig: { ...responseConfig, ...withFields(fields).responseConfig },
    })
    const scenario = load().scenarios.get('good')
    const { task_results: tasks, check_reports: checks } = scenario?.responseConfig ?? {}
    const [task] = tasks?.ID_DOCUMENT_TEXT_DATA_EXTRACTION ?? []
    expect(task?.result?.document_fields).toEqual({
      shoe_size: 42,
      gender: 'X',
      date_of_birth: '1980-02-30',
    })
    expect(JSON.stringify(checks)).toContain('"reason":"NEW"')
    expect(scenario?.expect.reasons).toEqual([{ code: 'CHECK_REJECTED', reason: 'NEW' }])
  })
})

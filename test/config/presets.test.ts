import { describe, expect, it } from '@jest/globals'
import { DEFAULT_PRESET, PRESETS } from '../../src/yoti/presets.js'
import { readConfigFiles } from './read-config-files.js'

const read = (content: string | object) =>
  readConfigFiles({ 'presets.json': content }, { SESSION_SPEC_FILE: '$/presets.json' })
const spec = {
  requested_checks: [{ type: 'LIVENESS', config: { liveness_type: 'ZOOM', max_retries: 2 } }],
}
const wrong = { requested_checks: [{ type: 'LIVENESS', config: { liveness_typ: 'ZOOM' } }] }

describe('the presets', () => {
  it('are the built-in ones without a file, and the default is in force', () => {
    const { presets, defaultPreset } = readConfigFiles({}, {}).config
    expect([...presets.keys()]).toEqual(Object.keys(PRESETS))
    expect(defaultPreset).toEqual(presets.get('default'))
    expect(defaultPreset.spec).toEqual(DEFAULT_PRESET)
  })

  it.each([
    ['the one called default', { quick: spec, default: spec }, 'default'],
    ['the first of the file', { quick: spec, full: spec }, 'quick'],
  ])('are those of the file too; without a name it is %s', (_what, file, name) => {
    const { presets, defaultPreset } = read(file).config
    const names = new Set([...Object.keys(PRESETS), ...Object.keys(file)])
    expect([...presets.keys()]).toEqual([...names])
    expect(presets.get('quick')?.spec).toEqual(spec)
    expect(defaultPreset).toBe(presets.get(name))
  })

  it('of the file win by name, except for scenarios, which are written for the built-in ones', () => {
    const { presets, scenarioPresets } = read({ default: spec, quick: spec }).config
    expect(presets.get('default')?.spec).toEqual(spec)
    expect(presets.get('watchlist')?.spec).toEqual(PRESETS.watchlist)
    expect(scenarioPresets.get('default')?.spec).toEqual(DEFAULT_PRESET)
    expect(scenarioPresets.get('quick')?.spec).toEqual(spec)
  })

  it('name what is wrong in each of them by path, and warn of what Yoti may reject', () => {
    const quick = { ...spec, a_new_field: 1 }
    const { config, problems, warnings } = read({ default: wrong, quick, full: wrong })
    expect(problems).toEqual([
      expect.stringMatching(/^SESSION_SPEC_FILE: .*default\.requested_checks\[0\]/),
      expect.stringMatching(/^SESSION_SPEC_FILE: .*full\.requested_checks\[0\]/),
    ])
    expect(config.presets.get('quick')?.spec).toEqual(quick)
    expect(warnings).toContain(
      'SESSION_SPEC_FILE: quick.a_new_field: is not a known field. Yoti receives it unchanged and may reject it.',
    )
  })

  it.each<[string, string]>([
    ['not json', 'is not valid JSON from line 1, column 1. Correct it there.'],
    ['{\n  "default": {"checks": [}\n}', 'is not valid JSON from line 2, column 26.'],
    ['{"own": {"api_key": "a-secret" x}}', 'is not valid JSON from line 1, column 32.'],
    ['{"a": {},}', 'is not valid JSON from line 1, column 10.'],
    ['{"a": "b\n}', 'is not valid JSON from line 1, column 7.'],
    ['{"a": {}}\n}', 'is not valid JSON from line 2, column 1.'],
    ['', 'is not valid JSON from line 1, column 1.'],
    ['[{}]', 'expected an object with at least one entry. Write {"default"'],
    ['{}', 'expected an object with at least one entry.'],
    ...['spec', 'Adults', 'two documents', '', '-', 'a--b'].map((name): [string, string] => [
      JSON.stringify({ [name]: {} }),
      `expected a preset name of lower-case words such as two-documents, other than spec, got "${name}"`,
    ]),
  ])('are refused, and not quoted: %j', (content, problem) => {
    const { problems } = read(content)
    expect(problems).toEqual([expect.stringContaining(`SESSION_SPEC_FILE: ${problem}`)])
    expect(problems.join()).not.toContain('secret')
  })

  it('are refused when their file does not exist', () => {
    const { problems } = readConfigFiles({}, { SESSION_SPEC_FILE: '$/none.json' })
    expect(problems[0]).toMatch(
      /^SESSION_SPEC_FILE: cannot be read \(ENOENT: .*\)\. Check the path/,
    )
  })
})

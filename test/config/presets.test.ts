import { describe, expect, it } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { locateJsonError } from '../../src/config/json-file.js'
import { DEFAULT_PRESET, PRESETS } from '../../src/yoti/presets.js'
import { readConfigError } from './read-config-error.js'

const env = { SESSION_SPEC_FILE: 'presets.json' }
const read = (content: unknown) => () => JSON.stringify(content)
const spec = {
  requested_checks: [{ type: 'LIVENESS', config: { liveness_type: 'ZOOM', max_retries: 2 } }],
}
const wrong = { requested_checks: [{ type: 'LIVENESS', config: { liveness_typ: 'ZOOM' } }] }

describe('the presets', () => {
  it('are the built-in ones without a file, and the default is in force', () => {
    const { presets, defaultPreset: preset } = parseConfig({}).config
    expect([...presets.keys()]).toEqual(Object.keys(PRESETS))
    expect(preset).toEqual(presets.get('default'))
    expect(preset.spec).toEqual(DEFAULT_PRESET)
  })

  it.each([
    ['the one called default', { quick: spec, default: spec }, 'default'],
    ['the first of the file', { quick: spec, full: spec }, 'quick'],
  ])('are those of the file too; without a name it is %s', (_what, file, name) => {
    const { presets, defaultPreset: preset } = parseConfig(env, read(file)).config
    expect([...presets.keys()]).toEqual([
      ...new Set([...Object.keys(PRESETS), ...Object.keys(file)]),
    ])
    expect(presets.get('quick')).toEqual({
      name: 'quick',
      usesPostMessage: false,
      spec,
      warnings: [],
    })
    expect(preset).toBe(presets.get(name))
  })

  it('of the file win by name', () => {
    const { presets } = parseConfig(env, read({ document: spec })).config
    expect(presets.get('document')?.spec).toEqual(spec)
    expect(presets.get('watchlist')?.spec).toEqual(PRESETS.watchlist)
  })

  it('of the file lose by name for scenarios, which are written for the built-in ones', () => {
    const { scenarioPresets } = parseConfig(env, read({ default: spec, quick: spec })).config
    expect(scenarioPresets.get('default')?.spec).toEqual(DEFAULT_PRESET)
    expect(scenarioPresets.get('quick')?.spec).toEqual(spec)
  })

  it('name what is wrong in each of them by path', () => {
    const message = readConfigError(env, read({ default: spec, quick: wrong, full: wrong }))
    expect(message).toMatch(/SESSION_SPEC_FILE: .*quick\.requested_checks\[0\]/)
    expect(message).toMatch(/SESSION_SPEC_FILE: .*full\.requested_checks\[0\]/)
  })

  it('warn of what Yoti may reject, by path', () => {
    const quick = { ...spec, a_new_field: 1 }
    const { config, warnings } = parseConfig(env, read({ default: spec, quick }))
    expect(config.presets.get('quick')?.spec).toEqual(quick)
    expect(warnings).toContain(
      'SESSION_SPEC_FILE: quick.a_new_field: is not a known field. Yoti receives it unchanged and may reject it.',
    )
  })

  it.each([
    [
      'no JSON',
      () => 'not json',
      /: is not valid JSON from line 1, column 2\. Correct it there\.$/m,
    ],
    [
      'half of JSON',
      () => '{\n  "default": {"requested_checks": [}\n}',
      /: is not valid JSON from line 2, column 36\./,
    ],
    ['a list', read([spec]), /expected an object with at least one entry\. Write \{"default"/],
    ['no preset', read({}), /expected an object with at least one entry/],
  ])('refuse a file with %s', (_what, readFile, message) => {
    expect(readConfigError(env, readFile)).toMatch(message)
  })

  it('quote nothing of a file that is not JSON', () => {
    const text = '{"own": {"api_key": "a-secret" x}}'
    expect(readConfigError(env, () => text)).toMatch(/line 1, column 32/)
    expect(readConfigError(env, () => text)).not.toContain('secret')
  })

  it('refuse a file that is not there', () => {
    expect(readConfigError({ SESSION_SPEC_FILE: '/no/presets.json' })).toMatch(
      /SESSION_SPEC_FILE: cannot be read \(ENOENT\)\. Check the path/,
    )
  })

  it.each(['spec', 'Adults', 'two documents', '', '-', 'a--b'])('refuse the name %j', (name) => {
    const message = readConfigError(env, () => `{"ok": ${JSON.stringify(spec)}, "${name}": {}}`)
    expect(message).toContain(`such as two-documents, other than spec, got "${name}"`)
  })
})

describe('locateJsonError', () => {
  it.each([
    ['{"a": 1,}', 1, 9],
    ['{"a": 1 "b": 2}', 1, 9],
    ['{\n  "a": tru\n}', 2, 11],
    ['{\n  "a": "b\n}', 2, 10],
    ["{'a': 1}", 1, 2],
    ['{"a": 1}\n}', 2, 1],
    ['[1, 2', 1, 6],
    ['', 1, 1],
    ['{"a": -}', 1, 8],
    ['{"a": "\\x"}', 1, 9],
  ])('finds the error in %j', (text, line, column) => {
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError)
    expect(locateJsonError(text)).toEqual({ line, column })
  })
})

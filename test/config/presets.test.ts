import { describe, expect, it } from '@jest/globals'
import { parseConfig } from '../../src/config.js'
import { PRESETS } from '../../src/yoti/presets.js'
import { explain } from './explain.js'

const env = { SESSION_SPEC_FILE: 'presets.json' }
const read = (content: unknown) => () => JSON.stringify(content)
const spec = {
  requested_checks: [{ type: 'LIVENESS', config: { liveness_type: 'ZOOM', max_retries: 2 } }],
}
const wrong = { requested_checks: [{ type: 'LIVENESS', config: { liveness_typ: 'ZOOM' } }] }

describe('the presets', () => {
  it('are the built-in one without a file', () => {
    const { presets, preset } = parseConfig({}).config
    expect([...presets]).toEqual([['default', preset]])
  })

  it.each([
    ['the one called default', { quick: spec, default: spec }, 'default'],
    ['the first', { quick: spec, full: spec }, 'quick'],
  ])('are all those of the file; without a name it is %s', (_what, file, name) => {
    const { presets, preset } = parseConfig(env, read(file)).config
    expect([...presets.keys()]).toEqual(Object.keys(file))
    expect(presets.get('quick')).toEqual({ name: 'quick', finishByMessages: false, spec })
    expect(preset).toBe(presets.get(name))
  })

  it('leave to scenarios the built-in ones, too, unless the file has one of the name', () => {
    const { scenarioPresets, presets } = parseConfig(env, read({ watchlist: spec })).config
    expect([...presets.keys()]).toEqual(['watchlist'])
    expect([...scenarioPresets.keys()]).toEqual(Object.keys(PRESETS))
    expect(scenarioPresets.get('watchlist')).toBe(presets.get('watchlist'))
  })

  it('name what is wrong in each of them by path', () => {
    const message = explain(env, read({ default: spec, quick: wrong, full: wrong }))
    expect(message).toMatch(/SESSION_SPEC_FILE: .*quick\.requested_checks\[0\]/)
    expect(message).toMatch(/SESSION_SPEC_FILE: .*full\.requested_checks\[0\]/)
  })

  it.each([
    ['no JSON', () => 'not json', /readable JSON/],
    ['a list', read([spec]), /readable JSON/],
    ['no preset', read({}), /holds no preset/],
  ])('refuse a file with %s', (_what, readFile, message) => {
    expect(explain(env, readFile)).toMatch(message)
  })

  it('refuse a file that is not there', () => {
    expect(explain({ SESSION_SPEC_FILE: '/no/presets.json' })).toMatch(/Check the path/)
  })
})

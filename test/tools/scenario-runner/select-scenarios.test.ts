import { describe, expect, it } from '@jest/globals'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listScenarios, selectScenarios } from '../../../tools/scenario-runner/select-scenarios.js'
import { buildScenario } from '../../scenarios/sample-scenario.js'

const SCENARIOS = ['approved-passport', 'tampered-passport', 'watchlist-hit'].map((name) =>
  buildScenario({ name, tags: name.endsWith('passport') ? ['passport', 'fast'] : ['fast'] }),
)
const select = (names?: string[], tags?: string[]) =>
  selectScenarios(SCENARIOS, names, tags).map(({ name }) => name)

describe('listScenarios', () => {
  it('names the empty folder and the option --from', () => {
    const folder = mkdtempSync(join(tmpdir(), 'scenarios '))
    const list = () => listScenarios(new Map(), () => undefined, [folder])
    expect(list).toThrow(`No scenarios in ${folder}: `)
    expect(list).toThrow('--from')
  })
})

describe('selectScenarios', () => {
  const PASSPORTS = ['approved-passport', 'tampered-passport']
  it.each<[string, Parameters<typeof select>, string[]]>([
    ['all', [], [...PASSPORTS, 'watchlist-hit']],
    ['each once', [['watchlist-hit', 'watchlist-hit']], ['watchlist-hit']],
    ['a pattern', [['*-passport']], PASSPORTS],
    ['a path', [['scenarios/watch????-hit.json']], ['watchlist-hit']],
    ['a tag', [undefined, ['passport']], PASSPORTS],
    ['a pattern with tags', [['tamp*', 'watch*'], ['passport']], ['tampered-passport']],
  ])('selects by %s', (_what, chosen, expected) => {
    expect(select(...chosen)).toEqual(expected)
  })

  it('suggests similar names when a name is unknown, and lists the tags', () => {
    expect(() => select(['watchlist-hit', 'tamperd-pasport', 'zzz'], ['slow'])).toThrow(
      'Unknown scenario "tamperd-pasport". Did you mean tampered-passport?\n' +
        'Unknown scenario "zzz". The start page and npm run scenario -- --list show the available ones\n' +
        'No scenario has the tag "slow". Tags: fast, passport',
    )
  })
})

import { describe, expect, it } from '@jest/globals'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listScenarios, selectScenarios } from '../../../tools/scenario-runner/select-scenarios.js'
import { buildScenario } from '../../scenarios/sample-scenario.js'

const SCENARIOS = ['approved-passport', 'tampered-passport', 'watchlist-hit'].map((name) =>
  buildScenario({ name }),
)
const select = (names?: string[]) => selectScenarios(SCENARIOS, names).map(({ name }) => name)

describe('listScenarios', () => {
  it('names the empty folder and the option --from', () => {
    const folder = mkdtempSync(join(tmpdir(), 'scenarios '))
    const list = () => listScenarios(new Map(), () => undefined, folder)
    expect(list).toThrow(`No scenarios in ${folder}: `)
    expect(list).toThrow('--from')
  })
})

describe('selectScenarios', () => {
  it('returns all scenarios, or the named ones once each', () => {
    expect(select()).toEqual(['approved-passport', 'tampered-passport', 'watchlist-hit'])
    expect(select(['watchlist-hit', 'approved-passport', 'watchlist-hit'])).toEqual([
      'watchlist-hit',
      'approved-passport',
    ])
  })

  it('suggests similar names when a name is unknown', () => {
    expect(() => select(['watchlist-hit', 'tamperd-pasport', 'zzz'])).toThrow(
      'Unknown scenario "tamperd-pasport". Did you mean tampered-passport?\n' +
        'Unknown scenario "zzz". List the scenarios with: npm run scenario -- --list',
    )
  })
})

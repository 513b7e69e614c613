import { describe, expect, it } from '@jest/globals'
import {
  selectScenarios,
  assertScenariosFound,
} from '../../../tools/scenario-runner/select-scenarios.js'
import { buildScenario } from '../../scenarios/sample-scenario.js'

const SCENARIOS = ['approved-passport', 'tampered-passport', 'watchlist-hit'].map((name) =>
  buildScenario({ name }),
)
const select = (names?: string[]) => selectScenarios(SCENARIOS, names).map(({ name }) => name)

describe('assertScenariosFound', () => {
  it('names the empty folder and the option --from', () => {
    expect(() => {
      assertScenariosFound([], '/qa')
    }).toThrow(/No scenarios in \/qa: .*--from/)
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
      'Unknown scenario "tamperd-pasport". Did you mean tampered-passport or approved-passport?\n' +
        'Unknown scenario "zzz". List the scenarios with: npm run scenario -- --list',
    )
  })
})

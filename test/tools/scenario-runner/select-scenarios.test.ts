import { describe, expect, it } from '@jest/globals'
import {
  selectScenarios,
  assertScenariosFound,
} from '../../../tools/scenario-runner/select-scenarios.js'
import { buildScenario } from '../../scenarios/sample-scenario.js'

const SCENARIOS = ['approved-passport', 'tampered-passport', 'watchlist-hit'].map((name) =>
  buildScenario({ name }),
)
const choose = (names?: string[]) => selectScenarios(SCENARIOS, names).map(({ name }) => name)

describe('a folder without scenarios', () => {
  it('is named, with what to do about it', () => {
    expect(() => {
      assertScenariosFound([], '/qa')
    }).toThrow(/no scenario in \/qa: .*--from/)
  })
})

describe('the scenarios that are chosen', () => {
  it('are all of them, or those that are named, each once', () => {
    expect(choose()).toEqual(['approved-passport', 'tampered-passport', 'watchlist-hit'])
    expect(choose(['watchlist-hit', 'approved-passport', 'watchlist-hit'])).toEqual([
      'watchlist-hit',
      'approved-passport',
    ])
  })

  it('are suggested by likeness where a name is unknown', () => {
    expect(() => choose(['watchlist-hit', 'tamperd-pasport', 'zzz'])).toThrow(
      'There is no scenario "tamperd-pasport". Did you mean tampered-passport or approved-passport?\n' +
        'There is no scenario "zzz". See what there is with: npm run scenario -- --list',
    )
  })
})

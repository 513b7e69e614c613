import { describe, expect, it } from '@jest/globals'
import { toScenarioPickerView } from '../../src/scenarios/scenario-picker-view.js'
import { scenarioSchema } from '../../src/scenarios/scenario.js'

function makeScenario(name: string, outcome: string, capture: object = {}) {
  return scenarioSchema.parse({
    name,
    title: name,
    description: 'Anything.',
    capture,
    expect: { state: 'COMPLETED', outcome, page: ['anything'] },
  })
}

const scenarios = new Map(
  [
    makeScenario('rejected', 'REJECTED'),
    makeScenario('approved', 'APPROVED'),
    makeScenario('left', 'PENDING'),
    makeScenario('over', 'NONE'),
    makeScenario('of-the-business', 'APPROVED', { referenceFace: true }),
  ].map((scenario) => [scenario.name, scenario]),
)
const namesOf = (group: { scenarios: { name: string }[] }) =>
  group.scenarios.map(({ name }) => name)

describe('toScenarioPickerView', () => {
  it('groups by outcome, without empty groups and scenarios with a reference face', () => {
    const { groups } = toScenarioPickerView(scenarios)
    expect(groups.map((group) => [group.name, namesOf(group), group.open])).toEqual([
      ['confirmed', ['approved'], false],
      ['notConfirmed', ['rejected'], false],
      ['none', ['left', 'over'], false],
    ])
  })

  it('opens the group of the chosen scenario', () => {
    const { chosen, groups } = toScenarioPickerView(scenarios, 'over')
    expect(chosen).toBe('over')
    expect(groups.filter(({ open }) => open).map(namesOf)).toEqual([['left', 'over']])
  })
})

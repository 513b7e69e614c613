import type { Scenarios } from './load-scenarios.js'
import type { Scenario } from './scenario.js'

type Outcome = Scenario['expect']['outcome']

export interface ScenarioPickerView {
  /** By name; empty for none. */
  chosen: string
  groups: ScenarioPickerGroup[]
}

export interface ScenarioPickerGroup {
  title: string
  scenarios: Pick<Scenario, 'name' | 'title' | 'shows'>[]
  open: boolean
}

const GROUPS: readonly { title: string; outcomes: readonly Outcome[] }[] = [
  { title: 'Confirmed', outcomes: ['APPROVED'] },
  { title: 'Not confirmed', outcomes: ['REJECTED'] },
  { title: 'A closer look is needed', outcomes: ['REVIEW'] },
  { title: 'Left without an outcome', outcomes: ['PENDING', 'NONE'] },
]

/**
 * The scenarios that a person can go through in a browser, by what comes out. Those that begin with
 * a picture from the relying business cannot be started by a person.
 */
export function toScenarioPickerView(scenarios: Scenarios, chosen = ''): ScenarioPickerView {
  const selectable = [...scenarios.values()].filter(({ capture }) => !capture.referenceFace)
  const groups = GROUPS.map(({ title, outcomes }) => {
    const ofGroup = selectable.filter(({ expect }) => outcomes.includes(expect.outcome))
    return {
      title,
      scenarios: ofGroup.map(({ name, title, shows }) => ({ name, title, shows })),
      open: ofGroup.some(({ name }) => name === chosen),
    }
  })
  return { chosen, groups: groups.filter((group) => group.scenarios.length > 0) }
}

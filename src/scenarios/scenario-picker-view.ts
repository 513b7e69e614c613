import type { Scenarios } from './load-scenarios.js'
import type { Scenario } from './scenario.js'

type Outcome = Scenario['expect']['outcome']

export interface ScenarioPickerView {
  /** The name; empty if none is chosen. */
  chosen: string
  groups: ScenarioPickerGroup[]
}

export interface ScenarioPickerGroup {
  title: string
  scenarios: Pick<Scenario, 'name' | 'title' | 'description'>[]
  open: boolean
}

const GROUPS: readonly { title: string; outcomes: readonly Outcome[] }[] = [
  { title: 'Confirmed', outcomes: ['APPROVED'] },
  { title: 'Not confirmed', outcomes: ['REJECTED'] },
  { title: 'Needs review', outcomes: ['REVIEW'] },
  { title: 'No outcome', outcomes: ['PENDING', 'NONE'] },
]

/**
 * Groups the scenarios that a user can run in a browser by outcome. Omits those with a reference
 * face, which only your backend can upload.
 */
export function toScenarioPickerView(scenarios: Scenarios, chosen = ''): ScenarioPickerView {
  const selectable = [...scenarios.values()].filter(({ capture }) => !capture.referenceFace)
  const groups = GROUPS.map(({ title, outcomes }) => {
    const groupScenarios = selectable.filter(({ expect }) => outcomes.includes(expect.outcome))
    return {
      title,
      scenarios: groupScenarios.map(({ name, title, description }) => ({
        name,
        title,
        description,
      })),
      open: groupScenarios.some(({ name }) => name === chosen),
    }
  })
  return { chosen, groups: groups.filter((group) => group.scenarios.length > 0) }
}

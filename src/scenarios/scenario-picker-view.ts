import type { Scenarios } from './load-scenarios.js'
import type { Scenario } from './scenario.js'

type Outcome = Scenario['expect']['outcome']

export interface ScenarioPickerView {
  /** The name; empty if none is chosen. */
  chosen: string
  groups: ScenarioPickerGroup[]
}

export interface ScenarioPickerGroup {
  name: string
  scenarios: Pick<Scenario, 'name' | 'title' | 'description'>[]
  open: boolean
}

/** The titles are in `locales/en.json`, under `picker.groups`. */
const GROUPS: readonly { name: string; outcomes: readonly Outcome[] }[] = [
  { name: 'confirmed', outcomes: ['APPROVED'] },
  { name: 'notConfirmed', outcomes: ['REJECTED'] },
  { name: 'review', outcomes: ['REVIEW'] },
  { name: 'none', outcomes: ['PENDING', 'NONE'] },
]

/**
 * Groups the scenarios that a user can run in a browser by outcome. Omits those with a reference
 * face, which only your backend can upload.
 */
export function toScenarioPickerView(scenarios: Scenarios, chosen = ''): ScenarioPickerView {
  const selectable = [...scenarios.values()].filter(({ capture }) => !capture.referenceFace)
  const groups = GROUPS.map(({ name: groupName, outcomes }) => {
    const groupScenarios = selectable.filter(({ expect }) => outcomes.includes(expect.outcome))
    return {
      name: groupName,
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

import type { ActualResult } from './find-differences.js'
import type { Scenario } from '#src/scenarios/scenario.js'

/** One scenario, walked. */
export interface ScenarioRun {
  scenario: Scenario
  seconds: number
  /** undefined when it could not be walked to its end. */
  actual: ActualResult | undefined
  /** How far it was when it ended. */
  lastSeen: string
  /** None when everything came out as expected. */
  problems: readonly string[]
}

export function hasPassed({ problems }: ScenarioRun): boolean {
  return problems.length === 0
}

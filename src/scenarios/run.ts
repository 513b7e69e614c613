import type { Actual } from './judge.js'
import type { Scenario } from './scenario.js'

/** One scenario, walked. */
export interface Run {
  scenario: Scenario
  seconds: number
  /** undefined when it could not be walked to its end. */
  actual: Actual | undefined
  /** How far it was when it ended. */
  lastSeen: string
  /** None when everything came out as expected. */
  problems: readonly string[]
}

export function hasPassed({ problems }: Run): boolean {
  return problems.length === 0
}

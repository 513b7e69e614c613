import { scenarioSchema, type Scenario } from '../../src/scenarios/scenario.js'
import type { ScenarioRun } from '../../tools/scenario-runner/scenario-run.js'

/** A scenario by its file's words; what is not said is as the schema has it. */
export function buildScenario(overrides: object = {}): Scenario {
  return scenarioSchema.parse({
    name: 'a-passport',
    title: 'A passport',
    shows: 'Everything is in order.',
    expect: { state: 'COMPLETED', outcome: 'APPROVED', page: ['confirmed'] },
    ...overrides,
  })
}

export function buildRun(overrides: Partial<ScenarioRun> = {}): ScenarioRun {
  return {
    scenario: buildScenario(),
    seconds: 1.25,
    actual: { state: 'COMPLETED', outcome: 'APPROVED', reasons: [], page: 'Identity confirmed' },
    lastSeen: 'COMPLETED, APPROVED',
    problems: [],
    ...overrides,
  }
}

import { scenarioSchema, type Scenario } from '../../src/scenarios/scenario.js'
import type { ScenarioRun } from '../../tools/scenario-runner/run-scenario.js'

/** Takes the fields of a scenario file; the rest has the schema's defaults. */
export function buildScenario(overrides: object = {}): Scenario {
  return scenarioSchema.parse({
    name: 'a-passport',
    title: 'A passport',
    description: 'Every check succeeds.',
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
    notes: [],
    ...overrides,
  }
}

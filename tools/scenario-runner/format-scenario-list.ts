import type { Scenario } from '#src/scenarios/scenario.js'

/** What there is to choose from. */
export function formatScenarioList(scenarios: readonly Scenario[]): string {
  const width = Math.max(0, ...scenarios.map(({ name }) => name.length))
  return scenarios
    .map(({ name, title, description }) => `${name.padEnd(width)}  ${title}. ${description}\n`)
    .join('')
}

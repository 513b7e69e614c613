import type { Scenarios } from './load-scenarios.js'

/** Returns the problem with a scenario's name, if any. */
export function validateScenarioName(
  name: string,
  scenarios: Pick<Scenarios, 'has'> | undefined,
): string | undefined {
  if (scenarios === undefined) {
    return 'must be omitted, because this server is live. Scenarios work on Yoti’s sandbox and the emulator'
  }
  return scenarios.has(name) ? undefined : 'is unknown. The start page lists the available ones'
}

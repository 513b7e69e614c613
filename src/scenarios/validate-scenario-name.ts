import type { Scenarios } from './load-scenarios.js'

/** What is wrong with the name of a chosen scenario; undefined when nothing is. */
export function validateScenarioName(
  name: string,
  scenarios: Pick<Scenarios, 'has'> | undefined,
): string | undefined {
  if (scenarios === undefined) {
    return 'is for tests, and this server is live: leave it out, or use a server on Yoti’s sandbox or the emulator'
  }
  return scenarios.has(name)
    ? undefined
    : 'is no scenario of this server: its start page lists them, and so does its folder scenarios'
}

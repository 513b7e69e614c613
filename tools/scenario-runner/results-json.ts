import { truncate } from './find-differences.js'
import { hasPassed, type ScenarioRun } from './run-scenario.js'

export function buildResultsJson(target: string, runs: readonly ScenarioRun[]): object {
  const passed = runs.filter(hasPassed).length
  return {
    target,
    passed,
    failed: runs.length - passed,
    scenarios: runs.map((run) => {
      const { scenario, seconds, actual, lastSeen, problems } = run
      const { name, title, expect } = scenario
      return {
        name,
        title,
        passed: hasPassed(run),
        seconds: roundSeconds(seconds),
        expected: expect,
        // null if the scenario did not finish; `lastSeen` then shows how far it came.
        actual: actual === undefined ? null : { ...actual, page: toPageText(actual.page) },
        ...(actual === undefined ? { lastSeen } : {}),
        problems,
      }
    }),
  }
}

function toPageText(page: string | undefined): string | null {
  return page === undefined ? null : truncate(page)
}

function roundSeconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}

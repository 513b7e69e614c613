import { truncate } from './find-differences.js'
import { hasPassed, type ScenarioRun } from './scenario-run.js'

/** The results for a machine. */
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
        // null, where it could not be walked to its end; how far it came then says `lastSeen`.
        actual: actual === undefined ? null : { ...actual, page: toPageText(actual.page) },
        ...(actual === undefined ? { lastSeen } : {}),
        problems,
      }
    }),
  }
}

/** null, where nobody told. */
function toPageText(page: string | undefined): string | null {
  return page === undefined ? null : truncate(page)
}

function roundSeconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}

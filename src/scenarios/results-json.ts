import { shorten } from './judge.js'
import { hasPassed, type Run } from './run.js'

/** The results for a machine. */
export function buildResultsJson(target: string, runs: readonly Run[]): object {
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
        seconds: round(seconds),
        expected: expect,
        // null, where it could not be walked to its end; how far it came then says `lastSeen`.
        actual: actual === undefined ? null : { ...actual, page: describePage(actual.page) },
        ...(actual === undefined ? { lastSeen } : {}),
        problems,
      }
    }),
  }
}

/** null, where nobody told. */
function describePage(page: string | undefined): string | null {
  return page === undefined ? null : shorten(page)
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}

import type { SessionSpec } from '../yoti/session-spec.js'
import { describeStartChecks, type StartCheck } from './start-checks.js'
import { listCollected, listNeeds } from './start-collected.js'

export interface StartDescription {
  /** What the person must have at hand, in words. */
  needs: string
  /** What will be checked, and why. */
  checks: StartCheck[]
  collected: string[]
  /** Minutes that the person has. */
  minutes: number
  /** How long Yoti keeps it, in words. */
  kept: string
}

/** What the start page says before anything is asked of the person. */
export function describeStart(
  spec: SessionSpec,
  clientSessionTokenTtl: number,
  resourcesTtl: number,
): StartDescription {
  return {
    needs: listNeeds(spec),
    checks: describeStartChecks(spec),
    collected: listCollected(spec),
    minutes: Math.floor(clientSessionTokenTtl / 60),
    kept: describeDuration(resourcesTtl),
  }
}

/** For example `604800` as `7 days`; partial units are rounded up, never kept longer than said. */
export function describeDuration(seconds: number): string {
  const [count, unit] =
    seconds >= 2 * 86_400
      ? [Math.ceil(seconds / 86_400), 'day']
      : [Math.ceil(seconds / 3600), 'hour']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

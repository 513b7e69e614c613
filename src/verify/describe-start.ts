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
  /** When Yoti deletes it, in words. */
  deleted: string
}

export interface StartRetention {
  /** Both in seconds. */
  clientSessionTokenTtl: number
  resourcesTtl: number
  /** Milliseconds after a session ended; undefined: nothing is erased by itself. */
  eraseAfter: number | undefined
}

/** What the start page says before anything is asked of the person. */
export function describeStart(spec: SessionSpec, retention: StartRetention): StartDescription {
  return {
    needs: listNeeds(spec),
    checks: describeStartChecks(spec),
    collected: listCollected(spec),
    minutes: Math.floor(retention.clientSessionTokenTtl / 60),
    deleted: describeDeletion(retention),
  }
}

/** Yoti's own clock starts with the first picture, or when the time to finish ends: the later one is said. */
function describeDeletion(retention: StartRetention): string {
  const { clientSessionTokenTtl, resourcesTtl, eraseAfter } = retention
  if (eraseAfter === undefined || eraseAfter >= (clientSessionTokenTtl + resourcesTtl) * 1000) {
    return `${describeDuration(resourcesTtl)} after your time to finish ended, at the latest`
  }
  return eraseAfter === 0
    ? 'as soon as your check has ended'
    : `${describeDuration(eraseAfter / 1000)} after your check has ended`
}

/** For example `604800` as `7 days`; partial units are rounded up, never kept longer than said. */
export function describeDuration(seconds: number): string {
  const [count, unit] =
    seconds >= 2 * 86_400
      ? [Math.ceil(seconds / 86_400), 'day']
      : [Math.ceil(seconds / 3600), 'hour']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

import type { SessionSpec } from '../yoti/session-spec.js'
import { listStartChecks, type StartCheck } from './start-checks.js'
import { listCollectedData, formatNeeds } from './start-collected-data.js'

export interface StartView {
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

export interface RetentionPeriods {
  /** Both in seconds. */
  clientSessionTokenTtl: number
  resourcesTtl: number
  /** Milliseconds after a session ended; undefined: nothing is erased by itself. */
  eraseAfterMs: number | undefined
}

/** What the start page says before anything is asked of the person. */
export function toStartView(spec: SessionSpec, retention: RetentionPeriods): StartView {
  return {
    needs: formatNeeds(spec),
    checks: listStartChecks(spec),
    collected: listCollectedData(spec),
    minutes: Math.floor(retention.clientSessionTokenTtl / 60),
    deleted: formatDeletionTime(retention),
  }
}

/** Yoti's own clock starts with the first picture, or when the time to finish ends: the later one is said. */
function formatDeletionTime(retention: RetentionPeriods): string {
  const { clientSessionTokenTtl, resourcesTtl, eraseAfterMs } = retention
  if (eraseAfterMs === undefined || eraseAfterMs >= (clientSessionTokenTtl + resourcesTtl) * 1000) {
    return `${formatDuration(resourcesTtl)} after your time to finish ended, at the latest`
  }
  return eraseAfterMs === 0
    ? 'as soon as your check has ended'
    : `${formatDuration(eraseAfterMs / 1000)} after your check has ended`
}

/** For example `604800` as `7 days`; partial units are rounded up, never kept longer than said. */
export function formatDuration(seconds: number): string {
  const [count, unit] =
    seconds >= 2 * 86_400
      ? [Math.ceil(seconds / 86_400), 'day']
      : [Math.ceil(seconds / 3600), 'hour']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

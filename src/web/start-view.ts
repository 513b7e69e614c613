import type { SessionSpec } from '../yoti/session-spec.js'
import { listStartChecks, type StartCheck } from './start-checks.js'
import { listCollectedData, formatNeeds } from './start-collected-data.js'

export interface StartView {
  needs: string
  checks: StartCheck[]
  collected: string[]
  /** The user’s time limit. */
  minutes: number
  /** When Yoti deletes the data, as the end of a sentence. */
  deleted: string
}

export interface RetentionPeriods {
  /** Both TTLs are in seconds. */
  clientSessionTokenTtl: number
  resourcesTtl: number
  /** undefined if nothing is erased automatically. */
  eraseAfterMs: number | undefined
}

export function toStartView(spec: SessionSpec, retention: RetentionPeriods): StartView {
  return {
    needs: formatNeeds(spec),
    checks: listStartChecks(spec),
    collected: listCollectedData(spec),
    minutes: Math.floor(retention.clientSessionTokenTtl / 60),
    deleted: formatDeletionTime(retention),
  }
}

/** Yoti’s retention starts with the first photo or at the token’s expiry; the page gives the later end. */
function formatDeletionTime(retention: RetentionPeriods): string {
  const { clientSessionTokenTtl, resourcesTtl, eraseAfterMs } = retention
  const latest = clientSessionTokenTtl + resourcesTtl
  if (eraseAfterMs === undefined || eraseAfterMs >= latest * 1000) {
    return `within ${formatDuration(latest)} of starting`
  }
  return eraseAfterMs === 0
    ? 'as soon as your check ends'
    : `${formatDuration(eraseAfterMs / 1000)} after your check ends`
}

/** For example `604800` as `7 days`; rounds up, so that data is never kept longer than the page says. */
export function formatDuration(seconds: number): string {
  const [count, unit] =
    seconds >= 2 * 86_400
      ? [Math.ceil(seconds / 86_400), 'day']
      : [Math.ceil(seconds / 3600), 'hour']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

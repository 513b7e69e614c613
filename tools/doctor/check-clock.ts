import { fail, ok, warn, type Finding } from './finding.js'

/** Local time before and after a request, and the response's `Date` header. */
export interface ClockReading {
  sentAt: number
  receivedAt: number
  date: string | undefined
}

/** Yoti does not document its tolerance; five minutes is usual for signed APIs. */
export const WARN_SKEW_SECONDS = 30
export const FAIL_SKEW_SECONDS = 300

const FIX =
  'Synchronise this machine’s clock with NTP, for example: timedatectl set-ntp true. In a virtual machine, restart the time service after a sleep.'

export function checkClock(reading: ClockReading | undefined): Finding {
  if (reading === undefined) {
    return warn('not compared: no response', 'Fix the connection to Yoti first.')
  }
  const skew = measureSkewSeconds(reading)
  if (skew === undefined) {
    return warn(
      'not compared: the response has no Date header',
      'Make sure that no proxy removes it.',
    )
  }
  if (Math.abs(skew) <= WARN_SKEW_SECONDS) {
    return ok(`${formatSkew(skew)}; up to ${WARN_SKEW_SECONDS} s is fine`)
  }
  return Math.abs(skew) <= FAIL_SKEW_SECONDS
    ? warn(`${formatSkew(skew)}; more than ${WARN_SKEW_SECONDS} s is unreliable`, FIX)
    : fail(
        `${formatSkew(skew)}; above ${FAIL_SKEW_SECONDS} s signed requests are usually rejected`,
        FIX,
      )
}

/** How far this clock is ahead. `Date` is truncated to seconds, by half a second on average. */
export function measureSkewSeconds({ sentAt, receivedAt, date }: ClockReading): number | undefined {
  const serverTime = date === undefined ? Number.NaN : Date.parse(date)
  if (Number.isNaN(serverTime)) return undefined
  return Math.round(((sentAt + receivedAt) / 2 - (serverTime + 500)) / 1000)
}

function formatSkew(skew: number): string {
  if (skew === 0) return 'in sync with Yoti'
  return `${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} Yoti`
}

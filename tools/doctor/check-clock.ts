import { fail, ok, warn, type Finding } from './finding.js'

/** Milliseconds of our clock around a call, and what the answer's `Date` header said. */
export interface ClockReading {
  sentAt: number
  receivedAt: number
  date: string | undefined
}

/** Seconds. Yoti does not say how much it tolerates; five minutes is what signed APIs usually do. */
export const WARN_SKEW_SECONDS = 30
export const FAIL_SKEW_SECONDS = 300

const FIX =
  'Let this machine keep its time by NTP, for example: timedatectl set-ntp true. In a virtual machine, restart its time service after a sleep.'

export function checkClock(reading: ClockReading | undefined): Finding {
  if (reading === undefined) {
    return warn('not compared: there was no answer', 'Mend the way to Yoti first.')
  }
  const skew = measureSkewSeconds(reading)
  if (skew === undefined) {
    return warn('not compared: the answer has no Date', 'See that no proxy in between removes it.')
  }
  if (Math.abs(skew) <= WARN_SKEW_SECONDS) {
    return ok(`${formatSkew(skew)}; up to ${WARN_SKEW_SECONDS} s are well`)
  }
  return Math.abs(skew) <= FAIL_SKEW_SECONDS
    ? warn(`${formatSkew(skew)}; more than ${WARN_SKEW_SECONDS} s is too much to rely on`, FIX)
    : fail(
        `${formatSkew(skew)}; above ${FAIL_SKEW_SECONDS} s signed calls are usually refused`,
        FIX,
      )
}

/** Seconds that our clock is ahead. A `Date` is cut to whole seconds: half of one is what to expect. */
export function measureSkewSeconds({ sentAt, receivedAt, date }: ClockReading): number | undefined {
  const serverTime = date === undefined ? Number.NaN : Date.parse(date)
  if (Number.isNaN(serverTime)) return undefined
  return Math.round(((sentAt + receivedAt) / 2 - (serverTime + 500)) / 1000)
}

function formatSkew(skew: number): string {
  if (skew === 0) return 'the same time as Yoti, within a second'
  return `${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} Yoti`
}

import { fail, ok, warn, type Finding } from './finding.js'

/** Milliseconds of our clock around a call, and what the answer's `Date` header said. */
export interface ClockReading {
  sentAt: number
  receivedAt: number
  date: string | undefined
}

/** Seconds. Yoti does not say how much it tolerates; five minutes is what signed APIs usually do. */
export const TOLERABLE = 30
export const TOO_MUCH = 300

const FIX =
  'Let this machine keep its time by NTP, for example: timedatectl set-ntp true. In a virtual machine, restart its time service after a sleep.'

export function judgeClock(reading: ClockReading | undefined): Finding {
  if (reading === undefined) {
    return warn('not compared: there was no answer', 'Mend the way to Yoti first.')
  }
  const skew = measureSkew(reading)
  if (skew === undefined) {
    return warn('not compared: the answer has no Date', 'See that no proxy in between removes it.')
  }
  if (Math.abs(skew) <= TOLERABLE) {
    return ok(`${describeSkew(skew)}; up to ${TOLERABLE} s are well`)
  }
  return Math.abs(skew) <= TOO_MUCH
    ? warn(`${describeSkew(skew)}; more than ${TOLERABLE} s is too much to rely on`, FIX)
    : fail(`${describeSkew(skew)}; above ${TOO_MUCH} s signed calls are usually refused`, FIX)
}

/** Seconds that our clock is ahead. A `Date` is cut to whole seconds: half of one is what to expect. */
export function measureSkew({ sentAt, receivedAt, date }: ClockReading): number | undefined {
  const theirs = date === undefined ? Number.NaN : Date.parse(date)
  if (Number.isNaN(theirs)) return undefined
  return Math.round(((sentAt + receivedAt) / 2 - (theirs + 500)) / 1000)
}

function describeSkew(skew: number): string {
  if (skew === 0) return 'the same time as Yoti, within a second'
  return `${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} Yoti`
}

import { z } from 'zod'
import { describeValueType } from '../yoti/describe-issues.js'

const MAX_QUOTED_LENGTH = 40

/** An enum whose errors quote the received value, so only for test files without personal data. */
export function closedEnum<const Value extends string | number>(values: readonly Value[]) {
  const known: ReadonlySet<unknown> = new Set(values)
  return z.custom<Value>((value) => known.has(value), {
    // Lets a union report the error of its closest option.
    abort: false,
    error: ({ input }) => `expected ${values.join(' or ')}, got ${describeReceivedValue(input)}`,
  })
}

export function describeReceivedValue(value: unknown): string {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string'
    ? JSON.stringify(value.slice(0, MAX_QUOTED_LENGTH))
    : describeValueType(value)
}

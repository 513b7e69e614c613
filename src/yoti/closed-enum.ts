import { z } from 'zod'
import { describeValueType } from './describe-issues.js'

const MAX_QUOTED_LENGTH = 40

/**
 * One of a closed list, in a file that people write for tests: the message has every value that there
 * is, and the one that was seen, which is nobody's.
 */
export function closedEnum<const Value extends string | number>(values: readonly Value[]) {
  const known: ReadonlySet<unknown> = new Set(values)
  return z.custom<Value>((value) => known.has(value), {
    // Or a union would say that nothing of it fits, instead of what is wrong with what fits best.
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

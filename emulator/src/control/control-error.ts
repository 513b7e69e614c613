import type { z } from 'zod'
import { describeExpected } from '../http/parse-payload.js'

interface Problem {
  /** A field such as `faults.0.kind`, or a header. */
  path: string
  expected: string
  seen: string
}

const DOCUMENTATION_HINT = 'docs/emulator.md shows every call.'
const MAX_VALUE_LENGTH = 80

export class ControlError extends Error {
  readonly code: string
  readonly status: number
  readonly problems: readonly Problem[]

  constructor(status: number, code: string, problems: readonly Problem[], remedy: string) {
    super(`${remedy} ${DOCUMENTATION_HINT}`)
    this.name = 'ControlError'
    this.code = code
    this.status = status
    this.problems = problems
  }
}

/** Quotes short values only. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  const json = JSON.stringify(value)
  return json.length > MAX_VALUE_LENGTH ? `${typeof value} of ${json.length} characters` : json
}

/** @throws ControlError with every problem and its path */
export function validateControlRequest<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value, { error: describeExpected })
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.flatMap((issue) => {
    const { path, message: expected } = issue
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : undefined
    const paths = keys?.map((key) => [...path, key]) ?? [path]
    return paths.map((one) => ({
      path: one.join('.') || 'body',
      expected,
      seen: describeValue(getAtPath(value, one)),
    }))
  })
  throw new ControlError(400, 'INVALID_BODY', problems, 'Correct the body and send it again.')
}

function getAtPath(value: unknown, path: readonly PropertyKey[]): unknown {
  const read = (inner: unknown, key: PropertyKey) =>
    (Object(inner) as Record<PropertyKey, unknown>)[key]
  return path.reduce(read, value)
}

import { z } from 'zod'
import { ApiError } from './api-error.js'

/** Treats null as absent. @throws ApiError `PAYLOAD_VALIDATION` with all problems */
export function parsePayload<T>(
  schema: z.ZodType<T>,
  body: Buffer,
  formatPath = (path: PropertyKey[]) => path.join('.'),
): T {
  const parsed = schema.safeParse(parseJson(body), { error: describeIssue })
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.map(({ path, message }) => ({
    property: path.length === 0 ? 'body' : formatPath(path),
    message,
  }))
  throw new ApiError('PAYLOAD_VALIDATION', errors)
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString(), (_key, value: unknown) => value ?? undefined)
  } catch {
    throw new ApiError('MALFORMED_REQUEST', [{ property: 'body', message: 'must be JSON' }])
  }
}

/** A text of a body that is not validated yet. */
export function peekText(body: Buffer, field: string): string | undefined {
  try {
    const value = JSON.parse(body.toString()) as Record<string, unknown> | null
    return typeof value?.[field] === 'string' ? value[field] : undefined
  } catch {
    return undefined
  }
}

/** A message in the schema takes precedence. */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined) return 'must not be null'
  if (issue.code === 'too_small' && issue.origin !== 'number') return 'must not be empty'
  const expected = describeExpected(issue)
  return expected && `must be ${expected}`
}

export function describeExpected(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`
    case 'invalid_value':
      return `one of ${issue.values.join(', ')}`
    case 'invalid_union':
      return Array.isArray(issue.options) ? `one of ${issue.options.join(', ')}` : undefined
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`
    case 'too_big':
      return `at most ${issue.maximum}`
    case 'unrecognized_keys': {
      const known = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : []
      return `one of the fields ${known.join(', ')}`
    }
    default:
      return undefined
  }
}

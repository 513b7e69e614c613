import type { z } from 'zod'
import { ApiError, type PropertyError } from './api-error.js'

/** Treats null as absent. @throws ApiError `PAYLOAD_VALIDATION` with all problems */
export function parsePayload<T>(schema: z.ZodType<T>, body: Buffer): T {
  const parsed = schema.safeParse(parseJson(body), { error: describeIssue })
  if (parsed.success) return parsed.data
  throw new ApiError('PAYLOAD_VALIDATION', parsed.error.issues.map(toPropertyError))
}

function parseJson(body: Buffer): unknown {
  try {
    const text = body.toString()
    return text.includes('null') ? JSON.parse(text, nullToUndefined) : JSON.parse(text)
  } catch {
    throw new ApiError('MALFORMED_REQUEST', [{ property: 'body', message: 'must be JSON' }])
  }
}

function nullToUndefined(_key: string, value: unknown): unknown {
  return value ?? undefined
}

function toPropertyError(issue: z.core.$ZodIssue): PropertyError {
  return {
    property: issue.path.length === 0 ? 'body' : issue.path.join('.'),
    message: issue.message,
  }
}

/** A message in the schema takes precedence. */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined) return 'must not be null'
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`
    case 'too_small':
      return issue.minimum === 1 && issue.origin !== 'number'
        ? 'must not be empty'
        : `must be at least ${issue.minimum}`
    case 'invalid_union':
      return Array.isArray(issue.options) ? `must be one of ${issue.options.join(', ')}` : undefined
    default:
      return undefined
  }
}

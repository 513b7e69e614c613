import { z } from 'zod'
import { ControlError, describeValue, type Problem } from './control-error.js'

/** @throws ControlError with every problem and its path */
export function validateControlRequest<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value, { error: describeExpected })
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.flatMap((issue) => toProblems(issue, value))
  throw new ControlError(400, 'INVALID_BODY', problems, 'Correct the body and send it again.')
}

export function parseJsonBody(body: unknown): unknown {
  const text = Buffer.isBuffer(body) ? body.toString() : ''
  try {
    return JSON.parse(text)
  } catch {
    const seen = text === '' ? 'nothing' : 'text that is not JSON'
    const problem = { path: 'body', expected: 'a JSON object', seen }
    throw new ControlError(400, 'INVALID_BODY', [problem], 'Send a JSON object.')
  }
}

function toProblems(issue: z.core.$ZodIssue, value: unknown): Problem[] {
  const { path, message: expected } = issue
  if (issue.code !== 'unrecognized_keys') {
    return [{ path: formatPath(path), expected, seen: describeValue(getAtPath(value, path)) }]
  }
  return issue.keys.map((key) => ({
    path: formatPath([...path, key]),
    expected,
    seen: describeValue(getAtPath(value, [...path, key])),
  }))
}

function formatPath(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'body' : path.map(String).join('.')
}

function getAtPath(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  )
}

function describeExpected(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : []
      return `one of the fields ${known.join(', ')}`
    }
    case 'invalid_type':
      return `a value of type ${issue.expected}`
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`
    case 'too_big':
      return `at most ${issue.maximum}`
    case 'invalid_format':
      return 'a content type such as text/html'
    case 'invalid_union':
      return Array.isArray(issue.options) && issue.options.length > 0
        ? `one of ${issue.options.join(', ')}`
        : 'a whole number of at least 1, or "always"'
    default:
      return undefined
  }
}

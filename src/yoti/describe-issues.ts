import type { z } from 'zod'

/**
 * Says of each issue where it is (`checks[0].report.recommendation.value`), what was expected there
 * and what kind of thing was seen: never the value, which may be personal or a secret.
 *
 * @param at put before each path
 */
export function describeIssues(error: z.core.$ZodError, value: unknown, at = ''): string[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(
        (key) => `${formatPath([...issue.path, key], at)}: is not a known field`,
      )
    }
    const seen = describeKind(getAt(value, issue.path))
    return [`${formatPath(issue.path, at)}: ${describeIssue(issue, seen)}`]
  })
}

/** For example `checks[0].type`; an empty path is `the whole`. */
export function formatPath(path: readonly PropertyKey[], at = ''): string {
  const text = path.reduce<string>((before, key) => {
    if (typeof key === 'number') return `${before}[${key}]`
    return before === '' ? String(key) : `${before}.${String(key)}`
  }, at)
  return text === '' ? 'the whole' : text
}

function describeIssue(issue: z.core.$ZodIssue, seen: string): string {
  const other = seen === 'string' ? 'another string' : seen
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${describeType(issue.expected)}, got ${seen}`
    case 'invalid_value':
      return `expected ${issue.values.map(String).join(' or ')}, got ${other}`
    case 'invalid_union':
      return `expected ${describeOptions(issue)}, got ${other}`
    case 'too_small':
      return `expected at least ${describeSize(issue.minimum, issue.origin)}`
    case 'too_big':
      return `expected at most ${describeSize(issue.maximum, issue.origin)}`
    default:
      return issue.message
  }
}

function describeOptions(issue: z.core.$ZodIssue): string {
  const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : []
  return options.length === 0 ? 'one of the known values' : options.map(String).join(' or ')
}

function getAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  )
}

export function describeKind(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function describeType(expected: string): string {
  if (expected === 'int') return 'a whole number'
  if (expected === 'record') return 'an object'
  return /^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`
}

function describeSize(size: number | bigint, origin: string): string {
  if (origin === 'string') return `${String(size)} characters`
  if (origin === 'array') return `${String(size)} ${Number(size) === 1 ? 'entry' : 'entries'}`
  return String(size)
}

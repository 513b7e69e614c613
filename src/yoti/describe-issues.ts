import type { z } from 'zod'
import { findClosestMatch } from './closest-match.js'

/** A problem at a JSON path of a specification or scenario. */
export interface SpecIssue {
  path: readonly (string | number)[]
  message: string
}

/**
 * Describes each issue as `path: expected X, got Y`, for example
 * `checks[0].id: expected a string, got number`. Values may be personal or secret, so it quotes only
 * those that look like a constant where a constant is expected.
 *
 * @param pathPrefix prepended to each path
 */
export function describeIssues(error: z.core.$ZodError, value: unknown, pathPrefix = ''): string[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(
        (key) => `${formatPath([...issue.path, key], pathPrefix)}: is not a known field`,
      )
    }
    const received = getValueAtPath(value, issue.path)
    return [`${formatPath(issue.path, pathPrefix)}: ${describeIssue(issue, received)}`]
  })
}

/** For example `checks[0].type`; an empty path is `the root`. */
export function formatPath(path: readonly PropertyKey[], pathPrefix = ''): string {
  const text = path.reduce<string>((parent, key) => {
    if (typeof key === 'number') return `${parent}[${key}]`
    return parent === '' ? String(key) : `${parent}.${String(key)}`
  }, pathPrefix)
  return text === '' ? 'the root' : text
}

/** For example `CAMERA or CAMERA_AND_UPLOAD`. */
export function joinAlternatives(values: readonly unknown[]): string {
  return values.map(String).join(' or ')
}

/** Quotes a value only if it looks like a constant or resembles `suggestion`. */
export function quoteValue(value: unknown, suggestion?: string): string {
  if (typeof value !== 'string') return describeValueType(value)
  if (suggestion !== undefined) return `${value}: did you mean ${suggestion}?`
  // Any other string may be a secret or personal data in the wrong field.
  return /^([A-Za-z]{1,3}|(?=.{1,40}$)[A-Z]+\d{0,2}([_-][A-Z]*\d{0,3})*)$/.test(value)
    ? value
    : 'a different string'
}

function describeIssue(issue: z.core.$ZodIssue, received: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${describeType(issue.expected)}, got ${describeValueType(received)}`
    case 'invalid_value':
      return describeExpectedValue(issue.values, received)
    case 'invalid_union':
      return describeExpectedValue(listOptions(issue), received)
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message
    case 'too_small':
      return `expected at least ${describeSize(issue.minimum, issue.origin)}`
    case 'too_big':
      return `expected at most ${describeSize(issue.maximum, issue.origin)}`
    default:
      return issue.message
  }
}

function describeExpectedValue(expected: readonly unknown[], received: unknown): string {
  if (expected.length === 0) return `expected one of the known values, got ${quoteValue(received)}`
  const suggestion =
    typeof received === 'string' ? findClosestMatch(received, expected.map(String)) : undefined
  return `expected ${joinAlternatives(expected)}, got ${quoteValue(received, suggestion)}`
}

function listOptions(issue: z.core.$ZodIssue): unknown[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options : []
}

function getValueAtPath(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (parent, key) =>
      typeof parent === 'object' && parent !== null
        ? (parent as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  )
}

export function describeValueType(value: unknown): string {
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

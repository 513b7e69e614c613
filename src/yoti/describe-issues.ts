import type { z } from 'zod'
import { findClosestMatch } from './closest-match.js'

/** A problem at a JSON path of a specification or scenario. */
export interface SpecIssue {
  path: readonly (string | number)[]
  message: string
}

/**
 * Says of each issue where it is (`checks[0].report.recommendation.value`), what was expected there
 * and what kind of thing was seen: not the value, which may be personal or a secret. Only where one
 * of some words is expected, a word that looks like one is quoted.
 *
 * @param pathPrefix put before each path
 */
export function describeIssues(error: z.core.$ZodError, value: unknown, pathPrefix = ''): string[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(
        (key) => `${formatPath([...issue.path, key], pathPrefix)}: is not a known field`,
      )
    }
    const seen = getValueAtPath(value, issue.path)
    return [`${formatPath(issue.path, pathPrefix)}: ${describeIssue(issue, seen)}`]
  })
}

/** For example `checks[0].type`; an empty path is `the root`. */
export function formatPath(path: readonly PropertyKey[], pathPrefix = ''): string {
  const text = path.reduce<string>((before, key) => {
    if (typeof key === 'number') return `${before}[${key}]`
    return before === '' ? String(key) : `${before}.${String(key)}`
  }, pathPrefix)
  return text === '' ? 'the root' : text
}

/** For example `CAMERA or CAMERA_AND_UPLOAD`. */
export function joinAlternatives(values: readonly unknown[]): string {
  return values.map(String).join(' or ')
}

/** What was seen where a word was expected: a constant, or a word that is nearly the expected one. */
export function quoteValue(value: unknown, suggestion?: string): string {
  if (typeof value !== 'string') return describeValueType(value)
  if (suggestion !== undefined) return `${value}: did you mean ${suggestion}?`
  // Anything else may be a secret, or a person's, in the wrong place.
  return /^([A-Za-z]{1,3}|(?=.{1,40}$)[A-Z]+\d{0,2}([_-][A-Z]*\d{0,3})*)$/.test(value)
    ? value
    : 'a different string'
}

function describeIssue(issue: z.core.$ZodIssue, seen: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${describeType(issue.expected)}, got ${describeValueType(seen)}`
    case 'invalid_value':
      return describeExpectedValue(issue.values, seen)
    case 'invalid_union':
      return describeExpectedValue(listOptions(issue), seen)
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

function describeExpectedValue(expected: readonly unknown[], seen: unknown): string {
  if (expected.length === 0) return `expected one of the known values, got ${quoteValue(seen)}`
  const suggestion =
    typeof seen === 'string' ? findClosestMatch(seen, expected.map(String)) : undefined
  return `expected ${joinAlternatives(expected)}, got ${quoteValue(seen, suggestion)}`
}

function listOptions(issue: z.core.$ZodIssue): unknown[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options : []
}

function getValueAtPath(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined,
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

import leven from 'leven'
import type { z } from 'zod'
import type { FieldError } from '../errors.js'

/** A problem whose path is not formatted yet. */
export interface SpecIssue {
  path: readonly (string | number)[]
  message: string
}

/**
 * Describes each issue, for example as `expected a string, got number`. Values may be personal or
 * secret, so it quotes only those that look like a constant where a constant is expected.
 */
export function describeIssues(error: z.core.$ZodError, value: unknown): FieldError[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          path: formatPath([...issue.path, key]),
          message: 'is not a known field',
        }))
      : [{ path: formatPath(issue.path), message: describeIssue(issue, value) }],
  )
}

/** For example `checks[0].type`; an empty path is `the root`. */
export function formatPath(path: readonly PropertyKey[]): string {
  const text = path.reduce<string>((parent, key) => {
    if (typeof key === 'number') return `${parent}[${key}]`
    return parent === '' ? String(key) : `${parent}.${String(key)}`
  }, '')
  return text === '' ? 'the root' : text
}

/** @param root the value to which the issue's path belongs */
export function describeIssue(issue: z.core.$ZodIssue, root: unknown): string {
  const received = getValueAtPath(root, issue.path)
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${describeType(issue.expected)}, got ${describeValueType(received)}`
    case 'invalid_value':
      return describeExpectedValue(issue.values.map(String), received)
    case 'invalid_union':
      return describeExpectedValue(
        'options' in issue ? (issue.options ?? []).map(String) : [],
        received,
      )
    case 'too_small':
      return `expected at least ${describeSize(issue.minimum, issue.origin)}`
    case 'too_big':
      return `expected at most ${describeSize(issue.maximum, issue.origin)}`
    default:
      return issue.message
  }
}

/** For example `expected STATIC or ZOOM, got static: did you mean STATIC?`. */
export function describeExpectedValue(
  known: readonly string[],
  received: unknown,
  expected = known.length === 0 ? 'one of the known values' : known.join(' or '),
): string {
  const suggestion = typeof received === 'string' ? findClosestMatch(received, known) : undefined
  return suggestion === undefined
    ? `expected ${expected}, got ${quoteValue(received)}`
    : `expected ${expected}, got ${String(received)}: did you mean ${suggestion}?`
}

/** Quotes a string only if it looks like a constant. Any other may be a secret or personal data. */
function quoteValue(value: unknown): string {
  if (typeof value !== 'string') return describeValueType(value)
  return /^([A-Za-z]{1,3}|(?=.{1,40}$)[A-Z]+\d{0,2}([_-][A-Z]*\d{0,3})*)$/.test(value)
    ? value
    : 'a different string'
}

export function describeValueType(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

export function getValueAtPath(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (parent, key) =>
      typeof parent === 'object' && parent !== null
        ? (parent as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  )
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

/**
 * Finds the known word of which `word` is probably a misspelling: up to two letters off, or in
 * different case. A word that differs only in its number is a new value, such as `pep-class-5`.
 */
export function findClosestMatch(word: string, known: readonly string[]): string | undefined {
  // The suggestion is shown next to the word, and a long string may be a secret.
  if (word.length > 80) return undefined
  const letters = normaliseSpelling(word)
  return known
    .map((candidate) => ({
      candidate,
      distance: getDistance(letters, normaliseSpelling(candidate)),
    }))
    .filter(({ distance }) => distance < Infinity)
    .sort((a, b) => a.distance - b.distance)[0]?.candidate
}

function getDistance(a: string, b: string): number {
  if (a !== b && a.replace(/\d+/g, '') === b.replace(/\d+/g, '')) return Infinity
  // Two letters are most of a short word, such as RTW.
  const limit = Math.max(a.length, b.length) < 5 ? 1 : 2
  const distance = leven(a, b)
  return distance <= limit ? distance : Infinity
}

function normaliseSpelling(word: string): string {
  return word.replace(/[^\p{L}\d]/gu, '').toUpperCase()
}

import { z } from 'zod'
import type { OpenEnum } from './response-schema.js'
import { joinAlternatives, quoteValue } from './describe-issues.js'
import { findClosestMatch } from './closest-match.js'

interface OpenEnumOptions<Known extends string> {
  known: readonly [Known, ...Known[]]
  /** The form of known and new values. */
  pattern: RegExp
  /** Applied before comparing with the known values. */
  normalise?: (word: string) => string
}

/**
 * An enum to which Yoti may add values. Rejects a value that resembles a known one as a typo, which
 * Yoti would reject only when a session is created.
 */
export function createOpenEnum<const Known extends string>({
  known,
  pattern,
  normalise = (word) => word,
}: OpenEnumOptions<Known>): OpenEnum<Known> {
  return z.string().superRefine((word, context) => {
    if (known.some((value) => value === normalise(word))) return
    const suggestion = findClosestMatch(word, known)
    if (pattern.test(word) && suggestion === undefined) return
    context.addIssue(`expected ${joinAlternatives(known)}, got ${quoteValue(word, suggestion)}`)
  })
}

import { z } from 'zod'
import type { OpenEnum } from './response-schema.js'
import { joinAlternatives, quoteValue } from './describe-issues.js'
import { findClosestMatch } from './closest-match.js'

interface OpenEnumOptions<Known extends string> {
  known: readonly [Known, ...Known[]]
  /** Of every word of this kind, those that Yoti adds as well. */
  pattern: RegExp
  /** For a known word that may be spelt in another way. */
  normalise?: (word: string) => string
}

/**
 * A word of Yoti's that it may add to: one that we know, or a new one. One that is nearly a known
 * one is refused, because Yoti would refuse it too, and only when a session is made.
 */
export function createOpenEnum<const Known extends string>({
  known,
  pattern,
  normalise = (word) => word,
}: OpenEnumOptions<Known>): OpenEnum<Known> {
  return z.string().superRefine((word, context) => {
    if (known.some((each) => each === normalise(word))) return
    const suggestion = findClosestMatch(word, known)
    if (pattern.test(word) && suggestion === undefined) return
    context.addIssue(`expected ${joinAlternatives(known)}, got ${quoteValue(word, suggestion)}`)
  })
}

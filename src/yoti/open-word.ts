import { z } from 'zod'
import type { OpenEnum } from './answer-schema.js'
import { listWords, quoteWord } from './describe-issues.js'
import { findNearMiss } from './near-miss.js'

interface OpenWordOptions<Known extends string> {
  known: readonly [Known, ...Known[]]
  /** Of every word of this kind, those that Yoti adds as well. */
  shape: RegExp
  /** For a known word that may be spelt in another way. */
  spell?: (word: string) => string
}

/**
 * A word of Yoti's that it may add to: one that we know, or a new one. One that is nearly a known
 * one is refused, because Yoti would refuse it too, and only when a session is made.
 */
export function openWord<const Known extends string>({
  known,
  shape,
  spell = (word) => word,
}: OpenWordOptions<Known>): OpenEnum<Known> {
  return z.string().superRefine((word, context) => {
    if (known.some((each) => each === spell(word))) return
    const meant = findNearMiss(word, known)
    if (shape.test(word) && meant === undefined) return
    context.addIssue(`expected ${listWords(known)}, got ${quoteWord(word, meant)}`)
  })
}

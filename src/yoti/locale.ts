import { z } from 'zod'
import { quoteValue } from './describe-issues.js'

const languages = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })

/** A canonical BCP 47 language tag. Any language is accepted, because Yoti adds some occasionally. */
export const locale = z.string().superRefine((tag, context) => {
  const canonical = canonicalise(tag)
  if (canonical === tag) return
  context.addIssue(`expected a language tag such as en-GB, got ${quoteValue(tag, canonical)}`)
})

function canonicalise(tag: string): string | undefined {
  try {
    const [canonical] = Intl.getCanonicalLocales(tag.replaceAll('_', '-'))
    return canonical !== undefined && languages.of(canonical) !== undefined ? canonical : undefined
  } catch {
    return undefined
  }
}

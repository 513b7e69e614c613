import { z } from 'zod'
import type { OpenEnum } from './answer-schema.js'
import { COUNTRIES } from './countries.js'
import { quoteWord } from './describe-issues.js'
import { ID_DOCUMENT_TYPES, SUPPLEMENTARY_DOCUMENT_TYPES } from './document-types.js'
import { openWord } from './open-word.js'

/** Yoti's constants. Open: it adds some now and then. */
export function constant<const Known extends string>(
  ...known: [Known, ...Known[]]
): OpenEnum<Known> {
  return openWord({ known, shape: /^[A-Z][A-Z0-9_-]*$/ })
}

export const countryCode = z.string().refine((code) => COUNTRIES.has(code), {
  error: ({ input }) =>
    `expected three capitals of ISO 3166-1 alpha-3 such as GBR, got ${quoteWord(input)}`,
})

export const webAddress = z.url({
  protocol: /^https?$/,
  error: 'expected an address that begins with https://',
})

export const manualCheck = z.enum(['ALWAYS', 'FALLBACK', 'NEVER'])

export const documentType = constant(...ID_DOCUMENT_TYPES, ...SUPPLEMENTARY_DOCUMENT_TYPES)

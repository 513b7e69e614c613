import { z } from 'zod'
import type { OpenEnum } from './response-schema.js'
import { COUNTRY_CODES } from './country-codes.js'
import { quoteValue } from './describe-issues.js'
import { ID_DOCUMENT_TYPES, SUPPLEMENTARY_DOCUMENT_TYPES } from './document-types.js'
import { createOpenEnum } from './open-enum.js'

/** An enum of Yoti's constants that also accepts new ones. */
export function openEnum<const Known extends string>(
  ...known: [Known, ...Known[]]
): OpenEnum<Known> {
  return createOpenEnum({ known, pattern: /^[A-Z][A-Z0-9_-]*$/ })
}

export const countryCode = z.string().refine((code) => COUNTRY_CODES.has(code), {
  error: ({ input }) =>
    `expected an ISO 3166-1 alpha-3 country code such as GBR, got ${quoteValue(input)}`,
})

export const httpUrl = z.url({
  protocol: /^https?$/,
  error: 'expected a URL that starts with https://',
})

export const manualCheck = z.enum(['ALWAYS', 'FALLBACK', 'NEVER'])

export const documentType = openEnum(...ID_DOCUMENT_TYPES, ...SUPPLEMENTARY_DOCUMENT_TYPES)

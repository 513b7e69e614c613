import { z } from 'zod'
import type { OpenEnum } from './answer-schema.js'

/** Yoti's constants. Open: it adds some now and then, and a misspelling rarely has this shape. */
export function constant<Known extends string>(...examples: [Known, ...Known[]]): OpenEnum<Known> {
  const [example] = examples
  const error = `expected a constant in capitals such as ${example}`
  return z.string().regex(/^[A-Z][A-Z0-9_-]*$/, { error })
}

export const countryCode = z
  .string()
  .regex(/^[A-Z]{3}$/, { error: 'expected three capitals (ISO 3166-1 alpha-3) such as GBR' })

export const webAddress = z.url({
  protocol: /^https?$/,
  error: 'expected an address that begins with https://',
})

export const manualCheck = z.enum(['ALWAYS', 'FALLBACK', 'NEVER'])

export const documentType = constant(
  'PASSPORT',
  'DRIVING_LICENCE',
  'NATIONAL_ID',
  'RESIDENCE_PERMIT',
  'STATE_ID',
)

import { getAlpha3Codes } from 'i18n-iso-countries/index.js'
import { z } from 'zod'
import { describeExpectedValue } from './describe-issues.js'
import type { OpenEnum } from './response-schema.js'

/** The parameters of an issue: the words that are known in place of a field's name or a constant. */
export interface UnknownWord {
  isField: boolean
  known: readonly string[]
}

/** An object of Yoti's. Reports every unknown field, because Yoti may have added it. */
export function object<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape> {
  const params: UnknownWord = { isField: true, known: Object.keys(shape) }
  return z.object(shape).catchall(
    z.unknown().superRefine((_value, context) => {
      context.addIssue({ code: 'custom', params })
    }),
  )
}

/** A constant of Yoti's. Reports an unknown one, because Yoti may have added it. */
export function constant<const Known extends string>(...known: readonly Known[]): OpenEnum<Known> {
  return listedString(known)
}

/** One of the table's names. */
export function constantOf<Name extends string>(table: Record<Name, unknown>): OpenEnum<Name> {
  return listedString(Object.keys(table))
}

function listedString(known: readonly string[], expected?: string) {
  const params: UnknownWord = { isField: false, known }
  return z.string().superRefine((value, context) => {
    if (known.includes(value)) return
    const message = describeExpectedValue(known, value, expected)
    context.addIssue({ code: 'custom', message, params })
  })
}

/** Fields that are strings. */
export function strings<const Name extends string>(...names: Name[]): Record<Name, z.ZodString> {
  return Object.fromEntries(names.map((name) => [name, z.string()])) as Record<Name, z.ZodString>
}

export const url = z.url({
  protocol: /^https?$/,
  error: 'expected a URL that starts with https://',
})
export const colour = z.string().regex(/^#[0-9a-f]{6}$/i, {
  error: 'expected a colour of the form #rrggbb such as #2d9fff',
})
export const language = z.string().regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/, {
  error: 'expected a language tag such as en-GB',
})

/** Kosovo, and the codes that only travel documents use (ICAO 9303, part 3, section 5). */
const NON_ISO_CODES =
  'XKX RKS EUE GBD GBN GBO GBP GBS UNA UNK UNO XBA XCC XCO XIM XOM XPO XXA XXB XXC XXX'.split(' ')

/** Possible issuers of a document: ISO 3166-1 alpha-3 and NON_ISO_CODES. */
const COUNTRY_CODES: readonly string[] = [...Object.keys(getAlpha3Codes()), ...NON_ISO_CODES]

export const countryCode = listedString(
  COUNTRY_CODES,
  'an ISO 3166-1 alpha-3 country code such as GBR',
)

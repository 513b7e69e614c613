// The package's own entry loads every language; the codes are all that is needed.
import { alpha3ToAlpha2 } from 'i18n-iso-countries/index.js'

/** `GBR` becomes "United Kingdom"; a code that ISO 3166-1 does not know stays as it is. */
export function nameCountry(alpha3: string): string {
  const alpha2 = alpha3ToAlpha2(alpha3)
  if (alpha2 === undefined) return alpha3
  return new Intl.DisplayNames(['en-GB'], { type: 'region' }).of(alpha2) ?? alpha3
}

// The package's main entry loads every language, but only the codes are needed.
import { alpha3ToAlpha2, getAlpha3Codes } from 'i18n-iso-countries/index.js'

export interface Country {
  /** ISO 3166-1 alpha-3. */
  code: string
  name: string
}

/** `GBR` becomes "United Kingdom". Codes outside ISO 3166-1 stay unchanged. */
export function getCountryName(alpha3: string): string {
  return createCountryNameLookup()(alpha3)
}

/** All countries of ISO 3166-1, sorted by name. */
export function listCountries(): Country[] {
  const getName = createCountryNameLookup()
  return Object.keys(getAlpha3Codes())
    .map((code) => ({ code, name: getName(code) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en-GB'))
}

function createCountryNameLookup(): (alpha3: string) => string {
  const names = new Intl.DisplayNames(['en-GB'], { type: 'region' })
  return (alpha3) => {
    const alpha2 = alpha3ToAlpha2(alpha3)
    return alpha2 === undefined ? alpha3 : (names.of(alpha2) ?? alpha3)
  }
}

import { COUNTRY_CODES } from './country-codes.js'

/** Names by alpha-3 code in the session's or the browser's language. Unknown codes are their own name. */
export function nameCountries(codes, locale) {
  const names = new Intl.DisplayNames(locale ? [locale, 'en'] : [...navigator.languages, 'en'], {
    type: 'region',
  })
  return new Map(
    codes.map((code) => [code, COUNTRY_CODES[code] ? names.of(COUNTRY_CODES[code]) : code]),
  )
}

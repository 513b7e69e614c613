import { getAlpha3Codes } from 'i18n-iso-countries/index.js'

/** Kosovo, and the codes that only travel documents use (ICAO 9303, part 3, section 5). */
const NON_ISO_CODES =
  'XKX RKS EUE GBD GBN GBO GBP GBS UNA UNK UNO XBA XCC XCO XIM XOM XPO XXA XXB XXC XXX'.split(' ')

/** Possible issuers of a document: ISO 3166-1 alpha-3 and NON_ISO_CODES. */
export const COUNTRY_CODES: ReadonlySet<string> = new Set([
  ...Object.keys(getAlpha3Codes()),
  ...NON_ISO_CODES,
])

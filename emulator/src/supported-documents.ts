import countries from 'i18n-iso-countries'

export interface SupportedDocument {
  type: string
  is_strictly_latin: boolean
  /** Documents issued earlier are not accepted. */
  requirements?: { date_from: string }
}

export interface SupportedCountry {
  code: string
  supported_documents: SupportedDocument[]
}

const toCodeSet = (codes: string): ReadonlySet<string> => new Set(codes.split(' '))

// There is no official list. These are plausible documents for the choice on the client page.
const EUROPEAN_ECONOMIC_AREA = toCodeSet(
  'AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN ISL IRL ITA LVA LIE LTU LUX MLT NLD NOR POL PRT ROU SVK SVN ESP SWE',
)
const WITH_RESIDENCE_PERMIT = toCodeSet('GBR CHE USA CAN TUR ARE SAU SGP KOR JPN')
const WITHOUT_NATIONAL_ID = toCodeSet('AUS CAN DNK GBR IRL NZL USA JPN ATA BVT HMD IOT SGS ATF UMI')
const UNINHABITED = toCodeSet('ATA BVT HMD IOT SGS ATF UMI')
const NON_LATIN = toCodeSet(
  'AFG ARE ARM BGD BGR BHR BLR BTN CHN COM CYP DJI DZA EGY ERI ETH GEO GRC HKG IND IRN IRQ ISR JOR JPN KAZ KGZ KHM KOR KWT LAO LBN LBY LKA MAC MAR MDV MKD MMR MNG MRT NPL OMN PAK PRK PSE QAT RUS SAU SDN SRB SYR THA TJK TUN TWN UKR YEM',
)
const COUNTRY_SPECIFIC_DOCUMENTS: Partial<Record<string, readonly string[]>> = {
  GBR: ['PASS_CARD'],
  IND: ['AADHAAR'],
  PHL: ['POSTAL_ID', 'SSS_ID_CARD'],
  USA: ['STATE_ID'],
}
// From Yoti's sample. There is no public list.
const EARLIEST_ISSUE_DATES: Partial<Record<string, string>> = {
  'GBR DRIVING_LICENCE': '2012-10-31',
}

/** All countries of ISO 3166-1, sorted by code. */
export function listSupportedCountries(options: { includeNonLatin: boolean }): SupportedCountry[] {
  return Object.keys(countries.getAlpha3Codes())
    .sort()
    .map((code) => ({
      code,
      supported_documents: listDocumentTypes(code)
        .map((type) => toSupportedDocument(code, type))
        .filter((document) => options.includeNonLatin || document.is_strictly_latin),
    }))
}

function toSupportedDocument(country: string, type: string): SupportedDocument {
  const dateFrom = EARLIEST_ISSUE_DATES[`${country} ${type}`]
  return {
    type,
    is_strictly_latin: isStrictlyLatin(country, type),
    ...(dateFrom !== undefined && { requirements: { date_from: dateFrom } }),
  }
}

function listDocumentTypes(country: string): string[] {
  return [
    'PASSPORT',
    ...(UNINHABITED.has(country) ? [] : ['DRIVING_LICENCE']),
    ...(WITHOUT_NATIONAL_ID.has(country) ? [] : ['NATIONAL_ID']),
    ...(EUROPEAN_ECONOMIC_AREA.has(country) || WITH_RESIDENCE_PERMIT.has(country)
      ? ['RESIDENCE_PERMIT']
      : []),
    ...(COUNTRY_SPECIFIC_DOCUMENTS[country] ?? []),
  ]
}

/** Passports are in Latin script everywhere, other documents in the country's script. */
export function isStrictlyLatin(country: string, documentType: string): boolean {
  return documentType === 'PASSPORT' || !NON_LATIN.has(country)
}

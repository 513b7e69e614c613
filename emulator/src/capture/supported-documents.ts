import countries from 'i18n-iso-countries'
import { isDocumentAllowed, type DocumentFilter } from '../sessions/document-filter.js'
import type { RequiredLetter } from '../sessions/session-payload.js'

/** A document must match one of them. Without filters, it must be in Latin script. */
type Filters = readonly DocumentFilter[]

const toCodeSet = (codes: string): ReadonlySet<string> => new Set(codes.split(' '))

// There is no official list. These are plausible documents for the choice on the client page.
// The European Economic Area, and others.
const WITH_RESIDENCE_PERMIT = toCodeSet(
  'AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN ISL IRL ITA LVA LIE LTU LUX MLT NLD NOR POL PRT ROU SVK SVN ESP SWE GBR CHE USA CAN TUR ARE SAU SGP KOR JPN',
)
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
const EARLIEST_ISSUE_DATES: Partial<Record<string, { date_from: string }>> = {
  'GBR DRIVING_LICENCE': { date_from: '2012-10-31' },
}

const LETTER_TYPES = ['UTILITY_BILL', 'PHONE_BILL', 'BANK_STATEMENT', 'COUNCIL_TAX_BILL']

// All countries of ISO 3166-1, sorted by code.
const COUNTRIES = Object.keys(countries.getAlpha3Codes())
  .sort()
  .map((code) => ({ code, supported_documents: listDocuments(code) }))

type SupportedDocument = ReturnType<typeof listDocuments>[number]

export function listSupportedCountries(options: { includeNonLatin: boolean }) {
  return filterDocuments((_, document) => options.includeNonLatin || document.is_strictly_latin)
}

export function listAllowedCountries(filters: Filters) {
  return filterDocuments((country, { type, is_strictly_latin: isLatin }) =>
    filters.length === 0
      ? isLatin
      : filters.some(
          (filter) =>
            (isLatin || filter.allow_non_latin_documents === true) &&
            isDocumentAllowed(filter, country, type),
        ),
  ).filter(({ supported_documents: { length } }) => length > 0)
}

function filterDocuments(isIncluded: (country: string, document: SupportedDocument) => boolean) {
  return COUNTRIES.map(({ code, supported_documents: documents }) => ({
    code,
    supported_documents: documents.filter((document) => isIncluded(code, document)),
  }))
}

export function isDocumentAllowedByFilters(
  filters: Filters,
  country: string,
  documentType: string,
): boolean {
  const allowed = listAllowedCountries(filters).find(({ code }) => code === country)
  return allowed?.supported_documents.some(({ type }) => type === documentType) ?? false
}

/** The response has two independent lists, so filters that pair country and type are checked again later. */
export function listAllowedLetters({
  document_types: types = LETTER_TYPES,
  country_codes: codes = COUNTRIES.map(({ code }) => code),
  filter,
}: RequiredLetter) {
  const isAllowed = (country: string, type: string) =>
    filter === undefined || isDocumentAllowed(filter, country, type)
  return {
    document_types: types.filter((type) => codes.some((code) => isAllowed(code, type))),
    country_codes: codes.filter((code) => types.some((type) => isAllowed(code, type))),
  }
}

function listDocuments(country: string) {
  const types = [
    'PASSPORT',
    ...(UNINHABITED.has(country) ? [] : ['DRIVING_LICENCE']),
    ...(WITHOUT_NATIONAL_ID.has(country) ? [] : ['NATIONAL_ID']),
    ...(WITH_RESIDENCE_PERMIT.has(country) ? ['RESIDENCE_PERMIT'] : []),
    ...(COUNTRY_SPECIFIC_DOCUMENTS[country] ?? []),
  ]
  return types.map((type) => ({
    type,
    is_strictly_latin: isStrictlyLatin(country, type),
    /** Documents issued earlier are not accepted. */
    requirements: EARLIEST_ISSUE_DATES[`${country} ${type}`],
  }))
}

/** Passports are in Latin script everywhere, other documents in the country's script. */
export function isStrictlyLatin(country: string, documentType: string): boolean {
  return documentType === 'PASSPORT' || !NON_LATIN.has(country)
}

import { z } from 'zod'
import { optional } from './response-schema.js'
import { constant, countryCode, object } from './session-spec-fields.js'

export const ID_DOCUMENT_TYPES = [
  'PASSPORT',
  'DRIVING_LICENCE',
  'NATIONAL_ID',
  'RESIDENCE_PERMIT',
  'STATE_ID',
  'PASS_CARD',
  'TRAVEL_DOCUMENT',
  'AADHAAR',
  'PAN_CARD',
  'POSTAL_ID',
  'SSS_ID_CARD',
] as const

/** Most are accepted in branches only. */
export const SUPPLEMENTARY_DOCUMENT_TYPES = [
  'UTILITY_BILL',
  'PHONE_BILL',
  'MOBILE_PHONE_BILL',
  'BANK_STATEMENT',
  'COUNCIL_TAX_BILL',
  'MILITARY_CARD',
  'SUPPLEMENTARY_PASS_CARD',
  'FIREARMS_LICENCE',
  'BIRTH_CERTIFICATE',
  'BIRTH_CERTIFICATE_ISSUED_WITHIN_12_MONTHS_OF_BIRTH',
  'ADOPTION_CERTIFICATE',
  'PAPER_DRIVING_LICENCE',
  'MARRIAGE_CERTIFICATE',
  'ACCOUNT_OPENING_LETTER',
  'BENEFIT_STATEMENT',
  'MORTGAGE_STATEMENT',
  'FINANCIAL_STATEMENT',
  'EMPLOYEE_TAX_FORM',
  'EMPLOYMENT_SPONSORSHIP_LETTER',
  'IMMIGRATION_DOCUMENT',
  'EDUCATION_LETTER',
  'DVLA_FORM',
] as const

export const documentType = constant(...ID_DOCUMENT_TYPES, ...SUPPLEMENTARY_DOCUMENT_TYPES)
/** WHITELIST and BLACKLIST are older names for INCLUDE and EXCLUDE. */
const inclusion = constant('INCLUDE', 'EXCLUDE', 'WHITELIST', 'BLACKLIST')

export const documentFilter = object({
  type: constant('ORTHOGONAL_RESTRICTIONS', 'DOCUMENT_RESTRICTIONS'),
  ...optional({
    /** ORTHOGONAL_RESTRICTIONS: countries and types are restricted independently of each other. */
    country_restriction: object({ inclusion, country_codes: z.array(countryCode) }),
    type_restriction: object({ inclusion, document_types: z.array(documentType) }),
    /** DOCUMENT_RESTRICTIONS: each entry pairs countries with types. An absent list means any. */
    inclusion,
    documents: z.array(
      object({
        document_types: z.array(documentType),
        country_codes: z.array(countryCode),
      }).exactPartial(),
    ),
    allow_expired_documents: z.boolean(),
    allow_non_latin_documents: z.boolean(),
  }),
})

export type DocumentFilter = z.infer<typeof documentFilter>

/** The properties of a document that a filter evaluates. */
interface CandidateDocument {
  /** ISO 3166-1 alpha-3. */
  country: string
  type: string
  isStrictlyLatin: boolean
}

/** Whether the filter accepts the document. Without a filter, all Latin documents are accepted. */
export function allowsDocument(
  filter: DocumentFilter | undefined,
  { country, type, isStrictlyLatin }: CandidateDocument,
): boolean {
  if (!isStrictlyLatin && filter?.allow_non_latin_documents !== true) return false
  const { country_restriction: countries, type_restriction: types, documents } = filter ?? {}
  const isListed = documents?.some(
    ({ country_codes: pairCountries = [], document_types: pairTypes = [] }) =>
      isUnrestrictedOrIncludes(pairCountries, country) && isUnrestrictedOrIncludes(pairTypes, type),
  )
  return (
    isAllowed(countries?.inclusion, countries?.country_codes.includes(country)) &&
    isAllowed(types?.inclusion, types?.document_types.includes(type)) &&
    isAllowed(filter?.inclusion, isListed)
  )
}

/** @param isListed undefined without a restriction */
function isAllowed(inclusion: string | undefined, isListed: boolean | undefined): boolean {
  const excludes = inclusion === 'EXCLUDE' || inclusion === 'BLACKLIST'
  return isListed === undefined || isListed !== excludes
}

/** An empty list means any value. */
function isUnrestrictedOrIncludes(list: readonly string[], value: string): boolean {
  return list.length === 0 || list.includes(value)
}

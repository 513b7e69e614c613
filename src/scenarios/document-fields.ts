import { getAlpha3Codes } from 'i18n-iso-countries/index.js'
import { z } from 'zod'
import { ID_DOCUMENT_TYPES, SUPPLEMENTARY_DOCUMENT_TYPES } from '../yoti/document-filter.js'
import { isDate, TEMPLATE_EXAMPLES } from './dates.js'
import {
  describeReceivedValue,
  describeUnknownKey,
  HINT,
  knownWord,
  markable,
  UNKNOWN_MARK,
} from './words.js'

const COUNTRY_CODES: ReadonlySet<string> = new Set(Object.keys(getAlpha3Codes()))

const format = (expected: string, isValid: (text: string) => boolean, description = '') =>
  markable(isValid, (input) => `expected ${expected}, got ${describeReceivedValue(input)}`, {
    type: 'string',
    description: `${expected}${description}`,
  })

export const isCountry = (code: string) => COUNTRY_CODES.has(code)
const country = format('an alpha-3 country such as GBR', isCountry)

const DATE = `a date such as 1990-12-31, ${TEMPLATE_EXAMPLES}`
const date = format(DATE, isDate)
const partialDate = format(
  `${DATE}, 1990-12 or 1990`,
  (text) => isDate(text) || (/^\d{4}(-\d{2})?$/.test(text) && isDate(text.padEnd(10, '-01'))),
)
const expirationDate = format(
  `${DATE}, LIFETIME or NOT_PRESENT`,
  (text) => isDate(text) || ['LIFETIME', 'NOT_PRESENT'].includes(text),
  '. If it has passed, the emulator refuses the attempt, and approves the next: set its recommendation to PROGRESS to have ID_DOCUMENT_AUTHENTICITY reject it',
)
const text = z.string()
const documentType = knownWord([...ID_DOCUMENT_TYPES, ...SUPPLEMENTARY_DOCUMENT_TYPES])

const postalAddress = z
  .strictObject({
    address_format: z.int().min(1).max(4),
    ...{ care_of: text, building: text, building_number: text, street: text },
    ...{ address_line1: text, address_line2: text, address_line3: text, address_line4: text },
    ...{ address_line5: text, address_line6: text, town_city: text, subdistrict: text },
    ...{ district: text, state: text, post_office: text, postal_code: text },
    ...{ country_iso: country, country: text, formatted_address: text },
  })
  .exactPartial()

const known = z
  .looseObject({
    ...{ full_name: text, name_prefix: text, given_names: text, first_name: text },
    ...{ middle_name: text, family_name: text, name_suffix: text, first_name_alias: text },
    ...{ middle_name_alias: text, family_name_alias: text, date_of_birth: partialDate },
    ...{ place_of_birth: text, country_of_birth: country, nationality: country },
    gender: knownWord(['MALE', 'FEMALE', 'TRANSGENDER', 'OTHER']),
    ...{ height: text, weight: text, eye_color: text, structured_postal_address: postalAddress },
    ...{ personal_identification_number: text, document_type: documentType, organisation: text },
    ...{ issuing_country: country, issuing_authority: text, document_number: text },
    ...{ date_of_issue: date, place_of_issue: text, expiration_date: expirationDate.nullable() },
    ...{ driving_licence_class: text, driving_licence_restriction_code: text },
    driving_licence_endorsed: text,
    document_template: z
      .strictObject({ front_page_name: text, back_page_name: text })
      .exactPartial(),
    mrz: z.strictObject({
      type: z.int().min(1).max(2),
      line1: text,
      line2: text,
      line3: text.exactOptional(),
    }),
  })
  .exactPartial()

/** The text of a document. A key that Yoti does not have is marked, such as `unknown:new_field`. */
export const documentFields = known
  .superRefine((fields, context) => {
    for (const key of Object.keys(fields)) {
      if (key in known.shape || key.startsWith(UNKNOWN_MARK)) continue
      const message = `${describeUnknownKey(key, known.shape)} ${HINT} "${UNKNOWN_MARK}${key}"`
      context.addIssue({ code: 'custom', path: [key], message })
    }
  })
  .meta({ additionalProperties: false, patternProperties: { [`^${UNKNOWN_MARK}.`]: {} } })
  .transform((fields) =>
    Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [key.replace(UNKNOWN_MARK, ''), value]),
    ),
  )

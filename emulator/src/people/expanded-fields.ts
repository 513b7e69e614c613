import { isStrictlyLatin } from '../capture/supported-documents.js'
import { findNativeScript } from './native-script.js'
import { transliterate } from './mrz.js'

/** Each value with its source on the document and its script. */
interface ExpandedField {
  name: string
  value: string
  locale: string
  source: 'VIZ' | 'MRZ' | 'BARCODE'
  is_non_latin?: true
  is_transliteration?: true
}

const NAME_FIELDS = ['full_name', 'given_names', 'family_name']
const BARCODE_FIELDS = [
  ...NAME_FIELDS,
  'date_of_birth',
  'gender',
  'document_number',
  'expiration_date',
]
const MRZ_FIELDS = [...BARCODE_FIELDS, 'nationality', 'issuing_country', 'document_type']
// North American cards have a barcode on the back.
const COUNTRIES_WITH_BARCODE = ['USA', 'CAN']

/** A name can occur several times: printed in Latin and in native script, in the MRZ, in a barcode. */
export function expandFields(
  fields: Record<string, unknown>,
  issuingCountry: string,
  documentType: string,
): { fields: ExpandedField[] } {
  const printed = listPrintedFields(fields)
  const pick = (names: readonly string[]) => printed.filter(([name]) => names.includes(name))
  const native = isStrictlyLatin(issuingCountry, documentType)
    ? undefined
    : findNativeScript(issuingCountry)
  const inMrz = typeof fields.mrz === 'object' ? pick(MRZ_FIELDS) : []
  const isCard = documentType === 'DRIVING_LICENCE' || documentType === 'STATE_ID'
  const inBarcode =
    COUNTRIES_WITH_BARCODE.includes(issuingCountry) && isCard ? pick(BARCODE_FIELDS) : []
  return {
    fields: [
      ...printed.flatMap(([name, value]): ExpandedField[] => {
        const latin: ExpandedField = { name, value, locale: 'la', source: 'VIZ' }
        if (native === undefined || !NAME_FIELDS.includes(name)) return [latin]
        const own = { ...latin, value: native.toNativeScript(value), locale: native.locale }
        return [
          { ...own, is_non_latin: true },
          { ...latin, is_transliteration: true },
        ]
      }),
      ...inMrz.map(([name, value]): ExpandedField => {
        const letters = transliterate(value).replaceAll('<', ' ')
        const isName = NAME_FIELDS.includes(name)
        return { name, value: isName ? letters : value, locale: 'la', source: 'MRZ' }
      }),
      ...inBarcode.map(([name, value]): ExpandedField => {
        return { name, value, locale: 'la', source: 'BARCODE' }
      }),
    ],
  }
}

function listPrintedFields(fields: Record<string, unknown>): [string, string][] {
  const address = fields.structured_postal_address
  const written = Object.entries(fields).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  if (typeof address !== 'object' || address === null) return written
  if (!('formatted_address' in address)) return written
  return [...written, ['postal_address', String(address.formatted_address)]]
}

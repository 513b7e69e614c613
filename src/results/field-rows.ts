import { z } from 'zod'
import { humanise, type Texts } from '../http/texts.js'
import { hasLines, toRow, type Row } from './result-view.js'

type Fields = Readonly<Record<string, unknown>>
type Format = (value: string, texts: Texts) => string

const text: Format = (value) => value
const country: Format = (value, texts) => texts.country(value)
const label: Format = (value, { find }) => find(`labels.fieldValue.${value}`) ?? value
/** Or a word such as LIFETIME. */
const date: Format = (value, texts) => formatDate(label(value, texts), texts)
const documentType: Format = (value, texts) => texts.label('documentType', value)

/** In display order, like DOCUMENT_FIELDS. Other fields follow. Only constants have labels, because a name may be "None". */
const PERSON_FIELDS = new Map<string, Format>([
  ['full_name', text],
  ['name_prefix', text],
  ['given_names', text],
  ['first_name', text],
  ['middle_name', text],
  ['family_name', text],
  ['name_suffix', text],
  ['first_name_alias', text],
  ['middle_name_alias', text],
  ['family_name_alias', text],
  ['date_of_birth', date],
  ['place_of_birth', text],
  ['country_of_birth', country],
  ['nationality', country],
  ['gender', label],
  ['height', text],
  ['weight', text],
  ['eye_color', text],
  ['structured_postal_address', text],
  ['personal_identification_number', text],
])
const DOCUMENT_FIELDS = new Map<string, Format>([
  ['document_type', documentType],
  ['organisation', text],
  ['issuing_country', country],
  ['issuing_authority', text],
  ['document_number', text],
  ['date_of_issue', date],
  ['place_of_issue', text],
  ['expiration_date', date],
  ['driving_licence_class', text],
  ['driving_licence_restriction_code', label],
  ['driving_licence_endorsed', label],
  ['document_template', text],
  ['mrz', text],
])
const FORMATS = new Map([...PERSON_FIELDS, ...DOCUMENT_FIELDS])
/** In display order, for addresses without a formatted version. */
const ADDRESS_LINES = [
  'care_of',
  'sub_building',
  'building',
  'address_line1',
  'address_line2',
  'address_line3',
  'locality',
  'landmark',
  'subdistrict',
  'district',
  'post_office',
  'town_city',
  'state',
  'postal_code',
]

/** The lines of structured values. */
const PARTS = new Map<string, (value: Fields, texts: Texts) => readonly unknown[]>([
  ['structured_postal_address', listAddressLines],
  ['mrz', ({ line1, line2, line3 }) => [line1, line2, line3]],
  ['document_template', (names) => Object.values(names)],
])

/** Converts all extracted text into rows and separates the personal details from the rest. */
export function toFieldRows(textData: unknown, texts: Texts): { person: Row[]; details: Row[] } {
  const fields = isFields(textData) ? textData : {}
  const toRows = (names: Iterable<string>) =>
    Array.from(names, (name): Row => {
      const lines = listLines(name, fields[name], texts).filter((line) => line.trim() !== '')
      return { label: texts.label('field', name), lines, monospace: name === 'mrz' }
    }).filter(hasLines)
  const unknown = Object.keys(fields).filter((name) => !FORMATS.has(name))
  return {
    person: toRows(PERSON_FIELDS.keys()),
    details: toRows([...DOCUMENT_FIELDS.keys(), ...unknown]),
  }
}

function listLines(name: string, value: unknown, texts: Texts): string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => listLines(name, entry, texts))
  if (typeof value === 'string') return [(FORMATS.get(name) ?? text)(value, texts)]
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)]
  if (!isFields(value)) return []
  const parts = PARTS.get(name)?.(value, texts)
  if (parts !== undefined) return parts.flatMap((part) => listLines('', part, texts))
  return Object.entries(value).flatMap(([inner, entry]) =>
    listLines(inner, entry, texts).map((line) => `${humanise(inner)}: ${line}`),
  )
}

function listAddressLines(address: Fields, texts: Texts): string[] {
  const formatted = toText(address.formatted_address)
  const lines = formatted === '' ? joinAddressLines(address) : formatted.split('\n')
  const country = toText(address.country) || texts.country(toText(address.country_iso))
  const named = lines.some((line) => line.toLowerCase().includes(country.toLowerCase()))
  return named ? lines : [...lines, country]
}

function joinAddressLines(address: Fields): string[] {
  const house = `${toText(address.building_number)} ${toText(address.street)}`.trim()
  const parts: Fields = { ...address, address_line1: toText(address.address_line1) || house }
  return ADDRESS_LINES.map((name) => toText(parts[name])).filter(Boolean)
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const nonLatinField = z.object({
  name: z.string(),
  value: z.string(),
  is_non_latin: z.literal(true),
})

/** Only the values in a non-Latin script. The document fields contain the Latin ones already. */
export function toExpandedFieldRows(content: unknown, { t, label }: Texts): Row[] {
  const listed: unknown[] = isFields(content) ? [content.fields].flat() : []
  const fields = listed.flatMap((field) => nonLatinField.safeParse(field).data ?? [])
  return Array.from(new Set(fields.map(({ name }) => name)), (name) => {
    const values = fields.filter((field) => field.name === name).map(({ value }) => value)
    return toRow(t('results.originalScript', { field: label('field', name) }), ...new Set(values))
  })
}

/** `1991-07-14` becomes "14 July 1991" and `1991-07` becomes "July 1991". Other values stay unchanged. */
function formatDate(text: string, { t, locale }: Texts): string {
  if (isNoDate(text)) return t('results.noDate', { date: text })
  if (/^\d{4}-\d{2}$/.test(text)) return format(text, locale, { month: 'long', year: 'numeric' })
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? format(text, locale, { dateStyle: 'long' }) : text
}

/**
 * `2025-02-11T09:14:40Z` becomes "11 February 2025, 09:14:40 UTC". Other values stay unchanged: without a zone it could
 * be any day.
 */
export function formatDateTime(text: string, { locale }: Texts): string {
  const hasZone = /T.*(Z|[+-]\d{2}:?\d{2})$/i.test(text)
  if (!hasZone || isNoDate(text) || Number.isNaN(Date.parse(text))) return text
  const date = format(text, locale, { dateStyle: 'long' })
  return `${date}, ${format(text, locale, { timeStyle: 'medium' })} UTC`
}

function format(text: string, locale: string, style: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, { ...style, timeZone: 'UTC' }).format(new Date(text))
}

/** Whether it looks like a date but is none, such as `1980-02-30`, which JavaScript reads as 1 March. */
function isNoDate(text: string): boolean {
  const [, yearMonth, day] = /^(\d{4}-\d{2})(?:-(\d{2}))?(?!\d)/.exec(text) ?? []
  return yearMonth !== undefined && !z.iso.date().safeParse(`${yearMonth}-${day ?? '01'}`).success
}

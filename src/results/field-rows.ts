import { humanise, type Texts } from '../http/texts.js'
import type { Task } from '../yoti/resources.js'
import { formatDate, isNoDate } from './format-date.js'
import { toRow, type Row } from './result-view.js'

type Fields = Readonly<Record<string, unknown>>

/** In display order, like DOCUMENT_FIELDS. Other fields follow. */
const PERSON_FIELDS: readonly string[] = [
  'full_name',
  'name_prefix',
  'given_names',
  'first_name',
  'middle_name',
  'family_name',
  'name_suffix',
  'first_name_alias',
  'middle_name_alias',
  'family_name_alias',
  'date_of_birth',
  'place_of_birth',
  'country_of_birth',
  'nationality',
  'gender',
  'height',
  'weight',
  'eye_color',
  'structured_postal_address',
  'personal_identification_number',
]
const DOCUMENT_FIELDS: readonly string[] = [
  'document_type',
  'organisation',
  'issuing_country',
  'issuing_authority',
  'document_number',
  'date_of_issue',
  'place_of_issue',
  'expiration_date',
  'driving_licence_class',
  'driving_licence_restriction_code',
  'driving_licence_endorsed',
  'document_template',
  'mrz',
]
const DATE_FIELDS = ['date_of_birth', 'date_of_issue', 'expiration_date']
const COUNTRY_FIELDS = ['nationality', 'country_of_birth', 'issuing_country']
/** Fields whose values have labels. Other values may be names and stay unchanged. */
const ENUM_FIELDS = [
  'gender',
  'expiration_date',
  'driving_licence_restriction_code',
  'driving_licence_endorsed',
]
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

/** Converts all extracted text into rows and separates the personal details from the rest. */
export function toFieldRows(textData: unknown, texts: Texts): { person: Row[]; details: Row[] } {
  const fields = isFields(textData) ? textData : {}
  const known = [...PERSON_FIELDS, ...DOCUMENT_FIELDS]
  const unknown = Object.keys(fields).filter((key) => !known.includes(key))
  const toRows = (keys: readonly string[]) =>
    keys.flatMap((key) => {
      const lines = listLines(key, fields[key], texts).filter((line) => line.trim() !== '')
      if (lines.length === 0) return []
      return [{ label: texts.label('field', key), lines, monospace: key === 'mrz' }]
    })
  return { person: toRows(PERSON_FIELDS), details: toRows([...DOCUMENT_FIELDS, ...unknown]) }
}

function listLines(key: string, value: unknown, texts: Texts): string[] {
  if (key === 'structured_postal_address' && isFields(value)) return listAddressLines(value, texts)
  if (key === 'mrz' && isFields(value)) {
    return ['line1', 'line2', 'line3'].flatMap((line) => listLines(line, value[line], texts))
  }
  if (key === 'document_template' && isFields(value)) {
    return Object.values(value).flatMap((name) => listLines('', name, texts))
  }
  if (Array.isArray(value)) return value.flatMap((entry) => listLines(key, entry, texts))
  if (isFields(value)) {
    return Object.entries(value).flatMap(([name, entry]) =>
      listLines(name, entry, texts).map((line) => `${humanise(name)}: ${line}`),
    )
  }
  return [formatValue(key, value, texts)]
}

function formatValue(key: string, value: unknown, texts: Texts): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return ''
  if (COUNTRY_FIELDS.includes(key)) return texts.country(value)
  if (key === 'document_type') return texts.label('documentType', value)
  const label = ENUM_FIELDS.includes(key) ? texts.find(`labels.fieldValue.${value}`) : undefined
  if (label !== undefined) return label
  if (!DATE_FIELDS.includes(key)) return value
  return isNoDate(value)
    ? texts.t('results.noDate', { date: value })
    : formatDate(value, texts.locale)
}

function listAddressLines(address: Fields, texts: Texts): string[] {
  const formatted = toText(address.formatted_address)
  const lines = formatted === '' ? joinAddressLines(address) : formatted.split('\n')
  const country = toText(address.country) || texts.country(toText(address.country_iso))
  const named = lines.some((line) => line.toLowerCase().includes(country.toLowerCase()))
  return named ? lines : [...lines, country]
}

function joinAddressLines(address: Fields): string[] {
  const house = [toText(address.building_number), toText(address.street)].filter(Boolean).join(' ')
  const withHouse =
    toText(address.address_line1) === '' ? { ...address, address_line1: house } : address
  return ADDRESS_LINES.map((part) => toText(withHouse[part])).filter(Boolean)
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Only the values in a non-Latin script. The document fields contain the Latin ones already. */
export function toExpandedFieldRows(content: unknown, texts: Texts): Row[] {
  const fields = isFields(content) && Array.isArray(content.fields) ? content.fields : []
  const values = new Map<string, Set<string>>()
  for (const field of fields.filter(isFields)) {
    const { name, value, is_non_latin: isNonLatin } = field
    if (typeof name !== 'string' || typeof value !== 'string' || isNonLatin !== true) continue
    values.set(name, (values.get(name) ?? new Set()).add(value))
  }
  return Array.from(values, ([name, lines]) => {
    const label = texts.t('results.originalScript', { field: texts.label('field', name) })
    return toRow(label, ...lines)
  })
}

/** Tasks process a resource, for example by reading its text. */
export function toTaskRows({ tasks = [] }: { tasks?: readonly Task[] }, texts: Texts): Row[] {
  return tasks.map((task) =>
    toRow(
      texts.label('task', task.type),
      ...(task.state ? [texts.label('taskState', task.state)] : []),
      ...toRecommendationLines(task, texts),
    ),
  )
}

function toRecommendationLines({ recommendation }: Task, texts: Texts): string[] {
  if (recommendation === undefined || recommendation.value === 'PROGRESS') return []
  const { value, reason } = recommendation
  const cause = reason && `: ${texts.label('taskReason', reason.value).toLowerCase()}`
  const detail = reason?.detail && ` (${humanise(reason.detail).toLowerCase()})`
  return [`${texts.label('taskRecommendation', value)}${cause ?? ''}${detail ?? ''}`]
}

import { DOCUMENT_TYPES } from '../../labels/document-types.js'
import { getCountryName } from '../../labels/country-name.js'
import {
  ADDRESS_LINES,
  COUNTRY_FIELDS,
  DATE_FIELDS,
  DOCUMENT_FIELDS,
  FIELD_VALUES,
  PERSON_FIELDS,
  ENUM_FIELDS,
} from './document-labels.js'
import { formatDate } from './format-date.js'
import type { Row } from './result-view.js'
import { humanise, label } from '../../labels/labels.js'

type Fields = Readonly<Record<string, unknown>>

/** Converts all extracted text into rows and separates the personal details from the rest. */
export function toFieldRows(textData: unknown): { person: Row[]; details: Row[] } {
  const fields = isFields(textData) ? textData : {}
  const person = Object.keys(PERSON_FIELDS)
  const document = Object.keys(DOCUMENT_FIELDS)
  const unknown = Object.keys(fields).filter((key) => ![...person, ...document].includes(key))
  return {
    person: person.flatMap((key) => toRows(key, fields[key])),
    details: [...document, ...unknown].flatMap((key) => toRows(key, fields[key])),
  }
}

function toRows(key: string, value: unknown): Row[] {
  const lines = listLines(key, value).filter((line) => line.trim() !== '')
  if (lines.length === 0) return []
  const fieldLabel = label({ ...PERSON_FIELDS, ...DOCUMENT_FIELDS }, key)
  return [{ label: fieldLabel, lines, monospace: key === 'mrz' }]
}

function listLines(key: string, value: unknown): string[] {
  if (key === 'structured_postal_address' && isFields(value)) return listAddressLines(value)
  if (key === 'mrz' && isFields(value)) {
    return ['line1', 'line2', 'line3'].flatMap((line) => listLines(line, value[line]))
  }
  if (key === 'document_template' && isFields(value)) {
    return Object.values(value).flatMap((name) => listLines('', name))
  }
  if (Array.isArray(value)) return value.flatMap((entry) => listLines(key, entry))
  if (isFields(value)) {
    return Object.entries(value).flatMap(([name, entry]) =>
      listLines(name, entry).map((line) => `${humanise(name)}: ${line}`),
    )
  }
  return [formatValue(key, value)]
}

function formatValue(key: string, value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return ''
  if (COUNTRY_FIELDS.has(key)) return getCountryName(value)
  if (key === 'document_type') return label(DOCUMENT_TYPES, value)
  if (ENUM_FIELDS.has(key) && Object.hasOwn(FIELD_VALUES, value)) return label(FIELD_VALUES, value)
  return DATE_FIELDS.has(key) ? formatDate(value) : value
}

function listAddressLines(address: Fields): string[] {
  const formatted = toText(address.formatted_address)
  const lines = formatted === '' ? joinAddressLines(address) : formatted.split('\n')
  const country = toText(address.country) || getCountryName(toText(address.country_iso))
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

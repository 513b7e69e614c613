import { PERSON_FIELDS, DOCUMENT_FIELDS } from './document-labels.js'
import type { Row } from './result-view.js'
import { label } from '../../labels/labels.js'

interface ExpandedField {
  name: string
  value: string
  is_non_latin?: boolean
}

/** Only the values in a non-Latin script. The document fields contain the Latin ones already. */
export function toExpandedFieldRows(content: unknown): Row[] {
  const lines = new Map<string, string[]>()
  for (const { name, value, is_non_latin: isNonLatin } of listFields(content)) {
    if (isNonLatin !== true) continue
    const known = lines.get(name) ?? []
    if (!known.includes(value)) lines.set(name, [...known, value])
  }
  return Array.from(lines, ([name, values]) => ({
    label: `${label({ ...PERSON_FIELDS, ...DOCUMENT_FIELDS }, name)}, in the original script`,
    lines: values,
    monospace: false,
  }))
}

function listFields(content: unknown): ExpandedField[] {
  const { fields } = (content ?? {}) as { fields?: unknown }
  return Array.isArray(fields) ? fields.filter(isField) : []
}

function isField(value: unknown): value is ExpandedField {
  if (typeof value !== 'object' || value === null) return false
  const { name, value: text } = value as Partial<Record<keyof ExpandedField, unknown>>
  return typeof name === 'string' && typeof text === 'string'
}

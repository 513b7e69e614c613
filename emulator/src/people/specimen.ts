import { readFileSync } from 'node:fs'
import { buildDocumentFields, buildSupplementaryFields, isBooklet } from './document-fields.js'
import { hashToNumber, type Person } from './person.js'
import { getCountryName } from './postal-address.js'

const ASSETS = new URL('../../public/assets/', import.meta.url)
const LETTER_TYPE_PATTERN = /_(BILL|STATEMENT|LETTER|CERTIFICATE|FORM)$/

const LABELS = {
  family_name: 'Family name',
  given_names: 'Given names',
  date_of_birth: 'Date of birth',
  gender: 'Sex',
  place_of_birth: 'Place of birth',
  nationality: 'Nationality',
  document_number: 'Number',
  date_of_issue: 'Issued',
  expiration_date: 'Expires',
  issuing_authority: 'Authority',
}
const ENTITIES: Partial<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function drawSpecimenFace({ id }: Person): string {
  return readAsset(`portraits/${id}.svg`)
}

/** SVG marked SPECIMEN that does not resemble a real country's document. */
export function drawSpecimenDocument(
  person: Person,
  issuingCountry: string,
  documentType: string,
  side: 0 | 1,
  now: number,
): string {
  // An arbitrary colour for each issuing country, not its real one.
  const hue = hashToNumber(issuingCountry) % 360
  const slots = {
    title: escapeXml(documentType.replaceAll('_', ' ')),
    paper: `hsl(${hue}, 38%, 94%)`,
    line: `hsl(${hue}, 40%, 78%)`,
    strong: `hsl(${hue}, 42%, 28%)`,
  }
  if (LETTER_TYPE_PATTERN.test(documentType)) {
    const fields = buildSupplementaryFields(person, issuingCountry, documentType, now)
    const lines = [String(fields.full_name), ...readAddressLines(fields)]
    return fillTemplate('letter', {
      ...slots,
      organisation: escapeXml(String(fields.organisation)),
      date: String(fields.date_of_issue),
      address: lines.map((line, index) =>
        drawText(78, 248 + index * 36, 'address', line, squeeze(line, 24, 480)),
      ),
    })
  }
  const fields = buildDocumentFields(person, issuingCountry, documentType, now)
  const country = getCountryName(issuingCountry).toUpperCase()
  const mrz = Object.entries(fields.mrz ?? {}).flatMap(([name, line]) =>
    name.startsWith('line') ? [String(line)] : [],
  )
  if (isBooklet(documentType)) {
    return fillTemplate('booklet', {
      ...slots,
      country: drawText(1190, 90, 'country', country, squeeze(country, 26, 620)),
      face: drawSpecimenFace(person),
      fields: drawFields(fields, { x: 420, y: 172, rowHeight: 82, columnWidth: 400 }),
      mrz: mrz.map((line, index) => drawText(60, 754 + index * 54, 'mrz', line, 1130)),
    })
  }
  const content = side === 0 ? drawCardFront(person, fields) : drawCardBack(person, fields, mrz)
  return fillTemplate('card', {
    ...slots,
    country: drawText(968, 63, 'country', country, squeeze(country, 22, 380)),
    content,
  })
}

function drawCardFront(person: Person, fields: Record<string, unknown>): string[] {
  return [
    `<svg x="44" y="126" width="256" height="320" viewBox="0 0 480 600">${drawSpecimenFace(person)}</svg>`,
    drawText(44, 482, 'note', 'Drawn for tests.'),
    drawText(44, 508, 'note', 'Not an official document.'),
    ...drawFields(fields, { x: 334, y: 146, rowHeight: 78, columnWidth: 330 }),
  ]
}

function drawCardBack(person: Person, fields: Record<string, unknown>, mrz: string[]): string[] {
  const address = readAddressLines(fields)
  const lines = address.length > 0 ? address : ['Drawn for tests.', 'Proves nothing.']
  return [
    drawText(44, 146, 'label', address.length > 0 ? 'Address' : 'Reverse side'),
    ...lines.map((line, index) =>
      drawText(44, 190 + index * 40, 'value', line, squeeze(line, 28, 600)),
    ),
    mrz.length > 0 ? '<rect y="404" width="1012" height="194" fill="#ffffff" opacity="0.82"/>' : '',
    ...mrz.map((line, index) => drawText(44, 462 + index * 54, 'mrz', line, 924)),
    mrz.length > 0 ? '' : drawBarcode(person),
  ]
}

/** Looks like a barcode but encodes nothing. */
function drawBarcode({ id }: Person): string {
  const bars = Array.from({ length: 84 }, (_, index) => {
    const width = 3 + (hashToNumber(`${id} ${index}`) % 4) * 2
    return `M${44 + index * 11} 480 h${width} v106 h-${width} z`
  })
  return `<path d="${bars.join(' ')}" fill="#1f2327" opacity="0.85"/>`
}

/** Names get a full line, other fields half of one. */
function drawFields(
  fields: Record<string, unknown>,
  grid: { x: number; y: number; rowHeight: number; columnWidth: number },
): string[] {
  const printed = Object.entries(LABELS).filter(([name]) => typeof fields[name] === 'string')
  return printed.flatMap(([name, label], index) => {
    const isName = index < 2
    const x = grid.x + (isName ? 0 : index % 2) * grid.columnWidth
    const y = grid.y + (isName ? index : 1 + Math.floor(index / 2)) * grid.rowHeight
    const value = String(fields[name])
    const width = squeeze(value, 28, (isName ? 2 : 1) * grid.columnWidth - 30)
    return [drawText(x, y, 'label', label), drawText(x, y + 31, 'value', value, width)]
  })
}

/** The width for text that is too long. Estimate: capitals are about 0.68 of the font size wide. */
function squeeze(text: string, fontSize: number, maxWidth: number): number | undefined {
  return text.length * fontSize * 0.68 > maxWidth ? maxWidth : undefined
}

/** Stretches or squeezes the text to the width. */
function drawText(x: number, y: number, style: string, text: string, width?: number): string {
  const fit = width === undefined ? '' : ` textLength="${width}" lengthAdjust="spacingAndGlyphs"`
  return `<text x="${x}" y="${y}" class="${style}"${fit}>${escapeXml(text)}</text>`
}

function readAddressLines({ structured_postal_address: address }: Record<string, unknown>) {
  const { formatted_address: text = '' } = (address ?? {}) as { formatted_address?: string }
  return text === '' ? [] : text.split('\n')
}

/** Drops control characters and lone surrogates, which XML cannot represent. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}

function fillTemplate(name: string, slots: Partial<Record<string, string | string[]>>): string {
  return readAsset(`specimens/${name}.svg`).replace(/\{\{(\w+)\}\}/g, (_, slot: string) =>
    [slots[slot] ?? ''].flat().join('\n'),
  )
}

function readAsset(path: string): string {
  return readFileSync(new URL(path, ASSETS), 'utf8')
}

import { drawEmbeddedFace } from './draw-booklet.js'
import { drawField, drawPaper, drawSpecimenMark, type Palette } from './draw-paper.js'
import type { Person } from './person.js'
import type { PrintedDocument } from './printed-fields.js'
import { hashToNumber } from './hash-to-number.js'
import { drawText, createSvg } from './svg.js'

// Aspect ratio of an ID-1 card, 85.6 x 54 mm.
const WIDTH = 1012
const HEIGHT = 638

export function drawCardFront(person: Person, printed: PrintedDocument, palette: Palette): string {
  const fields = printed.identity.map((field, index) => {
    const column = index < 2 ? 0 : index % 2
    const row = index < 2 ? index : 2 + Math.floor((index - 2) / 2)
    const width = index < 2 ? 630 : 300
    return drawField(334 + column * 330, 146 + row * 78, field, { palette, width })
  })
  return drawCard(printed, palette, [
    drawEmbeddedFace(person, 44, 126, 256),
    drawText(44, 482, 'Drawn for tests.', { size: 18, fill: palette.strong }),
    drawText(44, 508, 'Not an official document.', { size: 18, fill: palette.strong }),
    ...fields,
  ])
}

export function drawCardBack(person: Person, printed: PrintedDocument, palette: Palette): string {
  const lines =
    printed.addressLines.length > 0 ? printed.addressLines : ['Drawn for tests.', 'Proves nothing.']
  const printedLines = lines.map((line, index) =>
    drawText(44, 190 + index * 40, line, {
      size: 28,
      fill: palette.ink,
      bold: true,
      maxWidth: 600,
    }),
  )
  const zone =
    printed.mrzLines.length > 0
      ? [
          `<rect x="0" y="404" width="${WIDTH}" height="194" fill="#ffffff" opacity="0.82"/>`,
          ...printed.mrzLines.map((line, index) =>
            drawText(44, 462 + index * 54, line, {
              size: 44,
              fill: palette.ink,
              mono: true,
              width: 924,
            }),
          ),
        ]
      : [drawBarcode(person, palette)]
  return drawCard(printed, palette, [
    drawText(44, 146, printed.addressLines.length > 0 ? 'Address' : 'Reverse side', {
      size: 17,
      fill: palette.strong,
    }),
    ...printedLines,
    ...zone,
  ])
}

function drawCard(printed: PrintedDocument, palette: Palette, content: string[]): string {
  return createSvg(WIDTH, HEIGHT, `Specimen: ${printed.title}`, [
    ...drawPaper(WIDTH, HEIGHT, 40, palette),
    `<path d="M0 98 V40 a40 40 0 0 1 40 -40 H972 a40 40 0 0 1 40 40 V98 Z" fill="${palette.strong}"/>`,
    drawText(44, 65, printed.title, { size: 36, fill: '#ffffff', bold: true, spacing: 4 }),
    drawText(968, 63, printed.countryName, {
      size: 22,
      fill: '#ffffff',
      anchor: 'end',
      maxWidth: 380,
    }),
    ...content,
    drawSpecimenMark(WIDTH, HEIGHT),
  ])
}

/** Looks like a barcode but encodes nothing. */
function drawBarcode(person: Person, palette: Palette): string {
  const bars = Array.from({ length: 84 }, (_, index) => {
    const width = 3 + (hashToNumber(`${person.id} ${index}`) % 4) * 2
    return `<rect x="${44 + index * 11}" y="480" width="${width}" height="106" fill="${palette.ink}"/>`
  })
  return `<g opacity="0.85">${bars.join('')}</g>`
}

import { drawFace, FACE_HEIGHT, FACE_WIDTH } from './draw-face.js'
import { drawField, drawPaper, drawSpecimenMark, type Palette } from './draw-paper.js'
import type { Person } from './person.js'
import type { PrintedDocument } from './printed-fields.js'
import { drawText, createSvg } from './svg.js'

// Aspect ratio of a passport page, 125 x 88 mm.
const WIDTH = 1250
const HEIGHT = 880

export function drawBookletPage(
  person: Person,
  printed: PrintedDocument,
  palette: Palette,
): string {
  const { strong, ink } = palette
  const header = [
    drawText(60, 92, printed.title, { size: 46, fill: strong, bold: true, spacing: 6 }),
    drawText(1190, 90, printed.countryName, {
      size: 26,
      fill: strong,
      anchor: 'end',
      maxWidth: 620,
    }),
    `<path d="M60 122 H1190" stroke="${strong}" stroke-width="3"/>`,
  ]
  const fields = printed.identity.map((field, index) => {
    // Names get a full line, other fields half of one.
    const column = index < 2 ? 0 : index % 2
    const row = index < 2 ? index : 2 + Math.floor((index - 2) / 2)
    const width = index < 2 ? 770 : 360
    return drawField(420 + column * 400, 172 + row * 82, field, { palette, width })
  })
  const zone = [
    `<rect x="0" y="700" width="${WIDTH}" height="130" fill="#ffffff" opacity="0.82"/>`,
    ...printed.mrzLines.map((line, index) =>
      drawText(60, 754 + index * 54, line, { size: 42, fill: ink, mono: true, width: 1130 }),
    ),
  ]
  return createSvg(WIDTH, HEIGHT, `Specimen: ${printed.title}`, [
    ...drawPaper(WIDTH, HEIGHT, 28, palette),
    ...header,
    drawEmbeddedFace(person, 60, 156, 320),
    drawText(60, 640, 'Drawn for tests. Not an official document.', {
      size: 18,
      fill: strong,
      width: 320,
    }),
    ...fields,
    ...zone,
    drawSpecimenMark(WIDTH, HEIGHT),
  ])
}

export function drawEmbeddedFace(person: Person, x: number, y: number, width: number): string {
  const height = (width * FACE_HEIGHT) / FACE_WIDTH
  const box = `x="${x}" y="${y}" width="${width}" height="${height}"`
  return `<svg ${box} viewBox="0 0 ${FACE_WIDTH} ${FACE_HEIGHT}">${drawFace(person).join('')}</svg>`
}

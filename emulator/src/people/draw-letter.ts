import { drawSpecimenMark, type Palette } from './draw-paper.js'
import type { buildPrintedLetter } from './printed-fields.js'
import { drawText, createSvg } from './svg.js'

// Aspect ratio of A4.
const WIDTH = 840
const HEIGHT = 1188

export function drawLetter(
  letter: ReturnType<typeof buildPrintedLetter>,
  { strong, ink, line }: Palette,
): string {
  const address = [letter.fullName, ...letter.addressLines]
  const rows = [0.92, 0.86, 0.9, 0.4, 0, 0.88, 0.93, 0.6]
  return createSvg(WIDTH, HEIGHT, `Specimen: ${letter.title}`, [
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fdfdfb"/>`,
    `<rect width="${WIDTH}" height="16" fill="${strong}"/>`,
    `<circle cx="112" cy="118" r="34" fill="${strong}"/>`,
    drawText(166, 130, letter.organisation, { size: 36, fill: strong, bold: true }),
    ...address.map((text, index) =>
      drawText(78, 248 + index * 36, text, { size: 24, fill: ink, maxWidth: 480 }),
    ),
    drawText(762, 248, letter.date, { size: 24, fill: ink, anchor: 'end' }),
    drawText(78, 498, letter.title, { size: 32, fill: ink, bold: true }),
    ...rows.map(
      (width, index) =>
        `<rect x="78" y="${540 + index * 40}" width="${684 * width}" height="14" rx="7" fill="${line}"/>`,
    ),
    drawText(78, 1110, 'Drawn for tests. Not a real letter.', { size: 20, fill: strong }),
    drawSpecimenMark(WIDTH, HEIGHT),
  ])
}

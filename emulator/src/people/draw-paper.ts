import { hashToNumber } from './hash-to-number.js'
import { drawText } from './svg.js'

export interface Palette {
  paper: string
  line: string
  strong: string
  ink: string
}

/** An arbitrary colour for each issuing country, not its real one. */
export function pickPalette(issuingCountry: string): Palette {
  const hue = hashToNumber(issuingCountry) % 360
  return {
    paper: `hsl(${hue}, 38%, 94%)`,
    line: `hsl(${hue}, 40%, 78%)`,
    strong: `hsl(${hue}, 42%, 28%)`,
    ink: '#1f2327',
  }
}

export function drawPaper(
  width: number,
  height: number,
  radius: number,
  palette: Palette,
): string[] {
  const waves = Array.from({ length: 26 }, (_, index) => {
    const y = (height * index) / 25
    const sway = 26 + (index % 5) * 7
    const step = width / 4
    return `<path d="M0 ${y} q${step / 2} ${-sway} ${step} 0 t${step} 0 t${step} 0 t${step} 0" stroke="${palette.line}" stroke-width="1.4" fill="none" opacity="0.55"/>`
  })
  const sheet = `width="${width}" height="${height}" rx="${radius}"`
  return [
    `<clipPath id="sheet"><rect ${sheet}/></clipPath>`,
    `<g clip-path="url(#sheet)"><rect ${sheet} fill="${palette.paper}"/>${waves.join('')}</g>`,
  ]
}

export function drawSpecimenMark(width: number, height: number): string {
  const size = Math.min(width / 5.2, height / 2.4)
  const mark = drawText(width / 2, height / 2 + size * 0.36, 'SPECIMEN', {
    size,
    fill: '#b3261e',
    bold: true,
    anchor: 'middle',
    width: width * 0.86,
    opacity: 0.2,
  })
  const slope = width > height ? -24 : -50
  return `<g transform="rotate(${slope} ${width / 2} ${height / 2})">${mark}</g>`
}

export function drawField(
  x: number,
  y: number,
  field: { label: string; value: string },
  options: { palette: Palette; width: number },
): string {
  const { palette, width: maxWidth } = options
  return [
    drawText(x, y, field.label, { size: 17, fill: palette.strong, maxWidth }),
    drawText(x, y + 31, field.value, { size: 28, fill: palette.ink, bold: true, maxWidth }),
  ].join('')
}

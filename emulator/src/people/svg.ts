const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const SANS = 'Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif'
const MONO = 'Liberation Mono, Courier New, Courier, monospace'

export interface TextStyle {
  size: number
  fill: string
  bold?: boolean
  mono?: boolean
  anchor?: 'start' | 'middle' | 'end'
  /** Stretches or squeezes the text to this width. */
  width?: number
  /** Squeezes longer text to this width. */
  maxWidth?: number
  spacing?: number
  opacity?: number
}

/** Drops control characters and lone surrogates, which XML cannot represent. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}

export function drawText(x: number, y: number, text: string, style: TextStyle): string {
  const width = style.width ?? computeSqueezedWidth(text, style)
  const attributes = [
    `x="${x}" y="${y}" font-size="${style.size}" fill="${style.fill}"`,
    `font-family="${style.mono ? MONO : SANS}"`,
    style.bold ? 'font-weight="700"' : '',
    style.anchor ? `text-anchor="${style.anchor}"` : '',
    style.spacing ? `letter-spacing="${style.spacing}"` : '',
    style.opacity ? `opacity="${style.opacity}"` : '',
    width ? `textLength="${width}" lengthAdjust="spacingAndGlyphs"` : '',
  ]
  return `<text ${attributes.filter(Boolean).join(' ')}>${escapeXml(text)}</text>`
}

// Estimate: capitals are about 0.68 of the font size wide.
function computeSqueezedWidth(text: string, { size, maxWidth }: TextStyle): number | undefined {
  return maxWidth !== undefined && text.length * size * 0.68 > maxWidth ? maxWidth : undefined
}

export function createSvg(width: number, height: number, title: string, content: string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    ...content,
    '</svg>',
  ].join('\n')
}

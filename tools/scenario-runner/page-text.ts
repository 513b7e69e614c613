/** `pre` holds collapsed raw values. */
const HIDDEN_ELEMENTS =
  /<!--[\s\S]*?-->|<(head|script|noscript|style|template|pre)\b[\s\S]*?<\/\1\s*>/gi
const MAIN_ELEMENT = /<main\b[^>]*>([\s\S]*)<\/main\s*>/i
const NAMED_ENTITIES: Partial<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

/** The text of `main`. Excludes the scenario banner, because it contains the expected result. */
export function extractPageText(html: string): string {
  return toPlainText(MAIN_ELEMENT.exec(html)?.[1] ?? '')
}

function toPlainText(html: string): string {
  return html
    .replace(HIDDEN_ELEMENTS, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, decodeEntity)
    .replace(/\s+/g, ' ')
    .trim()
}

export function readAttribute(html: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(html)?.[1]
  return value === undefined ? undefined : toPlainText(value)
}

function decodeEntity(
  entity: string,
  decimal: string | undefined,
  hexadecimal: string | undefined,
  name: string | undefined,
): string {
  if (name !== undefined) return NAMED_ENTITIES[name] ?? entity
  return String.fromCodePoint(Number(decimal ?? `0x${hexadecimal ?? '20'}`))
}

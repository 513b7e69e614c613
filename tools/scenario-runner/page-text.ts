/** Raw values are not what a page says: they are folded away. */
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

/**
 * What a person reads in the one `main` of a page of ours, as text; empty without one.
 *
 * NOTE: never the banner above it, which says what must come out: it would prove itself.
 */
export function extractPageText(html: string): string {
  return toPlainText(MAIN_ELEMENT.exec(html)?.[1] ?? '')
}

/** No tags, entities as letters, each run of blanks as one. */
function toPlainText(html: string): string {
  return html
    .replace(HIDDEN_ELEMENTS, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, decodeEntity)
    .replace(/\s+/g, ' ')
    .trim()
}

/** The value of an attribute of a page of ours. */
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

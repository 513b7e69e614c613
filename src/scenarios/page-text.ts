/** Raw values are not what a page says: they are folded away. */
const UNSEEN = /<!--[\s\S]*?-->|<(head|script|noscript|style|template|pre)\b[\s\S]*?<\/\1\s*>/gi
const MAIN = /<main\b[^>]*>([\s\S]*)<\/main\s*>/i
const NAMED: Partial<Record<string, string>> = {
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
export function readPageText(html: string): string {
  return readText(MAIN.exec(html)?.[1] ?? '')
}

/** No tags, entities as letters, each run of blanks as one. */
function readText(html: string): string {
  return html
    .replace(UNSEEN, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, decode)
    .replace(/\s+/g, ' ')
    .trim()
}

/** The value of an attribute of a page of ours. */
export function readAttribute(html: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(html)?.[1]
  return value === undefined ? undefined : readText(value)
}

function decode(
  entity: string,
  decimal: string | undefined,
  hexadecimal: string | undefined,
  name: string | undefined,
): string {
  if (name !== undefined) return NAMED[name] ?? entity
  return String.fromCodePoint(Number(decimal ?? `0x${hexadecimal ?? '20'}`))
}

/** Raw values are not what a page says: they are folded away. */
const UNSEEN = /<!--[\s\S]*?-->|<(head|script|style|template|pre)\b[\s\S]*?<\/\1\s*>/gi
const NAMED: Partial<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

/** What a person reads on a page of ours: no tags, entities as letters, each run of blanks as one. */
export function readPageText(html: string): string {
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
  return value === undefined ? undefined : readPageText(value)
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

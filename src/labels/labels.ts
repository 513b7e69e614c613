export type Labels = Readonly<Record<string, string>>

/** The plain words for a wire name; one that the table does not know stays readable and is never dropped. */
export function label(labels: Labels, wireName: string): string {
  const known = Object.hasOwn(labels, wireName) ? labels[wireName] : undefined
  return known ?? humanise(wireName)
}

/** `CHIP_SOD_PARSE` and `chip_sod_parse` become "Chip sod parse". */
export function humanise(wireName: string): string {
  const spaced = wireName.replace(/[_-]+/g, ' ').trim()
  const words = /\p{Ll}/u.test(spaced) ? spaced : spaced.toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export type Labels = Readonly<Record<string, string>>

/** The label of a wire name. A name without a label is made readable. */
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

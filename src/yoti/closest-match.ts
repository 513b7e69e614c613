/**
 * The known word that somebody probably meant who wrote another: a letter or two off, or in other
 * capitals. A word that differs in its number alone is a new one of the same kind, as `pep-class-5`.
 */
export function findClosestMatch(word: string, known: readonly string[]): string | undefined {
  // Nobody mistypes as much as this, and whoever is told may be shown the word.
  if (word.length > 80) return undefined
  const letters = normaliseSpelling(word)
  return known.find((each) => {
    const target = normaliseSpelling(each)
    if (target === letters) return true
    if (target.replace(/\d+/g, '') === letters.replace(/\d+/g, '')) return false
    return isWithinEditDistance(letters, target, target.length < 12 ? 1 : 2)
  })
}

function normaliseSpelling(word: string): string {
  return word.replace(/[^\p{L}\d]/gu, '').toUpperCase()
}

/** Whether so many insertions, deletions, replacements and swaps of neighbours make one the other. */
function isWithinEditDistance(one: string, other: string, limit: number): boolean {
  if (Math.abs(one.length - other.length) > limit) return false
  let before: number[] = []
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      next.push(
        Math.min(
          (next[j - 1] ?? 0) + 1,
          (row[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + same,
          swapped ? (before[j - 2] ?? 0) + 1 : Infinity,
        ),
      )
    }
    before = row
    row = next
  }
  return (row.at(-1) ?? Infinity) <= limit
}

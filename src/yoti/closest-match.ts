/**
 * Finds the known word of which `word` is probably a misspelling: one or two letters off, or in
 * different case. A word that differs only in its number is a new value, such as `pep-class-5`.
 */
export function findClosestMatch(word: string, known: readonly string[]): string | undefined {
  // The suggestion is shown next to the word, and a long string may be a secret.
  if (word.length > 80) return undefined
  const letters = normaliseSpelling(word)
  return known.find((candidate) => {
    const target = normaliseSpelling(candidate)
    if (target === letters) return true
    if (target.replace(/\d+/g, '') === letters.replace(/\d+/g, '')) return false
    return isWithinEditDistance(letters, target, target.length < 12 ? 1 : 2)
  })
}

function normaliseSpelling(word: string): string {
  return word.replace(/[^\p{L}\d]/gu, '').toUpperCase()
}

/** Counts insertions, deletions, replacements and transpositions. */
function isWithinEditDistance(a: string, b: string, limit: number): boolean {
  if (Math.abs(a.length - b.length) > limit) return false
  let previousRow: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replacementCost = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      next.push(
        Math.min(
          (next[j - 1] ?? 0) + 1,
          (row[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + replacementCost,
          swapped ? (previousRow[j - 2] ?? 0) + 1 : Infinity,
        ),
      )
    }
    previousRow = row
    row = next
  }
  return (row.at(-1) ?? Infinity) <= limit
}

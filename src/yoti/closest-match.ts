import leven from 'leven'

/**
 * Finds the known word of which `word` is probably a misspelling: up to two letters off, or in
 * different case. A word that differs only in its number is a new value, such as `pep-class-5`.
 */
export function findClosestMatch(word: string, known: readonly string[]): string | undefined {
  // The suggestion is shown next to the word, and a long string may be a secret.
  if (word.length > 80) return undefined
  const letters = normaliseSpelling(word)
  return known
    .map((candidate) => ({
      candidate,
      distance: getDistance(letters, normaliseSpelling(candidate)),
    }))
    .filter(({ distance }) => distance < Infinity)
    .sort((a, b) => a.distance - b.distance)[0]?.candidate
}

function getDistance(a: string, b: string): number {
  if (a !== b && a.replace(/\d+/g, '') === b.replace(/\d+/g, '')) return Infinity
  // Two letters are most of a short word, such as RTW.
  const limit = Math.max(a.length, b.length) < 5 ? 1 : 2
  const distance = leven(a, b)
  return distance <= limit ? distance : Infinity
}

function normaliseSpelling(word: string): string {
  return word.replace(/[^\p{L}\d]/gu, '').toUpperCase()
}

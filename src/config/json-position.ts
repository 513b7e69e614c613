/**
 * Where a text stops being JSON, both counted from 1. The parser tells it of some mistakes only, and
 * of the others it quotes the text, which may hold a secret.
 */
export function locateJsonMistake(text: string): { line: number; column: number } {
  let good = 0
  let bad = text.length
  while (good < bad) {
    const middle = Math.ceil((good + bad) / 2)
    if (canGoOn(text.slice(0, middle))) good = middle
    else bad = middle - 1
  }
  const lines = text.slice(0, good).split('\n')
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 }
}

/** Whether it is JSON, or may still become JSON by what follows. */
function canGoOn(beginning: string): boolean {
  try {
    JSON.parse(beginning)
    return true
  } catch (err) {
    const message = err instanceof Error ? err.message : ''
    const [, position] = / at position (\d+)/.exec(message) ?? []
    return position === undefined
      ? message.startsWith('Unexpected end')
      : Number(position) >= beginning.length
  }
}

/**
 * Finds where a text stops being JSON; line and column start at 1. `JSON.parse` reports the position
 * of some errors only, and quotes the text for others, which may contain a secret.
 */
export function locateJsonError(text: string): { line: number; column: number } {
  let validLength = 0
  let maxLength = text.length
  while (validLength < maxLength) {
    const middle = Math.ceil((validLength + maxLength) / 2)
    if (isJsonPrefix(text.slice(0, middle))) validLength = middle
    else maxLength = middle - 1
  }
  const lines = text.slice(0, validLength).split('\n')
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 }
}

/** Whether it is JSON, or could become JSON with more text. */
function isJsonPrefix(prefix: string): boolean {
  try {
    JSON.parse(prefix)
    return true
  } catch (err) {
    const message = err instanceof Error ? err.message : ''
    const [, position] = / at position (\d+)/.exec(message) ?? []
    return position === undefined
      ? message.startsWith('Unexpected end')
      : Number(position) >= prefix.length
  }
}

import { z } from 'zod'
import { readFileOrProblem } from './text-file.js'

/** Returns undefined and adds the problem when the file is not a JSON object. */
export function readJsonObject(
  source: { variable: string; path: string; readFile: (path: string) => string; example: string },
  problems: string[],
): Record<string, unknown> | undefined {
  const { variable, path, readFile, example } = source
  const text = readFileOrProblem(variable, path, readFile, problems)
  if (text === undefined) return undefined
  try {
    const { data } = z.record(z.string(), z.unknown()).safeParse(JSON.parse(text))
    if (data !== undefined && Object.keys(data).length > 0) return data
    problems.push(`${variable}: expected an object with at least one entry. Write ${example}.`)
  } catch {
    const { line, column } = locateJsonError(text)
    problems.push(
      `${variable}: is not valid JSON from line ${line}, column ${column}. Correct it there.`,
    )
  }
  return undefined
}

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

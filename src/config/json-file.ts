import { z } from 'zod'
import { readFileOrProblem } from './text-file.js'

interface JsonFile {
  /** The start of each problem: the variable, or what it leads to. */
  name: string
  path: string
  readFile: (path: string) => string
}

/** Returns undefined and adds the problem, which must not quote the file, when it is not JSON. */
export function readJsonFile({ name, path, readFile }: JsonFile, problems: string[]): unknown {
  const text = readFileOrProblem(name, path, readFile, problems)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    const { line, column } = locateJsonError(text)
    problems.push(
      `${name}: is not valid JSON from line ${line}, column ${column}. Correct it there.`,
    )
    return undefined
  }
}

/** Returns undefined and adds the problem when the file is not a JSON object with entries. */
export function readJsonObject(
  file: JsonFile & { example: string },
  problems: string[],
): Record<string, unknown> | undefined {
  const json = readJsonFile(file, problems)
  if (json === undefined) return undefined
  const { data } = z.record(z.string(), z.unknown()).safeParse(json)
  if (data !== undefined && Object.keys(data).length > 0) return data
  problems.push(`${file.name}: expected an object with at least one entry. Write ${file.example}.`)
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

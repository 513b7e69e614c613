import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import jsonc, { type ParseError } from 'jsonc-parser'
import { z } from 'zod'
import { describeIssues } from '../yoti/describe-issues.js'

/**
 * Reads a text file in UTF-8 or UTF-16, with or without a byte order mark, as editors on any system write it.
 *
 * @throws when the file cannot be read or is in another encoding
 */
export function readTextFile(path: string): string {
  const bytes = readFileSync(path)
  return new TextDecoder(detectEncoding(bytes), { fatal: true }).decode(bytes)
}

/** Without a byte order mark, the first character tells: it is ASCII in all files that this server reads. */
function detectEncoding([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be'
  return 'utf-8'
}

/** Adds the problem and returns undefined when the file or folder cannot be read. */
export function readOrProblem<T>(
  name: string,
  path: string,
  problems: string[],
  read: (path: string) => T,
): T | undefined {
  try {
    return read(path)
  } catch (err) {
    const { code, message } = err as NodeJS.ErrnoException
    const isOtherText = code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
    // Without the path, which follows the comma.
    const reason = isOtherText ? 'is not text in UTF-8 or UTF-16' : message.replace(/,.*/s, '')
    problems.push(`${name}: cannot be read (${reason}). Check the path and its permissions.`)
    return undefined
  }
}

/**
 * Adds each problem, which must not quote the file, when it is not JSON of this schema.
 *
 * @param name the start of each problem: the variable, or what it leads to
 */
export function readJsonFile<T>(
  name: string,
  path: string,
  schema: z.ZodType<T>,
  problems: string[],
): T | undefined {
  const text = readOrProblem(name, path, problems, readTextFile)
  if (text === undefined) return undefined
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    const { line, column } = locateJsonError(text)
    problems.push(
      `${name}: is not valid JSON from line ${line}, column ${column}. Correct it there.`,
    )
    return undefined
  }
  const { data, error } = schema.safeParse(json)
  for (const { path: field, message } of error ? describeIssues(error, json) : []) {
    const where = field === 'the root' ? '' : `${field}: `
    problems.push(
      `${name}: ${where}${message}${message.endsWith('.') ? '' : '. Correct or remove it.'}`,
    )
  }
  return data
}

/** `JSON.parse` reports the position of some errors only, and quotes the text for others, which may contain a secret. */
function locateJsonError(text: string): { line: number; column: number } {
  const errors: ParseError[] = []
  jsonc.parse(text, errors, { disallowComments: true })
  const lines = text.slice(0, errors[0]?.offset).split('\n')
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 }
}

/** An object with keys of the operator's choice. */
export function jsonObject(example: string) {
  return z.custom<Record<string, unknown>>(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.keys(value).length > 0,
    `expected an object with at least one entry. Write ${example}.`,
  )
}

export function readVersion(): string {
  const path = join(import.meta.dirname, '..', '..', 'package.json')
  return (JSON.parse(readTextFile(path)) as { version: string }).version
}

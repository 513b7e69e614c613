import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Reads a text file in UTF-8 or UTF-16, with or without a byte order mark, as editors on any system write it.
 *
 * @throws when the file cannot be read or is in another encoding
 */
export function readTextFile(path: string): string {
  const bytes = readFileSync(path)
  return new TextDecoder(detectEncoding(bytes), { fatal: true }).decode(bytes)
}

/** Adds the problem and returns undefined when the file cannot be read. */
export function readFileOrProblem(
  variable: string,
  path: string,
  readFile: (path: string) => string,
  problems: string[],
): string | undefined {
  try {
    return readFile(path)
  } catch (err) {
    const { code = 'unknown' } = err as NodeJS.ErrnoException
    problems.push(`${variable}: cannot be read (${code}). Check the path and its permissions.`)
    return undefined
  }
}

/** Without a byte order mark, the first character tells: it is ASCII in all files that this server reads. */
function detectEncoding([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be'
  return 'utf-8'
}

export function readVersion(): string {
  const path = join(import.meta.dirname, '..', '..', 'package.json')
  return (JSON.parse(readTextFile(path)) as { version: string }).version
}

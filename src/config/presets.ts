import { z } from 'zod'
import { parsePreset, type Preset } from '../sessions/preset.js'
import { DEFAULT_PRESET, PRESETS } from '../yoti/presets.js'
import { SessionSpecError } from '../yoti/session-spec.js'

/** The built-in presets and those of `SESSION_SPEC_FILE`, which win by name. */
export function readPresets(
  path: string | undefined,
  readFile: (path: string) => string,
  problems: string[],
  warnings: string[],
) {
  const filePresets = path === undefined ? [] : readPresetFile(() => readFile(path), problems)
  const builtIn = Object.entries(PRESETS).map(([name, spec]) => parsePreset(spec, name))
  warnings.push(
    ...builtIn.flatMap(describeWarnings).map((text) => `Preset ${text}`),
    ...filePresets.flatMap(describeWarnings).map((text) => `SESSION_SPEC_FILE: ${text}`),
  )
  const filePreset = filePresets.find(({ name }) => name === 'default') ?? filePresets[0]
  return {
    presets: mapByName([...builtIn, ...filePresets]),
    /** The file's `default`, else its first, else the built-in `default`. */
    defaultPreset: filePreset ?? parsePreset(DEFAULT_PRESET, 'default'),
    /** The built-in ones win: scenarios are written for what those ask. */
    scenarioPresets: mapByName([...filePresets, ...builtIn]),
  }
}

function describeWarnings({ warnings }: Preset): string[] {
  return warnings.map(
    ({ path, message }) => `${path}: ${message}. Yoti receives it unchanged and may reject it.`,
  )
}

/** The last one with a name wins. */
function mapByName(presets: readonly Preset[]): ReadonlyMap<string, Preset> {
  return new Map(presets.map((each) => [each.name, each]))
}

const PRESET_NAME_PATTERN = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
/** The API's name for a specification that is part of the request. */
const RESERVED_NAME = 'spec'
const EXAMPLE_FILE = '{"default": {"requested_checks": [ … ]}}'

function readPresetFile(readText: () => string, problems: string[]): Preset[] {
  const file = parsePresetFile(readText)
  if (typeof file === 'string') {
    problems.push(file)
    return []
  }
  const specs = Object.entries(file)
  if (specs.length === 0)
    problems.push(`SESSION_SPEC_FILE: contains no preset. Write ${EXAMPLE_FILE}.`)
  return specs.flatMap(([name, spec]) => {
    if (!PRESET_NAME_PATTERN.test(name) || name === RESERVED_NAME) {
      problems.push(
        `SESSION_SPEC_FILE: expected a preset name of lower-case words such as two-documents, other than ${RESERVED_NAME}, got ${JSON.stringify(name)}. Rename it.`,
      )
      return []
    }
    try {
      return [parsePreset(spec, name)]
    } catch (err) {
      if (!(err instanceof SessionSpecError)) throw err
      problems.push(`SESSION_SPEC_FILE: ${err.message}`)
      return []
    }
  })
}

/** Returns the presets by name, or the problem and its remedy. */
function parsePresetFile(readText: () => string): Record<string, unknown> | string {
  let text: string
  try {
    text = readText()
  } catch (err) {
    const { code = 'unknown' } = err as NodeJS.ErrnoException
    return `SESSION_SPEC_FILE: cannot be read (${code}). Check the path and its permissions.`
  }
  try {
    const parsed = z.record(z.string(), z.unknown()).safeParse(JSON.parse(text))
    return parsed.success
      ? parsed.data
      : `SESSION_SPEC_FILE: expected an object of presets. Write ${EXAMPLE_FILE}.`
  } catch {
    const { line, column } = locateJsonError(text)
    return `SESSION_SPEC_FILE: is not valid JSON from line ${line}, column ${column}. Correct it there.`
  }
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

import { parsePreset, type Preset } from '../sessions/preset.js'
import { DEFAULT_PRESET, PRESETS } from '../yoti/presets.js'
import { SessionSpecError } from '../yoti/session-spec.js'
import { jsonObject, readJsonFile } from './files.js'

const PRESET_NAME_PATTERN = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
/** The API's name for a specification that is part of the request. */
const RESERVED_NAME = 'spec'
const presetFile = jsonObject('{"default": {"requested_checks": [ … ]}}')

/** The built-in presets and those of `SESSION_SPEC_FILE`, which win by name. */
export function readPresets(path: string | undefined, problems: string[], warnings: string[]) {
  const specs =
    path === undefined ? {} : readJsonFile('SESSION_SPEC_FILE', path, presetFile, problems)
  const filePresets = Object.entries(specs ?? {}).flatMap(([name, spec]) => {
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

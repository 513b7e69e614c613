import { z } from 'zod'
import { AppError } from '../errors.js'
import { parsePreset, type Preset } from '../sessions/preset.js'
import { DEFAULT_PRESET, PRESETS } from '../yoti/presets.js'
import type { Environment } from './environment.js'

export interface Presets {
  /** By name. */
  presets: ReadonlyMap<string, Preset>
  /** The file's `default`, else its first, else the built-in `default`. */
  preset: Preset
  /** The same by name, but the built-in ones win: scenarios are written for what those ask. */
  scenarioPresets: ReadonlyMap<string, Preset>
}

/** The built-in presets and those of `SESSION_SPEC_FILE`, which win by name. */
export function readPresets(env: Environment, readFile: (path: string) => string): Presets {
  const file = env.get('SESSION_SPEC_FILE')
  const own = file === undefined ? [] : readFileOfPresets(env, () => readFile(file))
  const builtIn = Object.entries(PRESETS).map(([name, spec]) => parsePreset(spec, name))
  return {
    presets: mapByName([...builtIn, ...own]),
    preset: own.find(isDefault) ?? own[0] ?? parsePreset(DEFAULT_PRESET, 'default'),
    scenarioPresets: mapByName([...own, ...builtIn]),
  }
}

/** The last of a name wins. */
function mapByName(presets: readonly Preset[]): ReadonlyMap<string, Preset> {
  return new Map(presets.map((each) => [each.name, each]))
}

function isDefault({ name }: Preset): boolean {
  return name === 'default'
}

function readFileOfPresets({ problems }: Environment, readText: () => string): Preset[] {
  const file = parseFile(readText)
  if (file === undefined) {
    problems.push(
      'SESSION_SPEC_FILE: expected a readable JSON file of the form {"default": { ...session specification... }}. Check the path and the JSON.',
    )
    return []
  }
  const specs = Object.entries(file)
  if (specs.length === 0) {
    problems.push(
      'SESSION_SPEC_FILE: holds no preset. Write {"default": { ...session specification... }}.',
    )
  }
  return specs.flatMap(([name, spec]) => {
    try {
      return [parsePreset(spec, name)]
    } catch (err) {
      if (!(err instanceof AppError)) throw err
      problems.push(`SESSION_SPEC_FILE: ${err.message}`)
      return []
    }
  })
}

function parseFile(readText: () => string): Record<string, unknown> | undefined {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readText()))
  } catch {
    return undefined
  }
}

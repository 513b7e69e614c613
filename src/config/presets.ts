import { z } from 'zod'
import { AppError } from '../errors.js'
import { parsePreset, type Preset } from '../sessions/preset.js'
import { DEFAULT_PRESET, PRESETS } from '../yoti/presets.js'
import type { Environment } from './environment.js'

export interface Presets {
  /** By name. */
  presets: ReadonlyMap<string, Preset>
  /** The one called `default`, else the first. */
  preset: Preset
  /** What scenarios may name: the built-in ones, and in their place those of the file. */
  scenarioPresets: ReadonlyMap<string, Preset>
}

/** The presets of `SESSION_SPEC_FILE`, else the built-in one. */
export function readPresets(env: Environment, readFile: (path: string) => string): Presets {
  const file = env.get('SESSION_SPEC_FILE')
  const presets = file === undefined ? [] : readFileOfPresets(env, () => readFile(file))
  const builtIn = parsePreset(DEFAULT_PRESET, 'default')
  const scenarioPresets = new Map([
    ...Object.entries(PRESETS).map(([name, spec]) => [name, parsePreset(spec, name)] as const),
    ...presets.map((each) => [each.name, each] as const),
  ])
  return {
    scenarioPresets,
    presets: new Map((presets.length > 0 ? presets : [builtIn]).map((each) => [each.name, each])),
    preset: presets.find(({ name }) => name === 'default') ?? presets[0] ?? builtIn,
  }
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

import { z } from 'zod'
import { AppError } from '../errors.js'
import { parsePreset, type Preset } from '../sessions/preset.js'
import { DEFAULT_PRESET } from '../yoti/presets.js'
import type { Environment } from './environment.js'

/** The preset `default` of `SESSION_SPEC_FILE`, else its first, else the built-in one. */
export function readPreset(env: Environment, readFile: (path: string) => string): Preset {
  const { get, problems } = env
  const file = get('SESSION_SPEC_FILE')
  try {
    if (file !== undefined) {
      const presets = z.record(z.string(), z.unknown()).parse(JSON.parse(readFile(file)))
      const name = 'default' in presets ? 'default' : Object.keys(presets)[0]
      if (name !== undefined) return parsePreset(presets[name], name)
      problems.push(
        'SESSION_SPEC_FILE: holds no preset. Write {"default": { ...session specification... }}.',
      )
    }
  } catch (err) {
    problems.push(
      err instanceof AppError
        ? `SESSION_SPEC_FILE: ${err.message}`
        : 'SESSION_SPEC_FILE: expected a readable JSON file of the form {"default": { ...session specification... }}. Check the path and the JSON.',
    )
  }
  return parsePreset(DEFAULT_PRESET, 'default')
}

import type { ResponseConfig } from '../yoti/response-config.js'
import type { Preset } from './preset.js'

/** A scenario as far as a session goes: what it asks for, and what the sandbox is to answer with. */
export interface SessionScenario {
  name: string
  preset: Preset
  responseConfig?: ResponseConfig
}

/** Scenarios by name, which name their presets, of which those that are not there are left out. */
export function resolveScenarioPresets(
  scenarios: Iterable<Omit<SessionScenario, 'preset'> & { preset: string }>,
  presets: ReadonlyMap<string, Preset>,
): ReadonlyMap<string, SessionScenario> {
  const resolved = new Map<string, SessionScenario>()
  for (const { name, preset: presetName, responseConfig } of scenarios) {
    const preset = presets.get(presetName)
    if (preset === undefined) continue
    resolved.set(name, {
      name,
      preset,
      ...(responseConfig === undefined ? {} : { responseConfig }),
    })
  }
  return resolved
}

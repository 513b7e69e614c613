import type { Preset } from './preset.js'

/** The part of a scenario that creates a session. */
export interface SessionScenario {
  name: string
  preset: Preset
  /** For Yoti's sandbox. */
  responseConfig?: object
}

/** Omits scenarios whose preset does not exist. */
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

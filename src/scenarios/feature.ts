import type { Texts } from '../http/texts.js'
import type { Preset, SessionScenario } from '../sessions/preset.js'
import type { Session } from '../sessions/session.js'
import {
  describeUnavailableScenarios,
  loadScenarios,
  type LoadedScenarios,
  type Scenarios,
} from './load-scenarios.js'
import type { Scenario } from './scenario.js'
import { toScenarioPickerView, toScenarioView } from './scenario-view.js'

interface ScenariosContext {
  target: string
  apiUrl: string
  scenarioPresets: ReadonlyMap<string, Preset>
  scenariosFolder?: string | undefined
}

export const scenariosFeature = {
  name: 'scenarios',

  loadScenarios({ target, apiUrl, scenarioPresets, scenariosFolder }: ScenariosContext) {
    const { scenarios, unavailable }: LoadedScenarios =
      target === 'live'
        ? { scenarios: new Map(), unavailable: [] }
        : loadScenarios(scenarioPresets, scenariosFolder)
    return {
      /** Names the scenarios that were left out; undefined when there are none. */
      warning: describeUnavailableScenarios(unavailable),
      sessionScenarios: resolvePresets(scenarios.values(), scenarioPresets),
      validateName: (name: string) =>
        validateScenarioName(name, target === 'live' ? undefined : scenarios),
      toPickerView: (chosen?: string) =>
        scenarios.size > 0 ? toScenarioPickerView(scenarios, chosen) : undefined,
      toSessionView(session: Session, texts: Texts) {
        const { scenario: name = '', sessionId, tokenExpiresAt, createdAt } = session
        const scenario = scenarios.get(name)
        if (scenario === undefined) return undefined
        return toScenarioView(scenario, texts, {
          isEmulated: session.target === 'emulator',
          apiUrl,
          sessionId,
          tokenTtlSeconds: Math.ceil((tokenExpiresAt - createdAt) / 1000),
        })
      },
    }
  },
}

/** Omits scenarios whose preset does not exist. */
function resolvePresets(
  scenarios: Iterable<Scenario>,
  presets: ReadonlyMap<string, Preset>,
): ReadonlyMap<string, SessionScenario> {
  const resolved = new Map<string, SessionScenario>()
  for (const { name, preset: presetName, responseConfig } of scenarios) {
    const preset = presets.get(presetName)
    if (preset === undefined) continue
    const config = responseConfig === undefined ? {} : { responseConfig }
    resolved.set(name, { name, preset, ...config })
  }
  return resolved
}

/** Returns the problem with a scenario's name, if any. */
export function validateScenarioName(
  name: string,
  scenarios: Pick<Scenarios, 'has'> | undefined,
): string | undefined {
  if (scenarios === undefined) {
    return 'must be omitted, because this server is live. Scenarios work on Yoti’s sandbox and the emulator'
  }
  return scenarios.has(name) ? undefined : 'is unknown. The start page lists the available ones'
}

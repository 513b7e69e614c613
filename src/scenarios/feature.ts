import type { Texts } from '../http/texts.js'
import type { Preset } from '../sessions/preset.js'
import type { Session } from '../sessions/session.js'
import { loadScenarios, type LoadedScenarios } from './load-scenarios.js'
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
    const { scenarios, warning }: LoadedScenarios =
      target === 'live'
        ? { scenarios: new Map(), warning: undefined }
        : loadScenarios(scenarioPresets, scenariosFolder)
    return {
      warning,
      sessionScenarios: new Map(
        [...scenarios.values()].flatMap(({ name, preset: presetName, responseConfig }) => {
          const preset = scenarioPresets.get(presetName)
          if (preset === undefined) return []
          return [[name, { name, preset, ...(responseConfig && { responseConfig }) }]]
        }),
      ),
      has: (name: string) => scenarios.has(name),
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

/** Returns the problem with a scenario's name, if any. */
export function validateScenarioName(
  name: string,
  scenarios: { has(name: string): boolean } | undefined,
): string | undefined {
  if (scenarios === undefined) {
    return 'must be omitted, because this server is live. Scenarios work on Yoti’s sandbox and the emulator'
  }
  return scenarios.has(name) ? undefined : 'is unknown. The start page lists the available ones'
}

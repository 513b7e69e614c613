import { resolveScenarioPresets } from '../sessions/session-scenario.js'
import type { Preset } from '../sessions/preset.js'
import type { Session } from '../sessions/session.js'
import { loadScenarios } from './load-scenarios.js'
import { toScenarioPickerView } from './scenario-picker-view.js'
import { toScenarioView } from './scenario-view.js'
import { validateScenarioName } from './validate-scenario-name.js'

interface ScenariosContext {
  target: string
  apiUrl: string
  scenarioPresets: ReadonlyMap<string, Preset>
  scenariosFolder?: string | undefined
}

export const scenariosFeature = {
  name: 'scenarios',

  loadScenarios({ target, apiUrl, scenarioPresets, scenariosFolder }: ScenariosContext) {
    const scenarios =
      target === 'live' ? undefined : loadScenarios(scenarioPresets, scenariosFolder)
    return {
      sessionScenarios: resolveScenarioPresets(scenarios?.values() ?? [], scenarioPresets),
      validateName: (name: string) => validateScenarioName(name, scenarios),
      toPickerView: (chosen?: string) => scenarios && toScenarioPickerView(scenarios, chosen),
      toSessionView(session: Session) {
        const { scenario: name = '', sessionId, tokenExpiresAt, createdAt } = session
        const scenario = scenarios?.get(name)
        if (scenario === undefined) return undefined
        return toScenarioView(scenario, {
          isEmulated: session.target === 'emulator',
          apiUrl,
          sessionId,
          tokenTtlSeconds: Math.ceil((tokenExpiresAt - createdAt) / 1000),
        })
      },
    }
  },
}

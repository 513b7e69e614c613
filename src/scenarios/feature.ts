import type { Texts } from '../http/texts.js'
import type { Preset } from '../sessions/preset.js'
import type { Session } from '../sessions/session.js'
import { createScenarioResolver } from './resolve-scenario.js'
import { loadScenarios, SCENARIOS_FOLDER, type LoadedScenarios } from './load-scenarios.js'
import { toScenarioPickerView, toScenarioView } from './scenario-view.js'

interface ScenariosContext {
  target: string
  apiUrl: string
  scenarioPresets: ReadonlyMap<string, Preset>
  /** In addition to the built-in ones. */
  scenariosDir: string | undefined
  /** Instead of all others. */
  scenariosFolder?: string | undefined
}

export const scenariosFeature = {
  name: 'scenarios',

  loadScenarios(context: ScenariosContext) {
    const { target, apiUrl, scenarioPresets } = context
    const { scenarios, warning }: LoadedScenarios =
      target === 'live'
        ? { scenarios: new Map(), warning: undefined }
        : loadScenarios(scenarioPresets, listScenarioFolders(context))
    const { resolve, toSessionScenario } = createScenarioResolver({ ...context, scenarios })
    return {
      warning,
      sessionScenarios: new Map(
        [...scenarios].map(([name, scenario]) => [name, toSessionScenario(scenario)]),
      ),
      has: (name: string) => scenarios.has(name),
      resolve,
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

export function listScenarioFolders({
  scenariosDir,
  scenariosFolder,
}: Pick<ScenariosContext, 'scenariosDir' | 'scenariosFolder'>): string[] {
  if (scenariosFolder !== undefined) return [scenariosFolder]
  return [SCENARIOS_FOLDER, ...(scenariosDir === undefined ? [] : [scenariosDir])]
}

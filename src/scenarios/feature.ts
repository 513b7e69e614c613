import { hash } from 'node:crypto'
import leven from 'leven'
import type { FieldError } from '../errors.js'
import type { Texts } from '../http/texts.js'
import type { Preset, SessionScenario } from '../sessions/preset.js'
import type { Session } from '../sessions/session.js'
import { renderDates } from './dates.js'
import { applyEmulatorSettings } from './emulator-settings.js'
import { loadScenarios, parseInlineScenario, SCENARIOS_FOLDER } from './load-scenarios.js'
import type { Scenario } from './scenario.js'
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
  provide: (context: ScenariosContext) => ({ scenarios: createCatalogue(context) }),
}

function createCatalogue(context: ScenariosContext) {
  const { target, apiUrl, scenarioPresets } = context
  const { scenarios, warning } =
    target === 'live'
      ? { scenarios: new Map<string, Scenario>(), warning: undefined }
      : loadScenarios(scenarioPresets, listScenarioFolders(context))
  const find = (name: string) => {
    const scenario = scenarios.get(name)
    return scenario && toSessionScenario(scenario, context)
  }
  const reject = (message: string) => ({ errors: [{ path: 'scenario', message }] })
  return {
    warning,
    find,
    /** For API callers: a name, or a scenario itself. */
    resolve(value: string | object): { scenario: SessionScenario } | { errors: FieldError[] } {
      if (target === 'live') {
        return reject(
          'must be omitted, because this server is live. Scenarios work on Yoti’s sandbox and the emulator',
        )
      }
      if (typeof value === 'string') {
        const scenario = find(value)
        if (scenario !== undefined) return { scenario }
        return reject(`is unknown. ${suggestScenarios(value, [...scenarios.keys()])}`)
      }
      const { scenario, issues = [] } = parseInlineScenario(value, scenarioPresets)
      if (scenario === undefined) {
        return { errors: issues.map((each) => ({ ...each, path: `scenario.${each.path}` })) }
      }
      // A repeated request resumes the user's session only if the content is the same.
      const digest = hash('sha256', JSON.stringify(scenario)).slice(0, 8)
      const name = `${scenario.name}.${digest}`
      return { scenario: { ...toSessionScenario(scenario, context), name } }
    },
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
}

export function listScenarioFolders({
  scenariosDir,
  scenariosFolder,
}: Pick<ScenariosContext, 'scenariosDir' | 'scenariosFolder'>): string[] {
  if (scenariosFolder !== undefined) return [scenariosFolder]
  return [SCENARIOS_FOLDER, ...(scenariosDir === undefined ? [] : [scenariosDir])]
}

function toSessionScenario(
  { name, preset: presetName, capture, responseConfig, emulator = {} }: Scenario,
  { target, apiUrl, scenarioPresets }: ScenariosContext,
): SessionScenario {
  const preset = scenarioPresets.get(presetName)
  if (preset === undefined) throw new TypeError('The preset was validated with the scenario.')
  const render = (config: object) => (now: number) => renderDates(config, now)
  if (target !== 'emulator') {
    return { name, preset, ...(responseConfig && { responseConfig: render(responseConfig) }) }
  }
  const person = typeof emulator.person === 'object' ? emulator.person.seed : emulator.person
  return {
    name,
    preset,
    // The emulator's own fields. `capture` is what its `finish` does.
    responseConfig: render({ ...responseConfig, capture, person }),
    prepare: (sessionId) => applyEmulatorSettings(emulator, apiUrl, sessionId),
  }
}

export function suggestScenarios(name: string, known: readonly string[]): string {
  const suggestions = known.filter(
    (each) => (name !== '' && each.includes(name)) || leven(name, each) <= name.length / 3,
  )
  return suggestions.length > 0
    ? `Did you mean ${suggestions.slice(0, 5).join(' or ')}?`
    : 'The start page and npm run scenario -- --list show the available ones'
}

import { hash } from 'node:crypto'
import leven from 'leven'
import type { FieldError } from '../errors.js'
import type { Preset, SessionScenario } from '../sessions/preset.js'
import { renderDates } from './dates.js'
import { applyEmulatorSettings } from './emulator-settings.js'
import { parseInlineScenario } from './load-scenarios.js'
import type { Scenario } from './scenario.js'

interface ResolverOptions {
  target: string
  apiUrl: string
  scenarioPresets: ReadonlyMap<string, Preset>
  scenarios: ReadonlyMap<string, Scenario>
}

export function createScenarioResolver(options: ResolverOptions) {
  const { target, apiUrl, scenarioPresets, scenarios } = options

  const toSessionScenario = (scenario: Scenario): SessionScenario => {
    const { name, capture, responseConfig, emulator } = scenario
    const preset = scenarioPresets.get(scenario.preset)
    if (preset === undefined) throw new TypeError('The preset was validated with the scenario.')
    if (target !== 'emulator') {
      return { name, preset, ...(responseConfig && { responseConfig: render(responseConfig) }) }
    }
    const person = typeof emulator?.person === 'object' ? emulator.person.seed : emulator?.person
    return {
      name,
      preset,
      // The emulator's own fields. `capture` is what its `finish` does.
      responseConfig: render({ ...responseConfig, capture, person }),
      prepare: (sessionId) => applyEmulatorSettings(emulator ?? {}, apiUrl, sessionId),
    }
  }

  return {
    toSessionScenario,
    /** For API callers: a name, or a scenario itself. */
    resolve: (value: string | object): { scenario: SessionScenario } | { errors: FieldError[] } => {
      const reject = (message: string) => ({ errors: [{ path: 'scenario', message }] })
      if (target === 'live') {
        return reject(
          'must be omitted, because this server is live. Scenarios work on Yoti’s sandbox and the emulator',
        )
      }
      if (typeof value === 'string') {
        const scenario = scenarios.get(value)
        return scenario === undefined
          ? reject(`is unknown. ${suggestScenarios(value, [...scenarios.keys()])}`)
          : { scenario: toSessionScenario(scenario) }
      }
      const parsed = parseInlineScenario(value, scenarioPresets)
      if ('issues' in parsed) {
        return {
          errors: parsed.issues.map(({ path, message }) => ({ path: `scenario.${path}`, message })),
        }
      }
      // A repeated request resumes the user's session only if the content is the same.
      const digest = hash('sha256', JSON.stringify(parsed.scenario)).slice(0, 8)
      const name = `${parsed.scenario.name}.${digest}`
      return { scenario: { ...toSessionScenario(parsed.scenario), name } }
    },
  }
}

const render = (config: object) => (now: number) => renderDates(config, now)

export function suggestScenarios(name: string, known: readonly string[]): string {
  const suggestions = known.filter(
    (each) => (name !== '' && each.includes(name)) || leven(name, each) <= name.length / 3,
  )
  return suggestions.length > 0
    ? `Did you mean ${suggestions.slice(0, 5).join(' or ')}?`
    : 'The start page and npm run scenario -- --list show the available ones'
}

import { resolve } from 'node:path'
import leven from 'leven'
import type { Config } from '#src/config/config.js'
import { AppError } from '#src/errors.js'
import { loadScenarios, SCENARIOS_FOLDER } from '#src/scenarios/load-scenarios.js'
import type { Scenario } from '#src/scenarios/scenario.js'

/** @throws AppError if there are none, because an empty run would pass */
export function listScenarios(
  presets: Config['scenarioPresets'],
  warn: (text: string) => void,
  folder = SCENARIOS_FOLDER,
): Scenario[] {
  const { scenarios, warning } = loadScenarios(presets, folder)
  if (scenarios.size === 0) {
    throw new AppError(
      'NO_SCENARIOS',
      warning ??
        `No scenarios in ${resolve(folder)}: it contains no <name>.json. Write one as described in docs/qa.md, or choose another folder with --from.`,
    )
  }
  if (warning !== undefined) warn(`${warning}\n`)
  return [...scenarios.values()]
}

/**
 * @param names undefined: all
 * @throws AppError that suggests similar names for unknown ones
 */
export function selectScenarios(
  scenarios: readonly Scenario[],
  names: readonly string[] = scenarios.map(({ name }) => name),
): Scenario[] {
  const byName = new Map(scenarios.map((scenario) => [scenario.name, scenario]))
  const unknown = names.filter((name) => !byName.has(name))
  if (unknown.length > 0) {
    const lines = unknown.map((name) => {
      const suggestions = [...byName.keys()].filter((known) => isSimilar(name, known))
      return suggestions.length > 0
        ? `Unknown scenario "${name}". Did you mean ${suggestions.join(' or ')}?`
        : `Unknown scenario "${name}". List the scenarios with: npm run scenario -- --list`
    })
    throw new AppError('UNKNOWN_SCENARIO', lines.join('\n'))
  }
  return [...new Set(names)].flatMap((name) => byName.get(name) ?? [])
}

function isSimilar(name: string, known: string): boolean {
  return known.includes(name) || leven(name, known) <= name.length / 3
}

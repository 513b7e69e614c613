import { resolve } from 'node:path'
import type { Config } from '#src/config/config.js'
import { AppError } from '#src/errors.js'
import { suggestScenarios } from '#src/scenarios/feature.js'
import { loadScenarios } from '#src/scenarios/load-scenarios.js'
import type { Scenario } from '#src/scenarios/scenario.js'

/** @throws AppError if there are none, because an empty run would pass */
export function listScenarios(
  presets: Config['scenarioPresets'],
  warn: (text: string) => void,
  folders: string[],
): Scenario[] {
  const { scenarios, warning } = loadScenarios(presets, folders)
  if (scenarios.size === 0) {
    throw new AppError(
      'NO_SCENARIOS',
      warning ??
        `No scenarios in ${folders.map((folder) => resolve(folder)).join(' and ')}: it contains no <name>.json. Write one as described in docs/qa.md, or choose another folder with --from.`,
    )
  }
  if (warning !== undefined) warn(`${warning}\n`)
  return [...scenarios.values()]
}

/**
 * @param words names and patterns such as `reject-*` or `scenarios/reject-*.json`; undefined: all
 * @throws AppError that suggests similar names for unknown ones
 */
export function selectScenarios(
  scenarios: readonly Scenario[],
  words: readonly string[] = ['*'],
  tags: readonly string[] = [],
): Scenario[] {
  const names = scenarios.map(({ name }) => name)
  const known = [...new Set(scenarios.flatMap((scenario) => scenario.tags))].sort()
  const unknown = [
    ...words
      .filter((word) => !names.some((name) => toPattern(word).test(name)))
      .map((word) => `Unknown scenario "${word}". ${suggestScenarios(word, names)}`),
    ...tags
      .filter((tag) => !known.includes(tag))
      .map((tag) => `No scenario has the tag "${tag}". Tags: ${known.join(', ') || 'none'}`),
  ]
  if (unknown.length > 0) throw new AppError('UNKNOWN_SCENARIO', unknown.join('\n'))
  const selected = words.flatMap((word) =>
    scenarios.filter(({ name }) => toPattern(word).test(name)),
  )
  return [...new Set(selected)].filter(
    (scenario) => tags.length === 0 || tags.some((tag) => scenario.tags.includes(tag)),
  )
}

function toPattern(word: string): RegExp {
  const name = word.replace(/^.*\//, '').replace(/\.json$/, '')
  const escaped = name.replace(/[.+^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`)
}

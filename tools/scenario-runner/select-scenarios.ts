import { resolve } from 'node:path'
import { AppError } from '#src/errors.js'
import type { Scenario } from '#src/scenarios/scenario.js'

const MAX_SUGGESTIONS = 3
const MIN_SIMILARITY = 0.3

/** @throws AppError if there are none, because an empty run would pass */
export function assertScenariosFound(scenarios: readonly Scenario[], folder: string): void {
  if (scenarios.length > 0) return
  throw new AppError(
    'NO_SCENARIOS',
    `No scenarios in ${resolve(folder)}: it contains no <name>.json. Write one as described in docs/qa.md, or choose another folder with --from.`,
  )
}

/** @throws AppError that suggests similar names for unknown ones */
export function selectScenarios(
  scenarios: readonly Scenario[],
  names: readonly string[] | undefined,
): Scenario[] {
  if (names === undefined) return [...scenarios]
  const known = new Map(scenarios.map((scenario) => [scenario.name, scenario]))
  const unknown = names.filter((name) => !known.has(name))
  if (unknown.length > 0) {
    const lines = unknown.map((name) => describeUnknownScenario(name, [...known.keys()]))
    throw new AppError('UNKNOWN_SCENARIO', lines.join('\n'))
  }
  return [...new Set(names)].flatMap((name) => known.get(name) ?? [])
}

function describeUnknownScenario(name: string, known: readonly string[]): string {
  const similarNames = known
    .map((each) => ({ each, similarity: computeSimilarity(name, each) }))
    .filter(({ similarity }) => similarity >= MIN_SIMILARITY)
    .sort((one, other) => other.similarity - one.similarity)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ each }) => each)
  const suggestion =
    similarNames.length > 0
      ? `Did you mean ${similarNames.join(' or ')}?`
      : 'List the scenarios with: npm run scenario -- --list'
  return `Unknown scenario "${name}". ${suggestion}`
}

/** Dice coefficient of the letter pairs, 0 to 1. */
function computeSimilarity(one: string, other: string): number {
  const left = listBigrams(one.toLowerCase())
  const right = listBigrams(other.toLowerCase())
  const shared = [...left].filter((pair) => right.has(pair)).length
  return (2 * shared) / Math.max(1, left.size + right.size)
}

function listBigrams(text: string): Set<string> {
  return new Set(Array.from(text.slice(1), (letter, index) => text.charAt(index) + letter))
}

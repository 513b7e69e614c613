import { resolve } from 'node:path'
import { AppError } from '#src/errors.js'
import type { Scenario } from '#src/scenarios/scenario.js'

const MAX_SUGGESTIONS = 3
const MIN_SIMILARITY = 0.3

/** @throws AppError when there is none in the folder, which would pass for all of them being well */
export function assertScenariosFound(scenarios: readonly Scenario[], folder: string): void {
  if (scenarios.length > 0) return
  throw new AppError(
    'NO_SCENARIOS',
    `There is no scenario in ${resolve(folder)}: no file there is called <name>.json. Write one as docs/qa.md shows, or name another folder with --from.`,
  )
}

/**
 * The scenarios of these names, in their order; all of them without names.
 *
 * @throws AppError that names what is like an unknown one
 */
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
    .map((each) => ({ each, likeness: computeSimilarity(name, each) }))
    .filter(({ likeness }) => likeness >= MIN_SIMILARITY)
    .sort((one, other) => other.likeness - one.likeness)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ each }) => each)
  const suggestion =
    similarNames.length > 0
      ? `Did you mean ${similarNames.join(' or ')}?`
      : 'See what there is with: npm run scenario -- --list'
  return `There is no scenario "${name}". ${suggestion}`
}

/** From 0 to 1: the part of their pairs of letters that two names share. */
function computeSimilarity(one: string, other: string): number {
  const left = listBigrams(one.toLowerCase())
  const right = listBigrams(other.toLowerCase())
  const shared = [...left].filter((pair) => right.has(pair)).length
  return (2 * shared) / Math.max(1, left.size + right.size)
}

function listBigrams(text: string): Set<string> {
  return new Set(Array.from(text.slice(1), (letter, index) => text.charAt(index) + letter))
}

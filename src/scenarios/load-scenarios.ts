import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readTextFile } from '../config/text-file.js'
import { AppError } from '../errors.js'
import { describeIssues, formatPath, type SpecIssue } from '../yoti/describe-issues.js'
import type { SessionSpec } from '../yoti/session-spec.js'
import { validateAgainstPreset } from './validate-against-preset.js'
import { scenarioSchema, type Scenario } from './scenario.js'

export const SCENARIOS_FOLDER = fileURLToPath(new URL('../../scenarios', import.meta.url))

type Presets = ReadonlyMap<string, { spec: SessionSpec }>

/** By name, in the order of the files. */
export type Scenarios = ReadonlyMap<string, Scenario>

export interface UnavailableScenario {
  name: string
  /** What its preset does not request, by path. */
  problems: readonly string[]
}

export interface LoadedScenarios {
  scenarios: Scenarios
  /** Valid scenarios whose preset has changed, such as an edited default. */
  unavailable: readonly UnavailableScenario[]
}

/** Lists the problems of all files, each with its remedy. */
export class ScenariosError extends AppError {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super('SCENARIOS', problems.map((problem) => `- ${problem}`).join('\n'))
    this.problems = problems
  }
}

/**
 * Reads every `<name>.json` of the folder.
 *
 * @throws ScenariosError
 */
export function loadScenarios(presets: Presets, folder = SCENARIOS_FOLDER): LoadedScenarios {
  const problems: string[] = []
  const scenarios = new Map<string, Scenario>()
  const unavailable: UnavailableScenario[] = []
  for (const file of listFiles(folder)) {
    const result = readScenario(folder, file, presets)
    if ('problems' in result) {
      problems.push(...result.problems)
      continue
    }
    const { scenario, spec } = result
    const mismatches = validateAgainstPreset(scenario, spec)
    if (mismatches.length === 0) scenarios.set(scenario.name, scenario)
    else unavailable.push({ name: scenario.name, problems: mismatches.map(formatIssue) })
  }
  if (problems.length > 0) throw new ScenariosError(problems)
  return { scenarios, unavailable }
}

/** One warning about all of them; undefined when every scenario is available. */
export function describeUnavailableScenarios(
  unavailable: readonly UnavailableScenario[],
): string | undefined {
  if (unavailable.length === 0) return undefined
  const reasons = unavailable.map(({ name, problems }) => `- ${name}: ${problems.join(' ')}`)
  return `Scenarios left out because they do not fit their preset:\n${reasons.join('\n')}`
}

function formatIssue({ path, message }: SpecIssue): string {
  return `${formatPath(path)}: ${message}.`
}

function listFiles(folder: string): string[] {
  // An image for production has no scenarios.
  if (folder === SCENARIOS_FOLDER && !existsSync(folder)) return []
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
  } catch {
    throw new ScenariosError([
      `${folder}: cannot be read. Restore the folder, or name another one.`,
    ])
  }
}

function readScenario(
  folder: string,
  file: string,
  presets: Presets,
): { scenario: Scenario; spec: SessionSpec } | { problems: string[] } {
  const location = folder === SCENARIOS_FOLDER ? `scenarios/${file}` : join(folder, file)
  const value = readJson(join(folder, file))
  if (value === undefined) {
    return { problems: [`${location}: expected JSON. Correct it, or remove the file.`] }
  }
  const parsed = scenarioSchema.safeParse(value)
  if (!parsed.success) {
    return {
      problems: describeIssues(parsed.error, value).map(
        ({ path, message }) => `${location}: ${path}: ${message}`,
      ),
    }
  }
  const { name, preset: presetName } = parsed.data
  const preset = presets.get(presetName)
  const problems: string[] = []
  if (`${name}.json` !== file) {
    problems.push(
      `${location}: name: expected ${file.slice(0, -'.json'.length)}. Give the file and the scenario the same name.`,
    )
  }
  if (preset === undefined) {
    const known = [...presets.keys()].join(', ')
    problems.push(`${location}: preset: unknown preset. Use one of ${known}.`)
  }
  return problems.length > 0 || preset === undefined
    ? { problems }
    : { scenario: parsed.data, spec: preset.spec }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readTextFile(path)) as unknown
  } catch {
    return undefined
  }
}

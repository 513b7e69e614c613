import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../errors.js'
import { describeIssues, formatPath } from '../yoti/describe-issues.js'
import type { SessionSpec } from '../yoti/session-spec.js'
import { validateAgainstPreset } from './validate-against-preset.js'
import { scenarioSchema, type Scenario } from './scenario.js'

export const SCENARIOS_FOLDER = fileURLToPath(new URL('../../scenarios', import.meta.url))

type Presets = ReadonlyMap<string, { spec: SessionSpec }>

/** By name, in alphabetical order. */
export type Scenarios = ReadonlyMap<string, Scenario>

/** All problems of all files, each with its remedy. */
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
export function loadScenarios(presets: Presets, folder = SCENARIOS_FOLDER): Scenarios {
  const problems: string[] = []
  const scenarios = new Map<string, Scenario>()
  for (const file of listFiles(folder)) {
    const result = readScenario(folder, file, presets)
    if ('problems' in result) problems.push(...result.problems)
    else scenarios.set(result.name, result)
  }
  if (problems.length > 0) throw new ScenariosError(problems)
  return scenarios
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
  } catch {
    throw new ScenariosError([
      `${folder}: cannot be read as a folder. Put the scenarios of this project there.`,
    ])
  }
}

function readScenario(
  folder: string,
  file: string,
  presets: Presets,
): Scenario | { problems: string[] } {
  const location = folder === SCENARIOS_FOLDER ? `scenarios/${file}` : join(folder, file)
  const value = readJson(join(folder, file))
  if (value === undefined) {
    return { problems: [`${location}: expected JSON. Correct it, or remove the file.`] }
  }
  const parsed = scenarioSchema.safeParse(value)
  if (!parsed.success) {
    return { problems: describeIssues(parsed.error, value).map((issue) => `${location}: ${issue}`) }
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
    problems.push(`${location}: preset: is not a preset of this server. Use one of ${known}.`)
  } else {
    for (const { path, message } of validateAgainstPreset(parsed.data, preset.spec)) {
      problems.push(`${location}: ${formatPath(path)}: ${message}.`)
    }
  }
  return problems.length > 0 ? { problems } : parsed.data
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown
  } catch {
    return undefined
  }
}

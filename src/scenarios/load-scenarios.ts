import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ConfigError } from '../config/config.js'
import { readTextFile } from '../config/text-file.js'
import { describeIssues, formatPath, type SpecIssue } from '../yoti/describe-issues.js'
import type { SessionSpec } from '../yoti/session-spec.js'
import { scenarioSchema, type Scenario } from './scenario.js'
import { validateAgainstPreset } from './validate-against-preset.js'

export const SCENARIOS_FOLDER = fileURLToPath(new URL('../../scenarios', import.meta.url))

type Presets = ReadonlyMap<string, { spec: SessionSpec }>

export interface LoadedScenarios {
  /** By name, in the order of the files. */
  scenarios: ReadonlyMap<string, Scenario>
  /** Lists the valid scenarios whose preset has changed, such as an edited default. */
  warning: string | undefined
}

/**
 * Reads every `<name>.json` of the folder.
 *
 * @throws ConfigError that lists the problems of all files
 */
export function loadScenarios(presets: Presets, folder = SCENARIOS_FOLDER): LoadedScenarios {
  const scenarios = new Map<string, Scenario>()
  const allProblems: string[] = []
  const omitted: string[] = []
  for (const file of listFiles(folder)) {
    const location = folder === SCENARIOS_FOLDER ? `scenarios/${file}` : join(folder, file)
    const { scenario, problems } = readScenario(join(folder, file), presets)
    allProblems.push(...problems.map((problem) => `${location}: ${problem}`))
    const spec = presets.get(scenario?.preset ?? '')?.spec
    if (scenario === undefined || spec === undefined) continue
    const issues = validateAgainstPreset(scenario, spec).map(formatIssue)
    if (issues.length === 0) scenarios.set(scenario.name, scenario)
    else omitted.push(`\n- ${scenario.name}: ${issues.join(' ')}`)
  }
  if (allProblems.length > 0) throw new ConfigError(allProblems)
  const warning = `Scenarios left out because they do not fit their preset:${omitted.join('')}`
  return { scenarios, warning: omitted.length === 0 ? undefined : warning }
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
    throw new ConfigError([`${folder}: cannot be read. Restore the folder, or name another one.`])
  }
}

function readScenario(
  path: string,
  presets: Presets,
): { scenario?: Scenario; problems: readonly string[] } {
  const value = readJson(path)
  if (value === undefined) return { problems: ['expected JSON. Correct it, or remove the file.'] }
  const { data: scenario, error } = scenarioSchema.safeParse(value)
  if (scenario === undefined) {
    const issues = describeIssues(error, value)
    return { problems: issues.map((issue) => `${issue.path}: ${issue.message}`) }
  }
  const problems: string[] = []
  const name = basename(path, '.json')
  if (scenario.name !== name) {
    problems.push(`name: expected ${name}. Give the file and the scenario the same name.`)
  }
  if (!presets.has(scenario.preset)) {
    problems.push(`preset: unknown preset. Use one of ${[...presets.keys()].join(', ')}.`)
  }
  return { scenario, problems }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readTextFile(path)) as unknown
  } catch {
    return undefined
  }
}

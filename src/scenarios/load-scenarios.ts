import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { ConfigError } from '../config/environment.js'
import { readJsonFile, readOrProblem } from '../config/files.js'
import type { FieldError } from '../errors.js'
import { describeIssue, formatPath } from '../yoti/describe-issues.js'
import type { SessionSpec } from '../yoti/session-spec.js'
import { scenarioSchema, type Scenario } from './scenario.js'
import { validateAgainstPreset } from './validate-against-preset.js'
import { describeUnknownKeys } from './words.js'

export const SCENARIOS_FOLDER = fileURLToPath(new URL('../../scenarios', import.meta.url))

type Presets = ReadonlyMap<string, { spec: SessionSpec }>

/**
 * Reads every `<name>.json` of the folders, in the order of the files.
 *
 * @throws ConfigError that lists the problems of all files
 */
export function loadScenarios(presets: Presets, folders = [SCENARIOS_FOLDER]) {
  const scenarios = new Map<string, Scenario>()
  const problems: string[] = []
  const omitted: string[] = []
  for (const path of folders.flatMap((folder) => listFiles(folder, problems))) {
    const isBuiltIn = dirname(path) === SCENARIOS_FOLDER
    const location = isBuiltIn ? `scenarios/${basename(path)}` : path
    const value = readJsonFile(location, path, z.unknown(), problems)
    if (value === undefined) continue
    const name = basename(path, '.json')
    const { scenario, issues, misfits } = parseScenario(value, presets)
    if (scenario !== undefined && scenario.name !== name) {
      problems.push(
        `${location}: name: expected ${name}. Give the file and the scenario the same name.`,
      )
    } else if (scenarios.has(name)) {
      problems.push(`${location}: name: another folder has this scenario. Choose another name.`)
    }
    problems.push(...issues.map((issue) => `${location}: ${issue.path}: ${issue.message}`))
    if (scenario !== undefined && misfits.length === 0) scenarios.set(name, scenario)
    const texts = misfits.map((misfit) => `${misfit.path}: ${misfit.message}.`)
    if (texts.length > 0) omitted.push(`\n- ${name}: ${texts.join(' ')}`)
  }
  if (problems.length > 0) throw new ConfigError(problems)
  const warning = `Scenarios left out because they do not fit their preset:${omitted.join('')}`
  /** The warning lists the valid scenarios whose preset has changed, such as an edited default. */
  return { scenarios, warning: omitted.length === 0 ? undefined : warning }
}

function listFiles(folder: string, problems: string[]): string[] {
  // An image for production has no scenarios.
  if (folder === SCENARIOS_FOLDER && !existsSync(folder)) return []
  const name = `SCENARIOS_DIR or --from: ${resolve(folder)}`
  const files = readOrProblem(name, folder, problems, (path) => readdirSync(path)) ?? []
  return files
    .filter((file) => file.endsWith('.json') && !file.endsWith('.schema.json'))
    .sort()
    .map((file) => join(folder, file))
}

/** A scenario that is not in a file. Only what creates a session is required. */
export function parseInlineScenario(value: object, presets: Presets) {
  const defaults = {
    name: 'inline',
    title: 'An inline scenario',
    description: 'Sent with the request.',
    expect: { state: 'COMPLETED', outcome: 'APPROVED', page: ['-'] },
  }
  const { scenario, issues, misfits } = parseScenario({ ...defaults, ...value }, presets)
  const all = [...issues, ...misfits]
  return all.length > 0 ? { issues: all } : { scenario }
}

/** `misfits` are what the preset does not request. */
function parseScenario(value: unknown, presets: Presets) {
  const { data: scenario, error } = scenarioSchema.safeParse(value, { error: describeUnknownKeys })
  const issues: FieldError[] = error ? describeScenarioIssues(error, value) : []
  const preset = scenario && presets.get(scenario.preset)
  if (scenario !== undefined && preset === undefined) {
    const message = `unknown preset. Use one of ${[...presets.keys()].join(', ')}.`
    issues.push({ path: 'preset', message })
  }
  const misfits = preset ? validateAgainstPreset(scenario, preset.spec) : []
  return { scenario, issues, misfits }
}

function describeScenarioIssues(error: z.core.$ZodError, value: unknown): FieldError[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.message.split('\n').map((message, index) => ({
          path: formatPath([...issue.path, issue.keys[index] ?? '']),
          message,
        }))
      : [{ path: formatPath(issue.path), message: describeIssue(issue, value) }],
  )
}

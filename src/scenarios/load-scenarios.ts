import { existsSync, readdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { ConfigError } from '../config/environment.js'
import { readTextFile } from '../config/files.js'
import type { FieldError } from '../errors.js'
import { describeIssue, formatPath, type SpecIssue } from '../yoti/describe-issues.js'
import type { SessionSpec } from '../yoti/session-spec.js'
import { scenarioSchema, type Scenario } from './scenario.js'
import { validateAgainstPreset } from './validate-against-preset.js'
import { describeUnknownKeys } from './words.js'

export const SCENARIOS_FOLDER = fileURLToPath(new URL('../../scenarios', import.meta.url))

type Presets = ReadonlyMap<string, { spec: SessionSpec }>

export interface LoadedScenarios {
  /** By name, in the order of the files. */
  scenarios: ReadonlyMap<string, Scenario>
  /** Lists the valid scenarios whose preset has changed, such as an edited default. */
  warning: string | undefined
}

/**
 * Reads every `<name>.json` of the folders.
 *
 * @throws ConfigError that lists the problems of all files
 */
export function loadScenarios(presets: Presets, folders = [SCENARIOS_FOLDER]): LoadedScenarios {
  const scenarios = new Map<string, Scenario>()
  const allProblems: string[] = []
  const omitted: string[] = []
  for (const { folder, file } of folders.flatMap(listFiles)) {
    const location = folder === SCENARIOS_FOLDER ? `scenarios/${file}` : join(folder, file)
    const { scenario, problems } = readScenario(join(folder, file), presets)
    allProblems.push(...problems.map((problem) => `${location}: ${problem}`))
    const spec = presets.get(scenario?.preset ?? '')?.spec
    if (scenario === undefined || spec === undefined) continue
    if (problems.length === 0 && scenarios.has(scenario.name)) {
      allProblems.push(`${location}: name: another folder has this scenario. Choose another name.`)
    }
    const issues = validateAgainstPreset(scenario, spec).map(formatIssue)
    if (issues.length === 0) scenarios.set(scenario.name, scenario)
    else omitted.push(`\n- ${scenario.name}: ${issues.join(' ')}`)
  }
  if (allProblems.length > 0) throw new ConfigError(allProblems)
  const warning = `Scenarios left out because they do not fit their preset:${omitted.join('')}`
  return { scenarios, warning: omitted.length === 0 ? undefined : warning }
}

/** A scenario that is not in a file. Only what creates a session is required. */
export function parseInlineScenario(
  value: object,
  presets: Presets,
): { scenario: Scenario } | { issues: readonly FieldError[] } {
  const defaults = {
    name: 'inline',
    title: 'An inline scenario',
    description: 'Sent with the request.',
    expect: { state: 'COMPLETED', outcome: 'APPROVED', page: ['-'] },
  }
  const { scenario, issues } = parseScenario({ ...defaults, ...value }, presets)
  const spec = presets.get(scenario?.preset ?? '')?.spec
  if (scenario === undefined || spec === undefined) return { issues }
  const misfits = validateAgainstPreset(scenario, spec).map(({ path, message }) => ({
    path: formatPath(path),
    message,
  }))
  return misfits.length > 0 ? { issues: misfits } : { scenario }
}

function formatIssue({ path, message }: SpecIssue): string {
  return `${formatPath(path)}: ${message}.`
}

function listFiles(folder: string): { folder: string; file: string }[] {
  // An image for production has no scenarios.
  if (folder === SCENARIOS_FOLDER && !existsSync(folder)) return []
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.json') && !file.endsWith('.schema.json'))
      .sort()
      .map((file) => ({ folder, file }))
  } catch (err) {
    const reason = READ_PROBLEMS[(err as NodeJS.ErrnoException).code ?? ''] ?? 'cannot be read'
    throw new ConfigError([
      `${resolve(folder)}: ${reason}. Correct SCENARIOS_DIR or --from, or create the folder.`,
    ])
  }
}

const READ_PROBLEMS: Partial<Record<string, string>> = {
  ENOENT: 'this folder does not exist',
  ENOTDIR: 'this is a file, not a folder',
}

function readScenario(
  path: string,
  presets: Presets,
): { scenario?: Scenario | undefined; problems: readonly string[] } {
  const value = readJson(path)
  if (value === undefined) return { problems: ['expected JSON. Correct it, or remove the file.'] }
  const { scenario, issues } = parseScenario(value, presets)
  const problems = issues.map((issue) => `${issue.path}: ${issue.message}`)
  const name = basename(path, '.json')
  if (scenario !== undefined && scenario.name !== name) {
    problems.unshift(`name: expected ${name}. Give the file and the scenario the same name.`)
  }
  return { scenario, problems }
}

function parseScenario(
  value: unknown,
  presets: Presets,
): { scenario: Scenario | undefined; issues: readonly FieldError[] } {
  const { data: scenario, error } = scenarioSchema.safeParse(value, { error: describeUnknownKeys })
  if (scenario === undefined) return { scenario, issues: describeScenarioIssues(error, value) }
  if (presets.has(scenario.preset)) return { scenario, issues: [] }
  const message = `unknown preset. Use one of ${[...presets.keys()].join(', ')}.`
  return { scenario, issues: [{ path: 'preset', message }] }
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

function readJson(path: string): unknown {
  try {
    return JSON.parse(readTextFile(path)) as unknown
  } catch {
    return undefined
  }
}

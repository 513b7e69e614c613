import { existsSync } from 'node:fs'
import dotenv from 'dotenv'
import { AppError } from '../errors.js'
import { readOrProblem, readTextFile } from './files.js'
import { VARIABLES } from './variables.js'

export type Environment = Readonly<Record<string, string | undefined>>

/** All problems of the environment, each with its remedy. */
export class ConfigError extends AppError {
  constructor(problems: readonly string[]) {
    super('CONFIG', problems.map((problem) => `- ${problem}`).join('\n'))
  }
}

/**
 * Adds the variables of a `.env` file that are not set yet.
 *
 * @throws ConfigError when the file exists and cannot be read
 */
export function loadEnvironmentFile(environment: Record<string, string | undefined>): void {
  if (!existsSync('.env')) return
  const problems: string[] = []
  const variables = dotenv.parse(readOrProblem('.env', '.env', problems, readTextFile) ?? '')
  if (environment.NODE_EXTRA_CA_CERTS === undefined && variables.NODE_EXTRA_CA_CERTS) {
    problems.push(
      'NODE_EXTRA_CA_CERTS: has no effect in .env, because Node.js reads it earlier. Set it in the environment of the process.',
    )
  }
  if (problems.length > 0) throw new ConfigError(problems)
  for (const [name, value] of Object.entries(variables)) environment[name] ??= value
}

const PORT_NAMES = ['PORT', 'OPS_PORT', 'EMULATOR_PORT']
const PROXY_NAMES = ['HTTPS_PROXY', 'NO_PROXY']
/** The name in Yoti's official examples. */
const OFFICIAL_API_URL = 'YOTI_DOC_SCAN_API_URL'

/** Corrects what platforms do to variables. Empty ones count as unset, because `.env` files and compose write them so. */
export function normaliseEnvironment(environment: Environment) {
  const problems: string[] = []
  const warnings: string[] = []
  const values = new Map<string, string>()
  for (const [name, text = ''] of Object.entries(environment)) {
    const value = text.trim()
    if (PORT_NAMES.includes(name) && /^(tcp|udp):\/\//.test(value)) {
      warnings.push(
        `${name} is ignored: Kubernetes set it for a service of that name. Set enableServiceLinks: false in the pod.`,
      )
    } else if (value !== '') {
      values.set(name, value)
    }
    if (name in VARIABLES && name !== 'YOTI_KEY' && /^(["']).*\1$/s.test(value)) {
      problems.push(
        `${name}: is in quotes, which docker --env-file keeps. Remove the quotes from the file.`,
      )
    }
  }
  for (const name of PROXY_NAMES) {
    const value = values.get(name.toLowerCase())
    if (value !== undefined && !values.has(name)) values.set(name, value)
  }
  const officialUrl = values.get(OFFICIAL_API_URL)
  if (officialUrl !== undefined && !values.has('YOTI_IDV_API_URL')) {
    values.set('YOTI_IDV_API_URL', officialUrl)
    warnings.push(`${OFFICIAL_API_URL} is used as YOTI_IDV_API_URL. Rename it.`)
  }
  values.delete(OFFICIAL_API_URL)
  return { values, problems, warnings }
}

/** Each may be in the file that the variable with `_FILE` names. */
const SECRETS_IN_FILES = ['API_KEYS', 'APP_SECRET', 'DATABASE_URL', 'OUTCOME_WEBHOOK_SECRET']

export function isInFile(name: string, values: ReadonlyMap<string, string>): boolean {
  return SECRETS_IN_FILES.includes(name) && values.has(`${name}_FILE`)
}

/** Adds the content of the files to the values. */
export function readSecretFiles(values: Map<string, string>, problems: string[]): void {
  for (const name of SECRETS_IN_FILES) {
    const variable = `${name}_FILE`
    const path = values.get(variable)
    if (path === undefined) continue
    if (values.has(name)) {
      problems.push(`${name} and ${variable}: are both set. Unset one of them.`)
      continue
    }
    const value = readOrProblem(variable, path, problems, readTextFile)?.trim()
    if (value === '')
      problems.push(`${variable}: is empty. Write the value of ${name} to the file.`)
    if (value) values.set(name, value)
  }
}

/** Whether Kubernetes sets the variable for a service, such as EMULATOR_SERVICE_HOST. */
export function isServiceLink(name: string): boolean {
  return /_(SERVICE_(HOST|PORT)(_\w+)?|PORT(_\d+_(TCP|UDP)(_\w+)?)?)$/.test(name)
}

import { readFileSync } from 'node:fs'
import {
  checkEmulatorPort,
  createIsLocal,
  readAddresses,
  type Addresses,
} from './config/addresses.js'
import { readApiKeys, type ApiKey } from './config/api-keys.js'
import { readAppSecrets } from './config/app-secret.js'
import { readApplication, type Application } from './config/application.js'
import { judgeCombinations } from './config/combinations.js'
import { readDatabase, type DatabaseChoice } from './config/database.js'
import { createEnvironment } from './config/environment.js'
import { readJourney, type Journey } from './config/journey.js'
import { readNotifications } from './config/notifications.js'
import { readPresets, type Presets } from './config/presets.js'
import { readRetention, type Retention } from './config/retention.js'
import { readRunning, type Running } from './config/running.js'
import { LIVE_API, readApiUrl, readTarget, type Target } from './config/target.js'
import { warnOfUnknown } from './config/unknown-variables.js'
import { readWebhook, type Webhook } from './config/webhook.js'
import { AppError } from './errors.js'
import { listOwnAddresses } from './https/own-addresses.js'

export interface Config extends Addresses, Journey, Presets, Retention, Running {
  target: Target
  /** The API's base URL; undefined when the server starts an emulator of its own. */
  apiUrl: string | undefined
  /** Whether to ask Yoti for them. */
  notifications: boolean
  database: DatabaseChoice['database']
  /** Durable work without the web. */
  workerOnly: boolean
}

/** Kept apart from the config, so that a config can be logged. */
export interface Secrets {
  /** undefined when the server starts an emulator of its own. */
  application: Application | undefined
  /** May hold a password. */
  databaseUrl: string
  /** The first signs, all verify; undefined when the process is to make one for this machine. */
  appSecrets: readonly string[] | undefined
  apiKeys: readonly ApiKey[]
  /** undefined when outcomes are told to nobody. */
  webhook: Webhook | undefined
}

/** Every problem of the environment at once, each with its remedy. */
export class ConfigError extends AppError {
  constructor(problems: readonly string[]) {
    super('CONFIG', problems.map((problem) => `- ${problem}`).join('\n'))
  }
}

type Variables = Record<string, string | undefined>

/** @throws ConfigError */
export function parseConfig(
  variables: Variables,
  readFile?: (path: string) => string,
  ownAddresses?: readonly string[],
): { config: Config; secrets: Secrets; warnings: readonly string[] } {
  const { problems, ...rest } = readConfig(variables, readFile, ownAddresses)
  if (problems.length > 0) throw new ConfigError(problems)
  return rest
}

/** What the environment says, with defaults where it is wrong, and everything that is wrong with it. */
export function readConfig(
  variables: Variables,
  readFile = (path: string) => readFileSync(path, 'utf8'),
  ownAddresses: readonly string[] = listOwnAddresses(),
): {
  config: Config
  secrets: Secrets
  problems: readonly string[]
  warnings: readonly string[]
} {
  const env = createEnvironment(variables)
  const { get, problems, warnings } = env

  const addresses = readAddresses(env, ownAddresses)
  const { baseUrl } = addresses
  const isLocal = createIsLocal(addresses, ownAddresses)
  const application = readApplication(env, readFile)
  const hasCredentials = ['YOTI_CLIENT_SDK_ID', 'YOTI_KEY', 'YOTI_KEY_FILE_PATH'].some(get)
  const apiUrl = readApiUrl(env) ?? (hasCredentials ? LIVE_API : undefined)
  const target = readTarget(env, apiUrl, baseUrl, isLocal)
  const { databaseUrl, ...database } = readDatabase(env)
  const apiKeys = readApiKeys(env)

  const config: Config = {
    ...addresses,
    target,
    apiUrl,
    ...database,
    ...readJourney(env, target, apiKeys.length > 0),
    ...readPresets(env, readFile),
    ...readRetention(env),
    notifications: readNotifications(env, addresses, apiUrl, isLocal),
    ...readRunning(env),
  }
  const secrets: Secrets = {
    application,
    databaseUrl,
    appSecrets: readAppSecrets(env, baseUrl, database.database, isLocal),
    apiKeys,
    webhook: readWebhook(env),
  }

  if (apiUrl === undefined) checkEmulatorPort(env, addresses)
  if (apiUrl === undefined && config.workerOnly) {
    problems.push(
      'WORKER_ONLY: has no Yoti to ask: an emulator of its own knows nothing of the web process’s sessions. Set the credentials and YOTI_IDV_API_URL that the web process has.',
    )
  }
  judgeCombinations(env, config, apiKeys.length > 0)
  warnOfUnknown(env, Object.keys(variables))
  return { config, secrets, problems, warnings }
}

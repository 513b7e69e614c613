import { readFileSync } from 'node:fs'
import { checkEmulatorPort, createIsLocal, readAddresses, type Addresses } from './addresses.js'
import { readApiKeys, type ApiKey } from './api-keys.js'
import { readAppSecrets } from './app-secret.js'
import { readApplication, type Application } from './application.js'
import { runCrossChecks } from './cross-checks.js'
import { readDatabase, type DatabaseSettings } from './database.js'
import { createEnvironment } from './environment.js'
import { readJourney, type JourneySettings } from './journey.js'
import { readNotificationsEnabled } from './notifications.js'
import { readPresets, type Presets } from './presets.js'
import { readRetention, type Retention } from './retention.js'
import { readProcessSettings, type ProcessSettings } from './process-settings.js'
import { LIVE_API_URL, readApiUrl, readTarget, type Target } from './target.js'
import { warnAboutUnknownVariables } from './unknown-variables.js'
import { readWebhook, type WebhookSettings } from './webhook.js'
import { AppError } from '../errors.js'
import { listOwnAddresses } from './own-addresses.js'

export interface Config extends Addresses, JourneySettings, Presets, Retention, ProcessSettings {
  target: Target
  /** The API's base URL; undefined if the server starts its own emulator. */
  apiUrl: string | undefined
  notificationsEnabled: boolean
  databaseEngine: DatabaseSettings['databaseEngine']
  /** Runs background jobs and serves no pages. */
  workerOnly: boolean
}

/** Separate from the config, so that the config can be logged. */
export interface Secrets {
  /** undefined if the server starts its own emulator. */
  application: Application | undefined
  /** May contain a password. */
  databaseUrl: string
  /** The first signs, all verify; undefined if this machine generates one. */
  appSecrets: readonly string[] | undefined
  apiKeys: readonly ApiKey[]
  webhook: WebhookSettings | undefined
}

/** All problems of the environment, each with its remedy. */
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

/** Uses the default for each invalid variable and lists the problems. */
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
  const apiUrl = readApiUrl(env) ?? (hasCredentials ? LIVE_API_URL : undefined)
  const target = readTarget(env, apiUrl, baseUrl, isLocal)
  const { databaseUrl, ...databaseSettings } = readDatabase(env)
  const apiKeys = readApiKeys(env)

  const config: Config = {
    ...addresses,
    target,
    apiUrl,
    ...databaseSettings,
    ...readJourney(env, target, apiKeys.length > 0),
    ...readPresets(env, readFile),
    ...readRetention(env),
    notificationsEnabled: readNotificationsEnabled(env, addresses, apiUrl, isLocal),
    ...readProcessSettings(env),
  }
  const secrets: Secrets = {
    application,
    databaseUrl,
    appSecrets: readAppSecrets(env, baseUrl, databaseSettings.databaseEngine, isLocal),
    apiKeys,
    webhook: readWebhook(env),
  }

  if (apiUrl === undefined) checkEmulatorPort(env, addresses)
  if (apiUrl === undefined && config.workerOnly) {
    problems.push(
      'WORKER_ONLY: needs the web process’s Yoti credentials, because an emulator of its own would not have the web process’s sessions. Set YOTI_CLIENT_SDK_ID, YOTI_KEY_FILE_PATH and YOTI_IDV_API_URL as for the web process.',
    )
  }
  runCrossChecks(env, config, apiKeys.length > 0)
  warnAboutUnknownVariables(env, Object.keys(variables))
  return { config, secrets, problems, warnings }
}

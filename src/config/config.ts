import type { KeyObject } from 'node:crypto'
import { parsePrivateKey, PrivateKeyError } from '../yoti/private-key.js'
import { readBrands } from './brands.js'
import { readCallers } from './callers.js'
import {
  findContradictions,
  findWarnings,
  getMinResourcesTtl,
  hasApiCallers,
} from './cross-checks.js'
import { isSqlite, readDatabaseCertificates } from './database-url.js'
import {
  ConfigError,
  isInFile,
  isServiceLink,
  normaliseEnvironment,
  readSecretFiles,
  type Environment,
} from './environment.js'
import { readOrProblem, readTextFile, readVersion } from './files.js'
import { readCustomCatalogues } from './locales.js'
import {
  findPublicOrigin,
  getBareHost,
  isLoopback,
  isPrivateAddress,
  listOwnAddresses,
} from './network.js'
import { readPresets } from './presets.js'
import { LIVE_API_URL, LIVE_AUTH_URL } from './schemas.js'
import { parseVariable, VARIABLES, type Values, type VariableName } from './variables.js'

export type Target = NonNullable<Values['YOTI_TARGET']>

export type Config = ReturnType<typeof readConfig>['config']
export type Build = Config['build']
export type Secrets = ReturnType<typeof readConfig>['secrets']

/** The Yoti application's credentials. */
export interface Application {
  sdkId: string
  key: KeyObject
}

/** @throws ConfigError */
export function parseConfig(
  ...input: Parameters<typeof readConfig>
): Omit<ReturnType<typeof readConfig>, 'problems'> {
  const { problems, ...rest } = readConfig(...input)
  if (problems.length > 0) throw new ConfigError(problems)
  return rest
}

const YOTI_VARIABLES = [
  'YOTI_CLIENT_SDK_ID',
  'YOTI_KEY',
  'YOTI_KEY_FILE_PATH',
  'YOTI_IDV_API_URL',
] as const

/** Uses the default for each invalid variable and lists the problems. */
export function readConfig(
  environment: Environment,
  ownAddresses: readonly string[] = listOwnAddresses(),
) {
  const { values: texts, problems, warnings } = normaliseEnvironment(environment)
  readSecretFiles(texts, problems)
  const isSet = (name: VariableName) => texts.has(name) || isInFile(name, texts)
  const given = readValues(texts, problems)

  const { HTTPS: https, PORT: port, EMULATOR_PORT: emulatorPort } = given
  const defaultHost = https === 'off' ? '127.0.0.1' : '0.0.0.0'
  const { HOST: host = defaultHost, EMULATOR_HOST: emulatorHost = defaultHost } = given
  const defaultBaseUrl =
    https === 'off'
      ? `http://localhost:${port}`
      : findPublicOrigin(host, port, 'localhost', ownAddresses)
  const values = {
    ...given,
    YOTI_APP_BASE_URL: given.YOTI_APP_BASE_URL ?? defaultBaseUrl,
    OWNER_IDLE_TIMEOUT:
      given.OWNER_IDLE_TIMEOUT ?? Math.max(86_400, given.CLIENT_SESSION_TOKEN_TTL),
    PUBLIC_START: given.PUBLIC_START ?? !hasApiCallers(isSet),
    RESOURCES_TTL:
      given.RESOURCES_TTL ?? Math.max(604_800, getMinResourcesTtl(given.CLIENT_SESSION_TOKEN_TTL)),
  }
  const baseUrl = values.YOTI_APP_BASE_URL
  // Browsers warn about a self-signed certificate, which makes clear that the site is not public.
  const localHosts = new Set(https === 'off' ? [] : ownAddresses.filter(isPrivateAddress))
  const isLocal = (text: string) => {
    const url = new URL(text)
    return isLoopback(url) || localHosts.has(getBareHost(url))
  }

  const usesYoti = YOTI_VARIABLES.some(isSet)
  const apiUrl = values.YOTI_IDV_API_URL ?? (usesYoti ? LIVE_API_URL : undefined)
  const target = deriveTarget(apiUrl, isLocal)
  const areBothLocal = isLocal(baseUrl) && (apiUrl === undefined || isLocal(apiUrl))
  const notificationsEnabled = areBothLocal || (baseUrl.startsWith('https:') && https === 'off')

  const emulator = {
    host: emulatorHost,
    port: emulatorPort,
    speed: given.EMULATOR_SPEED,
    recordContent: given.EMULATOR_RECORD_CONTENT,
    ...(https !== 'off' && {
      publicUrl: findPublicOrigin(emulatorHost, emulatorPort, '127.0.0.1', ownAddresses),
    }),
  }

  const presets = readPresets(values.SESSION_SPEC_FILE, problems, warnings)
  const { OUTCOME_WEBHOOK_URL: url, OUTCOME_WEBHOOK_SECRET: webhookSecrets = [] } = values
  /** Secret as a whole, because the URL may contain a token. */
  const webhook = url === undefined ? undefined : { url, secrets: webhookSecrets }
  const returnUrlOrigins = values.RETURN_URL_ORIGINS ?? []
  const callers = readCallers(
    {
      path: values.CALLERS_FILE,
      apiKeys: values.API_KEYS ?? [],
      defaults: { webhook, returnUrlOrigins, dailyLimit: values.DAILY_LIMIT },
      presetNames: [...presets.presets.keys()],
    },
    problems,
  )
  /** May be logged. */
  const config = {
    target,
    /** The API's base URL; undefined if the server starts its own emulator. */
    apiUrl,
    auth: values.YOTI_AUTH,
    /** See `getAuthUrl`. */
    authUrl: values.YOTI_AUTH_URL,
    /** `self-signed`: https with a generated certificate, for development. */
    https,
    /** Where browsers and Yoti reach this server, without a trailing slash. */
    baseUrl,
    host,
    port,
    /** A separate port for metrics and readiness; undefined: `port`. */
    opsPort: values.OPS_PORT,
    /** `publicUrl` is set only if it is not simply host and port. */
    emulator,
    trustProxy: values.TRUST_PROXY,
    /** Whether Yoti can reach this server. */
    notificationsEnabled,
    databaseEngine: isSqlite(values.DATABASE_URL) ? ('sqlite' as const) : ('postgres' as const),
    /** Whether the server migrates the database at startup. */
    migrate: values.MIGRATE,
    workerOnly: values.WORKER_ONLY,
    /** Whether anyone may start a session at `GET /`. */
    publicStart: values.PUBLIC_START,
    /** Whether a signup backend may create sessions and read their results. */
    apiEnabled: hasApiCallers(isSet),
    returnUrlOrigins,
    resultsPage: values.RESULTS_PAGE ?? (target === 'live' ? 'outcome' : 'full'),
    /** Of the start page, and of callers without their own. */
    dailyLimit: values.DAILY_LIMIT,
    ...presets,
    brands: readBrands(
      values.BRAND_FILE,
      values.BUSINESS_NAME,
      callers.map(({ name }) => name),
      problems,
    ),
    catalogues: readCustomCatalogues(values.LOCALES_DIR, problems, warnings),
    scenariosDir: values.SCENARIOS_DIR,
    clientSessionTokenTtl: values.CLIENT_SESSION_TOKEN_TTL,
    resourcesTtl: values.RESOURCES_TTL,
    eraseAfterMs: values.ERASE_AFTER,
    eventRetentionMs: values.EVENT_RETENTION,
    /** Seconds until a browser no longer owns its sessions. */
    ownerIdleTimeout: values.OWNER_IDLE_TIMEOUT,
    ownerLifetime: values.OWNER_LIFETIME ?? values.RESOURCES_TTL,
    rateLimit: values.RATE_LIMIT,
    logLevel: values.LOG_LEVEL,
    build: { version: readVersion(), commit: values.GIT_COMMIT ?? 'unknown' },
    /** `stdout`, `off` or a file. */
    auditLog: values.AUDIT_LOG,
    shutdownTimeoutSeconds: values.SHUTDOWN_TIMEOUT,
    shutdownDelaySeconds: values.SHUTDOWN_DELAY,
    keepAliveTimeoutSeconds: values.KEEP_ALIVE_TIMEOUT,
    headersTimeoutSeconds: values.HEADERS_TIMEOUT,
    requestTimeoutSeconds: values.REQUEST_TIMEOUT,
    maxConnections: values.MAX_CONNECTIONS,
    maxBodyBytes: values.MAX_BODY_SIZE * 1024,
    maxImageBytes: values.MAX_IMAGE_SIZE * 1024,
    maxNotificationBytes: values.MAX_NOTIFICATION_SIZE * 1024,
  }
  /** Separate from the config, so that the config can be logged. */
  const secrets = {
    /** undefined if the server starts its own emulator. */
    application: readApplication(values, problems),
    /** May contain a password. */
    databaseUrl: values.DATABASE_URL,
    /** The first signs, all verify; undefined if this machine generates one. */
    appSecrets: values.APP_SECRET,
    callers,
    /** For the sessions of the start page, and of callers without their own. */
    webhook,
  }
  readDatabaseCertificates(values.DATABASE_URL, problems)
  const checked = { values, isSet, isLocal, apiUrl, target, notificationsEnabled }
  problems.push(...findContradictions(checked))
  warnings.push(...findWarnings(checked), ...findUnknownVariables([...texts.keys()]))
  return { config, secrets, problems, warnings }
}

function readValues(texts: ReadonlyMap<string, string>, problems: string[]): Values {
  const entries = (Object.keys(VARIABLES) as VariableName[]).map((name) => {
    const parsed = parseVariable(name, texts.get(name))
    problems.push(...parsed.problems)
    return [name, parsed.value] as const
  })
  return Object.fromEntries(entries) as Values
}

function deriveTarget(apiUrl: string | undefined, isLocal: (url: string) => boolean): Target {
  if (apiUrl === undefined || isLocal(apiUrl)) return 'emulator'
  return new URL(apiUrl).pathname.endsWith('/sandbox/idverify/v1') ? 'sandbox' : 'live'
}

/** Where access tokens are requested; undefined if each request is signed instead. */
export function getAuthUrl(
  { auth, authUrl, target }: Pick<Config, 'auth' | 'authUrl' | 'target'>,
  apiUrl: string,
): string | undefined {
  if (auth === 'digest') return undefined
  const ownUrl = target === 'emulator' ? new URL('/v1/oauth/token', apiUrl).href : LIVE_AUTH_URL
  return authUrl ?? ownUrl
}

/** undefined if the credentials are not set or incomplete. */
function readApplication(
  { YOTI_CLIENT_SDK_ID: sdkId, YOTI_KEY: ownText, YOTI_KEY_FILE_PATH: path }: Values,
  problems: string[],
): Application | undefined {
  if (ownText !== undefined && path !== undefined) return undefined
  const variable = path === undefined ? 'YOTI_KEY' : 'YOTI_KEY_FILE_PATH'
  const text = path === undefined ? ownText : readOrProblem(variable, path, problems, readTextFile)
  if (text === undefined) return undefined
  try {
    const key = parsePrivateKey(text, variable)
    return sdkId === undefined ? undefined : { sdkId, key }
  } catch (err) {
    if (!(err instanceof PrivateKeyError)) throw err
    problems.push(err.message)
    return undefined
  }
}

/** Only this server's variables have these prefixes, so an unknown one is probably misspelled. */
const OWN_PREFIXES = ['YOTI_', 'EMULATOR_', 'OUTCOME_WEBHOOK_']

function findUnknownVariables(names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const prefix = OWN_PREFIXES.find((each) => name.startsWith(each))
    if (prefix === undefined || name in VARIABLES || isServiceLink(name)) return []
    const suggestions = Object.keys(VARIABLES).filter((each) => each.startsWith(prefix))
    return [
      `${name} is unknown and has no effect. Use one of ${suggestions.sort().join(', ')}, or unset it.`,
    ]
  })
}

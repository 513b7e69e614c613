import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { readApplication, type Application } from './config/application.js'
import {
  createEnvironment,
  isLoopback,
  onOrOff,
  origin,
  wholeNumber,
} from './config/environment.js'
import { readPreset } from './config/preset.js'
import { LIVE_API, readApiUrl, readTarget, type Target } from './config/target.js'
import { readTtls, type Ttls } from './config/ttls.js'
import { AppError } from './errors.js'
import type { Preset } from './sessions/preset.js'

export interface Config extends Ttls {
  /** The origin where browsers and Yoti reach this server. */
  baseUrl: string
  host: string
  port: number
  target: Target
  /** The API's base URL; undefined when the server starts an emulator of its own. */
  apiUrl: string | undefined
  emulator: { host: string; port: number }
  /** Whether anybody may start a session at `GET /`. */
  publicStart: boolean
  preset: Preset
  /** What the end user sees. */
  resultsPage: 'full' | 'outcome'
  /** How many proxies in front of us to believe. */
  trustProxy: number
  logLevel: string
  /** Seconds that open requests get to finish. */
  shutdownTimeout: number
}

/** Kept apart from the config, so that a config can be logged. */
export interface Secrets {
  /** undefined when the server starts an emulator of its own. */
  application: Application | undefined
}

/** Every problem of the environment at once, each with its remedy. */
export class ConfigError extends AppError {
  constructor(problems: readonly string[]) {
    super('CONFIG', problems.map((problem) => `- ${problem}`).join('\n'))
  }
}

/** @throws ConfigError */
export function parseConfig(
  variables: Record<string, string | undefined>,
  readFile = (path: string) => readFileSync(path, 'utf8'),
): { config: Config; secrets: Secrets; warnings: readonly string[] } {
  const env = createEnvironment(variables)
  const { get, read, problems, warnings } = env
  const readPort = (name: string, fallback: number) =>
    read(name, wholeNumber(1, 65_535), fallback, `a port from 1 to 65535, such as ${fallback}`)

  const port = readPort('PORT', 3000)
  const baseUrl = read(
    'YOTI_APP_BASE_URL',
    origin,
    `http://localhost:${port}`,
    'an origin without a path, such as https://verify.example.com',
  )
  const application = readApplication(env, readFile)
  const givenApiUrl = readApiUrl(env)
  const hasCredentials = ['YOTI_CLIENT_SDK_ID', 'YOTI_KEY', 'YOTI_KEY_FILE_PATH'].some(get)
  const apiUrl = givenApiUrl ?? (hasCredentials ? LIVE_API : undefined)
  const target = readTarget(env, apiUrl, baseUrl)

  const config: Config = {
    baseUrl,
    host: get('HOST') ?? '127.0.0.1',
    port,
    target,
    apiUrl,
    emulator: { host: get('EMULATOR_HOST') ?? '127.0.0.1', port: readPort('EMULATOR_PORT', 4000) },
    publicStart: read('PUBLIC_START', onOrOff, true, 'on or off'),
    preset: readPreset(env, readFile),
    ...readTtls(env),
    resultsPage: read(
      'RESULTS_PAGE',
      z.enum(['full', 'outcome']),
      target === 'live' ? 'outcome' : 'full',
      'full or outcome',
    ),
    trustProxy: read(
      'TRUST_PROXY',
      wholeNumber(0, 10),
      0,
      'the number of proxies in front, 0 to 10',
    ),
    logLevel: read(
      'LOG_LEVEL',
      z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
      'info',
      'fatal, error, warn, info, debug, trace or silent',
    ),
    shutdownTimeout: read('SHUTDOWN_TIMEOUT', wholeNumber(0, 600), 10, 'seconds, 0 to 600'),
  }
  if (apiUrl === undefined && config.emulator.port === port) {
    problems.push('EMULATOR_PORT: is the same as PORT. Give it another, for example 4000.')
  }
  if (baseUrl.startsWith('http:') && !isLoopback(new URL(baseUrl))) {
    warnings.push(
      'YOTI_APP_BASE_URL is http and not on loopback: browsers give no camera to such pages. Use https.',
    )
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return { config, secrets: { application }, warnings }
}

import { generateKeyPair, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import dotenv from 'dotenv'
import { v4 as uuid } from 'uuid'
import { createApp } from '#src/app.js'
import { parseConfig } from '#src/config/config.js'
import { AppError } from '#src/errors.js'
import { createLogger, openLogDestination } from '#src/logger.js'
import { createContext } from '#src/context.js'
import { createManualUser } from './manual-user.js'
import { selectScenarios, assertScenariosFound } from './select-scenarios.js'
import { parseCommand, USAGE } from './command.js'
import { createHeadlessUser } from './headless-user.js'
import { isolateEnvironment, type Environment } from './isolate-environment.js'
import {
  describeUnavailableScenarios,
  loadScenarios,
  SCENARIOS_FOLDER,
} from '#src/scenarios/load-scenarios.js'
import type { Scenario } from '#src/scenarios/scenario.js'
import { loadEmulatorPackage } from '../emulator-package.js'
import { createApiClient } from './api-client.js'
import { runAndReport } from './run-and-report.js'

/** Milliseconds. Short, because no user waits. */
const FAST_TIMELINE = {
  framesAfterUpload: 10,
  automatedChecks: 60,
  expertChecks: 120,
  betweenChecks: 20,
}

const log = (text: string) => void process.stderr.write(text)
const print = (text: string) => void process.stdout.write(text)

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (err) {
  const text = err instanceof AppError ? err.message : ((err as Error).stack ?? String(err))
  log(`${text}\n`)
  process.exitCode = 1
}

async function main(args: readonly string[]): Promise<number> {
  const command = parseCommand(args)
  if (command.kind === 'help') {
    print(USAGE)
    return 0
  }
  dotenv.config({ quiet: true })
  const apiKey = generateSecret()
  const appSecret = generateSecret()
  const environment = isolateEnvironment(process.env, { apiKey, appSecret })
  const { scenarioPresets } = parseConfig(environment).config
  const loaded = loadScenarios(scenarioPresets, command.from)
  const scenarios = [...loaded.scenarios.values()]
  const warning = describeUnavailableScenarios(loaded.unavailable)
  if (warning !== undefined) {
    if (scenarios.length === 0) throw new AppError('NO_SCENARIOS', warning)
    log(`${warning}\n`)
  }
  assertScenariosFound(scenarios, command.from ?? SCENARIOS_FOLDER)
  if (command.kind === 'list') {
    print(command.json ? `${JSON.stringify(scenarios, null, 2)}\n` : formatScenarioList(scenarios))
    return 0
  }
  const chosen = selectScenarios(scenarios, command.names)
  const { captureSession, photograph } = await loadEmulatorPackage()
  await using server = await startServer({ environment, appSecret, scenariosFolder: command.from })
  const { target, baseUrl } = server
  return await runAndReport(chosen, {
    command,
    target,
    apiClient: createApiClient(baseUrl, apiKey),
    user:
      target === 'emulator'
        ? createHeadlessUser(baseUrl, captureSession)
        : createManualUser(process.stdin, log),
    referenceFace: photograph,
    print,
    log,
    isInteractive: process.stderr.isTTY,
    signal: createStopSignal(),
  })
}

interface ServerOptions {
  environment: Environment
  appSecret: string
  scenariosFolder: string | undefined
}

/** A relying-party server on the configured Yoti API. */
async function startServer({ environment, appSecret, scenariosFolder }: ServerOptions) {
  const { target, host, port } = parseConfig(environment).config
  if (target === 'live') throw createLiveTargetError()

  const server = createServer()
  const isEmulated = target === 'emulator'
  await listen(server, isEmulated ? 0 : port, isEmulated ? '127.0.0.1' : host)
  const address = server.address() as AddressInfo
  const overrides = isEmulated ? { YOTI_APP_BASE_URL: `http://localhost:${address.port}` } : {}
  const { config, secrets, warnings } = parseConfig({ ...environment, ...overrides })
  for (const warning of warnings) log(`${warning}\n`)

  const { application, apiUrl } = { ...secrets, ...config }
  const upstream =
    application !== undefined && apiUrl !== undefined
      ? { application, apiUrl, close: () => Promise.resolve() }
      : await startLocalEmulator()
  const logDestination = await openLogDestination(process.stderr, environment.NODE_ENV)
  const context = await createContext(
    { ...config, apiUrl: upstream.apiUrl },
    { ...secrets, application: upstream.application, appSecrets: [appSecret] },
    { scenariosFolder, logger: createLogger(config.logLevel, logDestination) },
  )
  context.worker.start()
  server.on('request', createApp(context))
  return {
    target,
    baseUrl: config.baseUrl,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await context.close()
      await upstream.close()
    },
  }
}

async function startLocalEmulator() {
  const sdkId = uuid()
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const { startEmulator } = await loadEmulatorPackage()
  const emulator = await startEmulator({
    port: 0,
    applications: [{ sdkId, publicKey: pem }],
    timeline: FAST_TIMELINE,
    recordLimit: 0,
  })
  const { apiUrl } = emulator
  return { application: { sdkId, key: privateKey }, apiUrl, close: () => emulator.close() }
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  server.listen(port, host)
  await once(server, 'listening').catch((cause: unknown) => {
    throw new AppError(
      'PORT',
      `PORT: cannot listen on ${host}:${port}. Stop the program that uses it, or set HOST and PORT to a free address.`,
      { cause },
    )
  })
}

function formatScenarioList(scenarios: readonly Scenario[]): string {
  const width = Math.max(...scenarios.map(({ name }) => name.length))
  return scenarios
    .map(({ name, title, description }) => `${name.padEnd(width)}  ${title}. ${description}\n`)
    .join('')
}

function generateSecret(): string {
  return randomBytes(32).toString('hex')
}

function createStopSignal(): AbortSignal {
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stopping.abort()
    })
  }
  return stopping.signal
}

function createLiveTargetError(): AppError {
  return new AppError(
    'LIVE',
    'Scenarios cannot run on live, where checks are real and billed.\nSet YOTI_IDV_API_URL to https://api.yoti.com/sandbox/idverify/v1 with a sandbox application, or unset YOTI_CLIENT_SDK_ID and its key to use the emulator.',
  )
}

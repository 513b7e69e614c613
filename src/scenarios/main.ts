import { generateKeyPair, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import dotenv from 'dotenv'
import { v4 as uuid } from 'uuid'
import { createApp } from '../app.js'
import { parseConfig } from '../config.js'
import { captureSession } from '../emulator/capture-client/capture-session.js'
import { photograph } from '../emulator/capture-client/pictures.js'
import { startEmulator } from '../emulator/start.js'
import { AppError } from '../errors.js'
import { createLogger } from '../logger.js'
import { buildParts } from '../parts.js'
import { createAskedPerson } from './asked-person.js'
import { chooseScenarios, requireScenarios } from './choose-scenarios.js'
import { parseCommand, USAGE } from './command.js'
import { createHeadlessPerson } from './headless-person.js'
import { isolateEnvironment, type Environment } from './isolate-environment.js'
import { listScenarios } from './list-scenarios.js'
import { loadScenarios, SCENARIOS } from './load-scenarios.js'
import { createRelyingBusiness } from './relying-business.js'
import { walkAndReport } from './walk-and-report.js'

/** Milliseconds: nobody watches here. */
const TIMELINE = {
  framesAfterUpload: 10,
  automatedChecks: 60,
  expertChecks: 120,
  betweenChecks: 20,
}

const tell = (text: string) => void process.stderr.write(text)
const print = (text: string) => void process.stdout.write(text)

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (err) {
  const text = err instanceof AppError ? err.message : ((err as Error).stack ?? String(err))
  tell(`${text}\n`)
  process.exitCode = 1
}

async function main(args: readonly string[]): Promise<number> {
  const command = parseCommand(args)
  if (command.kind === 'help') {
    print(USAGE)
    return 0
  }
  dotenv.config({ quiet: true })
  const apiKey = makeSecret()
  const appSecret = makeSecret()
  const environment = isolateEnvironment(process.env, { apiKey, appSecret })
  const { scenarioPresets } = parseConfig(environment).config
  const scenarios = [...loadScenarios(scenarioPresets, command.from).values()]
  requireScenarios(scenarios, command.from ?? SCENARIOS)
  if (command.kind === 'list') {
    print(command.json ? `${JSON.stringify(scenarios, null, 2)}\n` : listScenarios(scenarios))
    return 0
  }
  const chosen = chooseScenarios(scenarios, command.names)
  await using world = await startWorld({ environment, appSecret, scenariosFolder: command.from })
  const { target, baseUrl } = world
  return await walkAndReport(chosen, {
    command,
    target,
    relyingBusiness: createRelyingBusiness(baseUrl, apiKey),
    person:
      target === 'emulator'
        ? createHeadlessPerson(baseUrl, captureSession)
        : createAskedPerson(process.stdin, tell),
    face: photograph,
    print,
    tell,
    isWatched: process.stderr.isTTY,
    signal: listenForStop(),
  })
}

interface WorldOptions {
  environment: Environment
  appSecret: string
  scenariosFolder: string | undefined
}

/** A relying-party server of our own, on Yoti as the environment says. */
async function startWorld({ environment, appSecret, scenariosFolder }: WorldOptions) {
  const { target, host, port } = parseConfig(environment).config
  if (target === 'live') throw refuseLive()

  const server = createServer()
  const isEmulated = target === 'emulator'
  await listen(server, isEmulated ? 0 : port, isEmulated ? '127.0.0.1' : host)
  const address = server.address() as AddressInfo
  const own = isEmulated ? { YOTI_APP_BASE_URL: `http://localhost:${address.port}` } : {}
  const { config, secrets, warnings } = parseConfig({ ...environment, ...own })
  for (const warning of warnings) tell(`${warning}\n`)

  const { application, apiUrl } = { ...secrets, ...config }
  const upstream =
    application !== undefined && apiUrl !== undefined
      ? { application, apiUrl, close: () => Promise.resolve() }
      : await startOwnEmulator()
  const parts = await buildParts({
    ...secrets,
    ...upstream,
    config,
    appSecrets: [appSecret],
    scenariosFolder,
    logger: createLogger(config.logLevel, process.stderr),
  })
  parts.worker.start()
  server.on('request', createApp(parts))
  return {
    target,
    baseUrl: config.baseUrl,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await parts.close()
      await upstream.close()
    },
  }
}

/** With an application made for this run. */
async function startOwnEmulator() {
  const sdkId = uuid()
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const emulator = await startEmulator({
    port: 0,
    applications: [{ sdkId, publicKey: pem }],
    timeline: TIMELINE,
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
      `PORT: nothing can listen at ${host}:${port}. Stop what does, or set HOST and PORT to a free address.`,
      { cause },
    )
  })
}

function makeSecret(): string {
  return randomBytes(32).toString('hex')
}

function listenForStop(): AbortSignal {
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stopping.abort()
    })
  }
  return stopping.signal
}

function refuseLive(): AppError {
  return new AppError(
    'LIVE',
    'Scenarios choose what Yoti answers, and on live nobody can: checks there are real and billed.\nPoint YOTI_IDV_API_URL at https://api.yoti.com/sandbox/idverify/v1 with a sandbox application, or unset YOTI_CLIENT_SDK_ID and its key to use the emulator.',
  )
}

import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { createApp } from '#src/app.js'
import { getAuthUrl, parseConfig, type Config } from '#src/config/config.js'
import { loadEnvironmentFile } from '#src/config/environment.js'
import { findProxy } from '#src/config/network.js'
import { createContext } from '#src/context.js'
import { AppError } from '#src/errors.js'
import { closeServer, listen } from '#src/listen.js'
import { createLogger, openLogDestination } from '#src/logger.js'
import { startOwnEmulator } from '#src/optional-packages.js'
import { listScenarioFolders } from '#src/scenarios/feature.js'
import type { Scenario } from '#src/scenarios/scenario.js'
import { loadEmulatorPackage } from '../emulator-package.js'
import { print, runTool } from '../run-tool.js'
import { createCallApi, type RequestBody } from './call-api.js'
import { OPTIONS, parseCommand, USAGE, type Command } from './command.js'
import { createHeadlessUser } from './headless-user.js'
import { createManualUser } from './manual-user.js'
import {
  buildResultsJson,
  countResults,
  renderJUnit,
  renderJUnitError,
  renderResultsTable,
} from './reports.js'
import type { CaptureClient, ScenarioRun } from './run-scenario.js'
import { runScenarios } from './run-scenarios.js'
import { createAgentClient, findAgentObstacle } from './sandbox-agent.js'
import { listScenarios, selectScenarios } from './select-scenarios.js'

interface EmulatorPackage {
  captureSession: CaptureClient
  photograph: RequestBody
}

/** Milliseconds. Short, because no user waits. */
const FAST_TIMELINE = {
  framesAfterUpload: 10,
  automatedChecks: 60,
  expertChecks: 120,
  betweenChecks: 20,
}

/** Variables of the server that could disturb a run. */
const UNUSED_VARIABLES =
  `API_KEYS_FILE APP_SECRET_FILE CALLERS_FILE DATABASE_URL_FILE ERASE_AFTER MIGRATE OPS_PORT
  OUTCOME_WEBHOOK_SECRET OUTCOME_WEBHOOK_SECRET_FILE OUTCOME_WEBHOOK_URL PUBLIC_START
  RETURN_URL_ORIGINS WORKER_ONLY`.split(/\s+/)

const API_KEY = randomBytes(32).toString('hex')
/** The shell's exit code for Ctrl-C. */
const INTERRUPTED_EXIT_CODE = 130

const log = (text: string) => void process.stderr.write(text)

await runTool({
  usage: USAGE,
  options: OPTIONS,
  allowPositionals: true,
  async run(values, names) {
    const command = parseCommand(values, names)
    try {
      return await execute(command)
    } catch (err) {
      if (err instanceof AppError && !command.list) reportFailure(command, err)
      throw err
    }
  },
})

async function execute(command: Command): Promise<number> {
  loadEnvironmentFile(process.env)
  const environment = isolateEnvironment(process.env)
  const { config } = parseConfig(environment)
  const folders = listScenarioFolders({ ...config, scenariosFolder: command.from })
  const scenarios = listScenarios(config.scenarioPresets, log, folders)
  if (command.list) {
    print(command.json ? JSON.stringify(scenarios, null, 2) : formatScenarioList(scenarios))
    return 0
  }
  const chosen = selectScenarios(scenarios, command.names, command.tags)
  // Before the run, which may be long.
  if (command.junit !== undefined) writeReport(command.junit, '', 'a')
  const { captureSession, photograph } = await loadEmulatorPackage<EmulatorPackage>()
  await using server = await startServer(environment, config, command)
  const { target, baseUrl, agentClient } = server
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stopping.abort()
    })
  }
  const isEmulated = target === 'emulator'
  const findObstacle = isEmulated ? () => undefined : findAgentObstacle
  const headlessUser = createHeadlessUser(baseUrl, isEmulated ? captureSession : agentClient)
  const manualUser = createManualUser(process.stdin, log)
  const start = performance.now()
  const runs = await runScenarios(chosen, {
    ...command,
    target,
    callApi: createCallApi(baseUrl, API_KEY),
    runSession: (session) =>
      findObstacle(session.scenario) === undefined ? headlessUser(session) : manualUser(session),
    findObstacle,
    hasUser: command.attended === true || process.stdin.isTTY,
    referenceFace: photograph,
    log,
    signal: stopping.signal,
  })
  reportRuns(command, target, runs, (performance.now() - start) / 1000)
  if (runs.length < chosen.length) {
    log(`Stopped after ${runs.length} of ${chosen.length} scenarios.\n`)
    return INTERRUPTED_EXIT_CODE
  }
  const { passed, failed } = countResults(runs)
  return failed === 0 && passed > 0 ? 0 : 1
}

/** In the requested formats. */
function reportRuns(
  { json, junit }: Command,
  target: string,
  runs: readonly ScenarioRun[],
  seconds: number,
): void {
  if (json) print(JSON.stringify(buildResultsJson(target, runs), null, 2))
  else if (runs.length > 0) print(`\n${renderResultsTable(runs)}`)
  if (junit !== undefined) writeReport(junit, renderJUnit(target, runs, seconds), 'w')
}

/** Why nothing ran, in the requested formats. */
function reportFailure({ json, junit }: Command, { code, message }: AppError): void {
  if (json) print(JSON.stringify({ error: { code, message } }, null, 2))
  if (junit !== undefined && code !== 'JUNIT') writeReport(junit, renderJUnitError(message), 'w')
}

function writeReport(file: string, report: string, flag: 'a' | 'w'): void {
  try {
    writeFileSync(file, report, { flag })
  } catch (cause) {
    throw new AppError(
      'JUNIT',
      `--junit: cannot write to ${resolve(file)}. Specify a file in an existing folder that you can write to.`,
      { cause },
    )
  }
}

type Environment = Record<string, string | undefined>

/** Keeps the Yoti settings, but uses an in-memory database, no webhooks and one API caller. */
function isolateEnvironment(environment: Environment): Environment {
  return {
    ...environment,
    API_KEYS: `scenarios:${API_KEY}`,
    APP_SECRET: randomBytes(32).toString('hex'),
    AUDIT_LOG: 'off',
    DATABASE_URL: 'file::memory:',
    LOG_LEVEL: environment.LOG_LEVEL ?? 'error',
    RATE_LIMIT: 'off',
    RESULTS_PAGE: 'full',
    ...Object.fromEntries(UNUSED_VARIABLES.map((name) => [name, undefined])),
  }
}

/** A relying-party server on the configured Yoti API. */
async function startServer(
  environment: Environment,
  { target, host, port }: Config,
  { from: scenariosFolder, concurrency }: Command,
) {
  if (target === 'live') {
    throw new AppError(
      'LIVE',
      'Scenarios cannot run on live, where checks are real and billed.\nSet YOTI_IDV_API_URL to https://api.yoti.com/sandbox/idverify/v1 with a sandbox application, or unset YOTI_CLIENT_SDK_ID and its key to use the emulator.',
    )
  }
  const isEmulated = target === 'emulator'
  const server = createServer()
  await listen(server, isEmulated ? 0 : port, isEmulated ? '127.0.0.1' : host, 'PORT')
  const address = server.address() as AddressInfo
  const overrides = isEmulated ? { YOTI_APP_BASE_URL: `http://localhost:${address.port}` } : {}
  const { config, secrets, warnings } = parseConfig({ ...environment, ...overrides })
  for (const warning of warnings) log(`${warning}\n`)

  const { application, apiUrl } = { ...secrets, ...config }
  const upstream =
    application !== undefined && apiUrl !== undefined
      ? { application, apiUrl, close: () => Promise.resolve() }
      : await startOwnEmulator({ port: 0, timeline: FAST_TIMELINE, recordLimit: 0 })
  const logDestination = await openLogDestination(process.stderr, environment.NODE_ENV)
  const context = await createContext(
    { ...config, apiUrl: upstream.apiUrl },
    { ...secrets, application: upstream.application, appSecrets: secrets.appSecrets ?? [] },
    { scenariosFolder, logger: createLogger(config.logLevel, logDestination) },
  )
  const agentClient = createAgentClient({
    ...upstream.application,
    apiUrl: upstream.apiUrl,
    authUrl: getAuthUrl(config, upstream.apiUrl),
    findProxy,
    maxSockets: concurrency,
  })
  context.worker.start()
  server.on('request', createApp(context))
  return {
    target,
    baseUrl: config.baseUrl,
    agentClient,
    async [Symbol.asyncDispose]() {
      await closeServer(server, 0)
      agentClient.close()
      await context.close()
      await upstream.close()
    },
  }
}

function formatScenarioList(scenarios: readonly Scenario[]): string {
  const width = Math.max(...scenarios.map(({ name }) => name.length))
  return scenarios
    .map(
      ({ name, title, description, tags }) =>
        `${name.padEnd(width)}  ${title}. ${description}${tags.length > 0 ? ` [${tags.join(', ')}]` : ''}`,
    )
    .join('\n')
}

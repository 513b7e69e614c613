import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { setDefaultAutoSelectFamilyAttemptTimeout } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { createApp } from './app.js'
import { readOrCreateAppSecret } from './config/app-secret.js'
import { parseConfig, type Config, type Secrets } from './config/config.js'
import { loadEnvironmentFile } from './config/environment.js'
import { listCertificateHosts } from './config/network.js'
import { describeRetention } from './config/retention.js'
import { createContext } from './context.js'
import { AppError } from './errors.js'
import { answerClientErrors, limitRequests } from './http/admission.js'
import { getBasePath } from './http/base-url.js'
import { createMessageClasses } from './http/message-classes.js'
import { createTexts } from './http/texts.js'
import { closeServer, limitConnections, listen, SERVER_OPTIONS, toListenError } from './listen.js'
import { createLogger, openLogDestination } from './logger.js'
import { createOpsApp } from './ops/routes.js'
import {
  loadCertificatePackage,
  startOwnEmulator,
  type TlsCertificate,
} from './optional-packages.js'
import { buildClientUrl } from './yoti/web-client.js'

/** A job that has started may still need this long for its call to Yoti and its queries. */
const MAX_JOB_DURATION_MS = 30_000
const ADDRESS_TIMEOUT_MS = 1000
/** npm passes Ctrl-C on, so the process receives one twice. */
const SECOND_INTERRUPT_AFTER_MS = 500

try {
  await run()
} catch (err) {
  const reason = err instanceof AppError ? err.message : ((err as Error).stack ?? String(err))
  process.stderr.write(`The server cannot start:\n${reason}\n`)
  process.exit(1)
}

async function run(): Promise<void> {
  // By default Node opens its inspector, which executes any code.
  process.on('SIGUSR1', () => undefined)
  loadEnvironmentFile(process.env)
  // Node's 250 ms for each address but the last are too few for a distant one.
  setDefaultAutoSelectFamilyAttemptTimeout(ADDRESS_TIMEOUT_MS)
  const { config, secrets, warnings } = parseConfig(process.env)
  const counts = { refusedRequests: 0, refusedConnections: 0, droppedLogLines: 0 }
  const count = (what: keyof typeof counts) => () => {
    counts[what] += 1
  }
  const onDropped = count('droppedLogLines')
  // Without a listener, an error of these streams ends the process.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', onDropped)
  const logger = createLogger(
    config.logLevel,
    await openLogDestination(process.stdout, process.env.NODE_ENV, onDropped),
  )
  for (const warning of warnings) logger.warn(warning)
  logger.info(config.build, 'starting')
  logger.info(describeRetention(config))

  const https = config.https === 'self-signed' ? await loadCertificatePackage() : undefined
  const certificate = https?.loadOrCreateCertificate('data', listCertificateHosts(config.baseUrl))
  const yoti = await resolveYoti(config, secrets, certificate)
  if (yoti.inboxUrl !== undefined) logger.info(`the emulator's inbox is at ${yoti.inboxUrl}`)

  let listener: RequestListener = (_req, res) => {
    res.writeHead(503, { 'Retry-After': '1', 'Content-Type': 'text/plain' })
    res.end('Starting. Please try again in a second.\n')
  }
  let isStopping = false
  const handleRequest: RequestListener = (req, res) => {
    // Closes kept connections while requests may still arrive, not when the next one is on its way.
    if (isStopping) res.shouldKeepAlive = false
    listener(req, res)
  }
  const messages = createMessageClasses()
  const serverOptions = { ...SERVER_OPTIONS, ...messages.classes }
  const server =
    certificate === undefined
      ? createServer(serverOptions)
      : createSecureServer({ ...certificate, ...serverOptions })
  const onRefused = count('refusedRequests')
  const texts = createTexts()
  limitRequests(server, handleRequest, texts, onRefused, getBasePath(config.baseUrl))
  answerClientErrors(server, texts)
  const limitWarnings = limitConnections(server, config, count('refusedConnections'))
  for (const warning of limitWarnings) logger.warn(warning)
  // Before the database is opened, so that a second start fails with the port that is taken.
  if (!config.workerOnly) await listen(server, config.port, config.host, 'PORT')
  const context = await createContext(
    { ...config, apiUrl: yoti.apiUrl },
    {
      ...secrets,
      application: yoti.application,
      appSecrets: secrets.appSecrets ?? [readOrCreateAppSecret('data/app-secret')],
    },
    // Only the emulator uses the self-signed certificate.
    {
      logger,
      processCounts: counts,
      ca: config.target === 'emulator' ? certificate?.cert : undefined,
    },
  )
  const app = createApp(context)
  messages.useIn(app)
  listener = app
  const opsServer = createServer(SERVER_OPTIONS, createOpsApp(context))
  if (config.opsPort !== undefined) await listen(opsServer, config.opsPort, config.host, 'OPS_PORT')
  context.worker.start()

  process.on('SIGUSR2', () => {
    context.retryFailed().then(
      (count) => {
        logger.info({ count }, 'failed jobs will be retried')
      },
      (err: unknown) => {
        logger.error({ err }, 'failed jobs could not be retried')
      },
    )
  })

  const stop = async (): Promise<void> => {
    logger.info('shutting down; waiting for open requests')
    isStopping = true
    context.announceShutdown()
    await delay(config.shutdownDelaySeconds * 1000)
    const timeoutMs = config.shutdownTimeoutSeconds * 1000
    setTimeout(() => {
      logger.error('shutdown timed out; unfinished jobs resume at the next start')
      process.exit(1)
    }, timeoutMs + MAX_JOB_DURATION_MS)
    await closeServer(server, timeoutMs)
    opsServer.close()
    opsServer.closeAllConnections()
    await context.close()
    await yoti.close()
  }
  let stoppedAt: number | undefined
  const onStopSignal = (signal: NodeJS.Signals): void => {
    if (stoppedAt === undefined) {
      stoppedAt = performance.now()
      stop().then(
        () => process.exit(0),
        (err: unknown) => {
          logger.error({ err }, 'shutdown failed')
          process.exit(1)
        },
      )
    } else if (signal === 'SIGINT' && performance.now() - stoppedAt > SECOND_INTERRUPT_AFTER_MS) {
      logger.warn('stopped by a second interrupt; unfinished jobs resume at the next start')
      process.exit(130)
    }
  }
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) process.on(signal, onStopSignal)

  // Last, because who has read it may send a signal.
  process.stdout.write(`\n  ${formatReadyMessage(config)}\n\n`)
  if (https !== undefined && certificate !== undefined) {
    const clientUrl = config.target === 'emulator' ? buildClientUrl(yoti.apiUrl) : undefined
    process.stdout.write(https.formatHttpsInstructions(certificate.cert, config.baseUrl, clientUrl))
  }
}

/** Yoti's API as configured, or an emulator of our own. */
async function resolveYoti(
  { apiUrl, emulator }: Config,
  { application }: Secrets,
  tls: TlsCertificate | undefined,
) {
  if (application !== undefined && apiUrl !== undefined) {
    return { application, apiUrl, inboxUrl: undefined, close: () => Promise.resolve() }
  }
  try {
    return await startOwnEmulator({ ...emulator, tls })
  } catch (err) {
    throw toListenError(err, emulator.port, 'EMULATOR_PORT')
  }
}

function formatReadyMessage(config: Config): string {
  const { workerOnly, publicStart, baseUrl, build } = config
  const target = `${formatTarget(config)}; version ${build.version}, commit ${build.commit}`
  if (workerOnly) return `Working for ${baseUrl}  (${target})`
  const note =
    '\n  The start page is closed, which is the default with API_KEYS or CALLERS_FILE. Set PUBLIC_START=on to open it.'
  return `Open ${baseUrl}  (${target})${publicStart ? '' : note}`
}

function formatTarget({ target, apiUrl }: Config): string {
  if (target === 'live') return 'live: checks are real and billed'
  if (target === 'sandbox') return 'Yoti’s sandbox'
  return apiUrl === undefined
    ? 'using the Yoti emulator: no account needed, no real checks'
    : `emulator at ${apiUrl}`
}

import { generateKeyPair } from 'node:crypto'
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { promisify } from 'node:util'
import dotenv from 'dotenv'
import { v4 as uuid } from 'uuid'
import { createApp } from './app.js'
import type { Application } from './config/application.js'
import { readOrCreateAppSecret } from './config/app-secret.js'
import { describeRetention } from './config/retention.js'
import { ConfigError, parseConfig, type Config, type Secrets } from './config/config.js'
import { AppError } from './errors.js'
import {
  loadCertificatePackage,
  loadEmulatorPackage,
  type CertificatePackage,
  type TlsCertificate,
} from './optional-packages.js'
import { listCertificateHosts } from './config/own-addresses.js'
import { closeServer, listen, toListenError } from './listen.js'
import { createLogger, openLogDestination } from './logger.js'
import { createOpsApp } from './ops/routes.js'
import { createContext } from './context.js'
import { buildClientUrl } from './yoti/client-url.js'

/** A job that has started may still need this long for its call to Yoti and its queries. */
const MAX_JOB_DURATION_MS = 30_000

try {
  await run()
} catch (err) {
  process.stderr.write(`${formatStartupError(err)}\n`)
  process.exit(1)
}

async function run(): Promise<void> {
  dotenv.config({ quiet: true })
  const { config, secrets, warnings } = parseConfig(process.env)
  const logger = createLogger(
    config.logLevel,
    await openLogDestination(process.stdout, process.env.NODE_ENV),
  )
  for (const warning of warnings) logger.warn(warning)
  logger.info(describeRetention(config))

  const https = config.https === 'self-signed' ? await requireCertificatePackage() : undefined
  const certificate = https?.loadOrCreateCertificate('data', listCertificateHosts(config.baseUrl))
  const yoti = await resolveYoti(config, secrets, certificate)
  if (yoti.inboxUrl !== undefined) logger.info(`the emulator's inbox is at ${yoti.inboxUrl}`)

  let listener: RequestListener = respondStarting
  const handleRequest: RequestListener = (req, res) => {
    listener(req, res)
  }
  const server =
    certificate === undefined
      ? createServer(handleRequest)
      : createSecureServer(certificate, handleRequest)
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
    { logger, ca: config.target === 'emulator' ? certificate?.cert : undefined },
  )
  listener = createApp(context)
  const opsServer = createServer(createOpsApp(context))
  if (config.opsPort !== undefined) await listen(opsServer, config.opsPort, config.host, 'OPS_PORT')
  context.worker.start()

  process.stdout.write(`\n  ${formatReadyMessage(config)}\n\n`)
  if (https !== undefined && certificate !== undefined) {
    const clientUrl = config.target === 'emulator' ? buildClientUrl(yoti.apiUrl) : undefined
    process.stdout.write(https.formatHttpsInstructions(certificate.cert, config.baseUrl, clientUrl))
  }

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
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stop().then(
        () => process.exit(0),
        (err: unknown) => {
          logger.error({ err }, 'shutdown failed')
          process.exit(1)
        },
      )
    })
  }
}

async function requireCertificatePackage(): Promise<CertificatePackage> {
  const certificatePackage = await loadCertificatePackage()
  if (certificatePackage !== undefined) return certificatePackage
  throw new ConfigError([
    'HTTPS: self-signed needs the folder tools/, which this installation does not include. Set HTTPS=off and let a proxy terminate TLS.',
  ])
}

interface YotiEndpoint {
  application: Application
  apiUrl: string
  /** Only the emulator has one. */
  inboxUrl?: string
  close: () => Promise<void>
}

/** Starts the emulator, with a new application, unless Yoti credentials are configured. */
async function resolveYoti(
  config: Config,
  secrets: Secrets,
  tls: TlsCertificate | undefined,
): Promise<YotiEndpoint> {
  const { application } = secrets
  if (application !== undefined && config.apiUrl !== undefined) {
    return { application, apiUrl: config.apiUrl, close: () => Promise.resolve() }
  }
  const emulatorPackage = await loadEmulatorPackage()
  if (emulatorPackage === undefined) {
    throw new ConfigError([
      'YOTI_CLIENT_SDK_ID: is not set, and this installation does not include the emulator. Set YOTI_CLIENT_SDK_ID and YOTI_KEY_FILE_PATH to those of your application in Yoti Hub, or install the emulator.',
    ])
  }
  const sdkId = uuid()
  const keys = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const emulator = await emulatorPackage
    .startEmulator({
      ...config.emulator,
      tls,
      applications: [{ sdkId, publicKey }],
      recordContent: false,
    })
    .catch((err: unknown) => {
      throw toListenError(err, config.emulator.port, 'EMULATOR_PORT')
    })
  return {
    application: { sdkId, key: keys.privateKey },
    apiUrl: emulator.apiUrl,
    inboxUrl: emulator.inboxUrl,
    close: () => emulator.close(),
  }
}

function respondStarting(_req: IncomingMessage, res: ServerResponse): void {
  res.writeHead(503, { 'Retry-After': '1', 'Content-Type': 'text/plain' })
  res.end('Starting. Please try again in a second.\n')
}

function formatReadyMessage(config: Config): string {
  const { workerOnly, publicStart, baseUrl } = config
  const target = formatTarget(config)
  if (workerOnly) return `Working for ${baseUrl}  (${target})`
  const note = publicStart
    ? ''
    : '\n  The start page is closed, which is the default when API_KEYS is set. Set PUBLIC_START=on to open it.'
  return `Open ${baseUrl}  (${target})${note}`
}

function formatTarget({ target, apiUrl }: Config): string {
  if (target === 'live') return 'live: checks are real and billed'
  if (target === 'sandbox') return 'Yoti’s sandbox'
  return apiUrl === undefined
    ? 'using the Yoti emulator: no account needed, no real checks'
    : `emulator at ${apiUrl}`
}

function formatStartupError(err: unknown): string {
  if (err instanceof AppError) return `The server cannot start:\n${err.message}`
  return `The server cannot start: ${err instanceof Error ? (err.stack ?? err.message) : String(err)}`
}

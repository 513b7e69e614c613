import { generateKeyPair } from 'node:crypto'
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { once } from 'node:events'
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
import { createLogger, openLogDestination } from './logger.js'
import { createOpsApp } from './ops/app.js'
import { createContext } from './context.js'
import { buildClientUrl } from './yoti/client-url.js'

/** Milliseconds that a piece of work under way may take yet: a call to Yoti and its queries. */
const MAX_JOB_DURATION_MS = 30_000

interface Upstream {
  application: Application
  apiUrl: string
  /** Where an emulator of our own shows what it receives and sends. */
  inboxUrl?: string
  close: () => Promise<void>
}

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
  const upstream = await resolveYoti(config, secrets, certificate)
  const { inboxUrl } = upstream
  if (inboxUrl !== undefined) logger.info(`what the emulator receives is shown at ${inboxUrl}`)
  let listener: RequestListener = respondStarting
  const handle: RequestListener = (req, res) => {
    listener(req, res)
  }
  const server =
    certificate === undefined ? createServer(handle) : createSecureServer(certificate, handle)
  // Before the database, so that a second start is told of the port that is taken.
  if (!config.workerOnly) await listen(server, config.port, config.host, 'PORT')
  const { application, apiUrl } = upstream
  const appSecrets = secrets.appSecrets ?? [readOrCreateAppSecret('data/app-secret')]
  const context = await createContext({
    ...secrets,
    config,
    application,
    apiUrl,
    // Of an emulator only: Yoti’s own certificates are judged as everybody’s.
    ca: config.target === 'emulator' ? certificate?.cert : undefined,
    appSecrets,
    logger,
  })
  listener = createApp(context)
  const ops = createServer(createOpsApp(context))
  if (config.opsPort !== undefined) await listen(ops, config.opsPort, config.host, 'OPS_PORT')
  context.worker.start()
  process.stdout.write(`\n  ${formatReadyMessage(config)}  (${formatTarget(config)})\n\n`)
  if (https !== undefined && certificate !== undefined) {
    const clientUrl = config.target === 'emulator' ? buildClientUrl(apiUrl) : undefined
    process.stdout.write(https.formatHttpsInstructions(certificate.cert, config.baseUrl, clientUrl))
  }

  const stop = async (): Promise<void> => {
    logger.info('stopping: open requests are being finished')
    setTimeout(
      () => {
        logger.error(
          'something does not end: stopping without it. Durable work goes on at the next start',
        )
        process.exit(1)
      },
      config.shutdownTimeoutSeconds * 1000 + MAX_JOB_DURATION_MS,
    )
    const forceCloseTimer = setTimeout(() => {
      server.closeAllConnections()
    }, config.shutdownTimeoutSeconds * 1000)
    if (server.listening) {
      server.close()
      server.closeIdleConnections()
      await once(server, 'close')
    }
    clearTimeout(forceCloseTimer)
    ops.close()
    ops.closeAllConnections()
    await context.close()
    await upstream.close()
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
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stop().then(
        () => process.exit(0),
        (err: unknown) => {
          logger.error({ err }, 'the server did not stop cleanly')
          process.exit(1)
        },
      )
    })
  }
}

/** Yoti as configured, or an emulator of our own with an application made for this run. */
async function resolveYoti(
  config: Config,
  secrets: Secrets,
  tls: TlsCertificate | undefined,
): Promise<Upstream> {
  const { application } = secrets
  if (application !== undefined && config.apiUrl !== undefined) {
    return { application, apiUrl: config.apiUrl, close: () => Promise.resolve() }
  }
  const [emulatorPackage, keys] = await Promise.all([
    loadEmulatorPackage(),
    promisify(generateKeyPair)('rsa', { modulusLength: 2048 }),
  ])
  if (emulatorPackage === undefined) {
    throw new ConfigError([
      'YOTI_CLIENT_SDK_ID: is not set, and this installation does not include the emulator. Set YOTI_CLIENT_SDK_ID and YOTI_KEY_FILE_PATH to those of your application in Yoti Hub, or install the emulator.',
    ])
  }
  const sdkId = uuid()
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

async function requireCertificatePackage(): Promise<CertificatePackage> {
  const certificatePackage = await loadCertificatePackage()
  if (certificatePackage !== undefined) return certificatePackage
  throw new ConfigError([
    'HTTPS: self-signed needs the folder tools/, which this installation does not include. Set HTTPS=off and let a proxy terminate TLS.',
  ])
}

/** The port is ours before the database is. */
function respondStarting(_req: IncomingMessage, res: ServerResponse): void {
  res.writeHead(503, { 'Retry-After': '1', 'Content-Type': 'text/plain' })
  res.end('Starting. Please try again in a second.\n')
}

async function listen(server: Server, port: number, host: string, variable: string): Promise<void> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (err) {
    throw toListenError(err, port, variable)
  }
}

function toListenError(err: unknown, port: number, variable: string): unknown {
  const { code } = err as { code?: unknown }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    const host = variable.replace('PORT', 'HOST')
    return new ConfigError([
      `${host}: is not an address of this machine. Set it to one, for example ${host}=127.0.0.1, or unset it.`,
    ])
  }
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return err
  const why = code === 'EADDRINUSE' ? 'is taken by another program' : 'may not be used by this user'
  return new ConfigError([
    `${variable}: port ${port} ${why}. Set ${variable} to a free one, for example ${variable}=${port + 10} npm start.`,
  ])
}

function formatReadyMessage({ workerOnly, baseUrl }: Config): string {
  return workerOnly ? `Working for ${baseUrl}` : `Open ${baseUrl}`
}

function formatTarget({ target, apiUrl }: Config): string {
  if (target === 'live') return 'live: checks are real and billed'
  if (target === 'sandbox') return 'Yoti’s sandbox'
  return apiUrl === undefined
    ? 'with an emulator of Yoti: no account needed, nothing is real'
    : `emulator at ${apiUrl}`
}

function formatStartupError(err: unknown): string {
  if (err instanceof AppError) return `The server cannot start:\n${err.message}`
  return `The server cannot start: ${err instanceof Error ? (err.stack ?? err.message) : String(err)}`
}

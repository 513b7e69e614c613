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
import { ConfigError, parseConfig, type Config, type Secrets } from './config.js'
import { AppError } from './errors.js'
import type { Certificate } from './https/certificate.js'
import { describeHttps } from './https/describe-https.js'
import { keepCertificate } from './https/keep-certificate.js'
import { listCertificateHosts } from './https/own-addresses.js'
import { createLogger } from './logger.js'
import { createOpsApp } from './ops/app.js'
import { buildParts } from './parts.js'
import { buildClientUrl } from './yoti/client-url.js'

/** Milliseconds that a piece of work under way may take yet: a call to Yoti and its queries. */
const LONGEST_WORK = 30_000

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
  process.stderr.write(`${explainFailure(err)}\n`)
  process.exit(1)
}

async function run(): Promise<void> {
  dotenv.config({ quiet: true })
  const { config, secrets, warnings } = parseConfig(process.env)
  const logger = createLogger(config.logLevel)
  for (const warning of warnings) logger.warn(warning)

  logger.info(describeRetention(config))
  const certificate =
    config.https === 'self-signed'
      ? keepCertificate('data', listCertificateHosts(config.baseUrl))
      : undefined
  const upstream = await findUpstream(config, secrets, certificate)
  const { inboxUrl } = upstream
  if (inboxUrl !== undefined) logger.info(`what the emulator receives is shown at ${inboxUrl}`)
  let answer: RequestListener = answerStarting
  const handle: RequestListener = (req, res) => {
    answer(req, res)
  }
  const server =
    certificate === undefined ? createServer(handle) : createSecureServer(certificate, handle)
  // Before the database, so that a second start is told of the port that is taken.
  if (!config.workerOnly) await listen(server, config.port, config.host, 'PORT')
  const { application, apiUrl } = upstream
  const appSecrets = secrets.appSecrets ?? [readOrCreateAppSecret('data/app-secret')]
  const parts = await buildParts({
    ...secrets,
    config,
    application,
    apiUrl,
    // Of an emulator only: Yoti’s own certificates are judged as everybody’s.
    ca: config.target === 'emulator' ? certificate?.cert : undefined,
    appSecrets,
    logger,
  })
  answer = createApp(parts)
  const ops = createServer(createOpsApp(parts))
  if (config.opsPort !== undefined) await listen(ops, config.opsPort, config.host, 'OPS_PORT')
  parts.worker.start()
  process.stdout.write(`\n  ${describeRunning(config)}  (${describeTarget(config)})\n\n`)
  if (certificate !== undefined) {
    const clientUrl = config.target === 'emulator' ? buildClientUrl(apiUrl) : undefined
    process.stdout.write(describeHttps(certificate.cert, config.baseUrl, clientUrl))
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
      config.shutdownTimeout * 1000 + LONGEST_WORK,
    )
    const patience = setTimeout(() => {
      server.closeAllConnections()
    }, config.shutdownTimeout * 1000)
    if (server.listening) {
      server.close()
      server.closeIdleConnections()
      await once(server, 'close')
    }
    clearTimeout(patience)
    ops.close()
    ops.closeAllConnections()
    await parts.close()
    await upstream.close()
  }
  process.on('SIGUSR2', () => {
    parts.rerun().then(
      (count) => {
        logger.info({ count }, 'given-up work is tried again')
      },
      (err: unknown) => {
        logger.error({ err }, 'given-up work could not be tried again')
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
async function findUpstream(
  config: Config,
  secrets: Secrets,
  tls: Certificate | undefined,
): Promise<Upstream> {
  const { application } = secrets
  if (application !== undefined && config.apiUrl !== undefined) {
    return { application, apiUrl: config.apiUrl, close: () => Promise.resolve() }
  }
  const [{ startEmulator }, keys] = await Promise.all([
    import('./emulator/start.js'),
    promisify(generateKeyPair)('rsa', { modulusLength: 2048 }),
  ])
  const sdkId = uuid()
  const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const emulator = await startEmulator({
    ...config.emulator,
    tls,
    applications: [{ sdkId, publicKey }],
    recordContent: false,
  }).catch((err: unknown) => {
    throw explainListening(err, config.emulator.port, 'EMULATOR_PORT')
  })
  return {
    application: { sdkId, key: keys.privateKey },
    apiUrl: emulator.apiUrl,
    inboxUrl: emulator.inboxUrl,
    close: () => emulator.close(),
  }
}

/** The port is ours before the database is. */
function answerStarting(_req: IncomingMessage, res: ServerResponse): void {
  res.writeHead(503, { 'Retry-After': '1', 'Content-Type': 'text/plain' })
  res.end('Starting. Please try again in a second.\n')
}

async function listen(server: Server, port: number, host: string, variable: string): Promise<void> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (err) {
    throw explainListening(err, port, variable)
  }
}

function explainListening(err: unknown, port: number, variable: string): unknown {
  const { code } = err as { code?: unknown }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    const host = variable.replace('PORT', 'HOST')
    return new ConfigError([
      `${host}: is no address of this machine. Set it to one, for example ${host}=127.0.0.1, or leave it out.`,
    ])
  }
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return err
  const why = code === 'EADDRINUSE' ? 'is taken by another program' : 'may not be used by this user'
  return new ConfigError([
    `${variable}: port ${port} ${why}. Set ${variable} to a free one, for example ${variable}=${port + 10} npm start.`,
  ])
}

function describeRunning({ workerOnly, baseUrl }: Config): string {
  return workerOnly ? `Working for ${baseUrl}` : `Open ${baseUrl}`
}

function describeTarget({ target, apiUrl }: Config): string {
  if (target === 'live') return 'live: checks are real and billed'
  if (target === 'sandbox') return 'Yoti’s sandbox'
  return apiUrl === undefined
    ? 'with an emulator of Yoti: no account needed, nothing is real'
    : `emulator at ${apiUrl}`
}

function explainFailure(err: unknown): string {
  if (err instanceof AppError) return `The server cannot start:\n${err.message}`
  return `The server cannot start: ${err instanceof Error ? (err.stack ?? err.message) : String(err)}`
}

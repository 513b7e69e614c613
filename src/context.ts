import type { Logger } from 'pino'
import { features, type AppContext, type Feature } from './app.js'
import type { Application, Config, Secrets } from './config/config.js'
import { createWorker, type Worker, type WorkerOptions } from './jobs/worker.js'
import { createLogger } from './logger.js'
import { buildNotificationsConfig } from './notifications/routes.js'
import { createMetrics } from './ops/metrics.js'
import { createReadiness, SHUTTING_DOWN } from './ops/readiness.js'
import { createCipher } from './secrets/cipher.js'
import { createHashUserReference, createNotificationTokens } from './secrets/derived-keys.js'
import { createSessions } from './sessions/sessions.js'
import { openDatabase } from './store/database.js'
import { createJobQueue } from './jobs/queue.js'
import { createLocks } from './jobs/locks.js'
import { createSessionStore } from './store/session-store.js'
import { createAcceptedDocuments } from './web/accepted-documents.js'
import { toStartView } from './web/start-view.js'
import { buildSandboxUrl, createYotiClient } from './yoti/client.js'
import { signRequest } from './yoti/signed-request.js'
import { createSupportedDocumentsCache } from './yoti/supported-documents.js'

/** After startup: of the emulator, if the process has started one. */
export type ContextConfig = Config & { apiUrl: string }
/** After startup: generated, if they were not configured. */
export type ContextSecrets = Secrets & { application: Application; appSecrets: readonly string[] }

export interface ContextOverrides {
  logger?: Logger
  now?: () => number
  /** See YotiClientOptions. */
  ca?: string | undefined
  scenariosFolder?: string | undefined
}

export interface ServerContext extends AppContext {
  worker: Worker
  /** From then on the process is not ready. */
  announceShutdown(): void
  /** Resolves to the number of failed jobs that will run again. */
  retryFailed(): Promise<number>
  close(): Promise<void>
}

/** Creates every long-lived object of the process, once. */
export async function createContext(
  config: ContextConfig,
  secrets: ContextSecrets,
  overrides: ContextOverrides = {},
): Promise<ServerContext> {
  const { baseUrl, target, apiUrl, defaultPreset, eraseAfterMs } = config
  const { application, appSecrets, apiKeys, webhook } = secrets
  const { logger = createLogger(config.logLevel), now = Date.now } = overrides

  const database = await openDatabase(secrets.databaseUrl)
  const locks = createLocks(database.db)
  const queue = createJobQueue(database.db, locks)
  const store = createSessionStore({
    db: database.db,
    cipher: createCipher(appSecrets),
    hashUserReference: createHashUserReference(appSecrets),
    target,
    // The emulator gets a new application at each start.
    application: target === 'emulator' ? undefined : application.sdkId,
  })
  if (eraseAfterMs !== undefined) await store.scheduleErasure(eraseAfterMs, now())

  const metrics = createMetrics({ countJobs: () => queue.count(), now })
  const checkReadiness = createReadiness({
    checks: [
      {
        name: 'database',
        remedy:
          'Check that the database in DATABASE_URL is running and reachable from this machine.',
        check: () => database.check(),
      },
      {
        name: 'key',
        remedy:
          'Set YOTI_KEY or YOTI_KEY_FILE_PATH to the application’s private key, then restart.',
        // The key was parsed at startup, so this only checks that it still signs requests.
        check: async () => {
          await signRequest({ method: 'GET', path: '/', query: [] }, application.key)
        },
      },
    ],
    onFailure: (name, err) => {
      logger.warn({ name, err }, 'not ready')
    },
  })

  const createClient = (url: string) =>
    createYotiClient({
      ...application,
      apiUrl: url,
      ca: overrides.ca,
      onAttempt: (call) => {
        metrics.recordYotiCall(call)
        logger.debug(call, 'call to Yoti')
      },
    })
  const yoti = createClient(apiUrl)
  const sandbox = target === 'live' ? undefined : createClient(buildSandboxUrl(apiUrl))
  const supportedDocuments = createSupportedDocumentsCache({
    getSupportedDocuments: (which) => yoti.raw.getSupportedDocuments(which),
    now,
  })

  const scenarios = findProvided(({ loadScenarios }) =>
    loadScenarios?.({ ...config, scenariosFolder: overrides.scenariosFolder }),
  )
  if (scenarios?.warning !== undefined) logger.warn(scenarios.warning)

  const tokens = createNotificationTokens(appSecrets)
  const sessions = createSessions({
    yoti,
    sandbox,
    store,
    locks,
    target,
    defaultPreset,
    presets: config.presets,
    scenarios: scenarios?.sessionScenarios,
    server: config,
    eraseAfterMs,
    dailyLimitsEnabled: config.rateLimit,
    buildNotificationsConfig: config.notificationsEnabled
      ? (reference) => buildNotificationsConfig(baseUrl, tokens.derive(reference))
      : undefined,
    buildEventPayload: findProvided(({ eventPayloadBuilder }) =>
      eventPayloadBuilder?.({ webhook }),
    ),
    onCreated: metrics.recordSessionState,
    onTransition: metrics.recordTransition,
    onRefreshFailed: (err) => {
      logger.warn({ err }, 'refresh failed; using the stored state')
    },
    now,
  })

  // Webhook jobs wait for a process with OUTCOME_WEBHOOK_URL.
  const handlers: WorkerOptions['handlers'] = { ...sessions.jobHandlers, deliver: undefined }
  const jobContext = { webhook, findSession: (sessionId: string) => store.find(sessionId), now }
  for (const { jobHandlers } of features) Object.assign(handlers, jobHandlers?.(jobContext))
  const worker = createWorker({
    queue,
    handlers,
    now,
    onResult: (job, result) => {
      metrics.recordJobResult(job, result)
      if (!('failed' in result)) return
      const fields = { type: job.type, failed: result.failed }
      if (result.retryAt === undefined) logger.error(fields, 'job failed permanently')
      else logger.warn(fields, 'job failed and will be retried')
    },
    onError: (err) => {
      metrics.recordWorkerError()
      logger.error({ err }, 'unexpected error in the worker; the job will be retried')
    },
  })

  let isShuttingDown = false
  return {
    config,
    apiKeys,
    apiUrl,
    logger,
    yoti,
    sessions,
    scenarios,
    notifications: {
      store,
      queue,
      tokens,
      onReceived: metrics.recordNotification,
      now,
    },
    loadResult:
      config.resultsPage === 'full'
        ? findProvided(({ createResultLoader }) => createResultLoader?.({ yoti }))
        : undefined,
    toStartView: (texts) => toStartView(defaultPreset.spec, config, texts),
    supportedDocuments,
    acceptedDocuments: createAcceptedDocuments({ spec: defaultPreset.spec, supportedDocuments }),
    metrics,
    checkReadiness: () => (isShuttingDown ? Promise.resolve(SHUTTING_DOWN) : checkReadiness()),
    now,
    worker,
    announceShutdown() {
      isShuttingDown = true
    },
    retryFailed: () => queue.retryFailed(now()),
    async close() {
      await worker.stop()
      yoti.close()
      sandbox?.close()
      await database.close()
    },
  }
}

function findProvided<T>(provide: (feature: Feature) => T | undefined): T | undefined {
  return features.map(provide).find((provided) => provided !== undefined)
}

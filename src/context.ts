import type { Logger } from 'pino'
import { features, type AppContext, type Feature } from './app.js'
import type { Application, Config, Secrets } from './config/config.js'
import { buildNotificationsConfig } from './notifications/build-notifications-config.js'
import { createMetrics } from './ops/metrics.js'
import { createReadiness } from './ops/readiness.js'
import { recordTransition, recordJobResult } from './ops/record-metrics.js'
import { createCipher } from './secrets/cipher.js'
import { createHashUserReference } from './secrets/hash-user-reference.js'
import { createNotificationTokens } from './secrets/notification-tokens.js'
import { createTransitionJobs } from './sessions/transition-jobs.js'
import { createSessions } from './sessions/sessions.js'
import { openDatabase } from './store/database.js'
import { scheduleErasure } from './store/schedule-erasure.js'
import { createSessionStore } from './store/session-store.js'
import { createJobQueue } from './store/job-queue.js'
import { createAcceptedDocuments } from './web/accepted-documents.js'
import { toStartView } from './web/start-view.js'
import { createWorker, type Worker, type WorkerOptions } from './jobs/worker.js'
import { createYotiClient } from './yoti/client.js'
import { buildSandboxUrl } from './yoti/sandbox-url.js'
import { buildRequest, signRequest } from './yoti/signed-request.js'
import { createSupportedDocumentsCache } from './yoti/supported-documents-cache.js'

export interface ContextOptions {
  config: Config
  application: Application
  apiUrl: string
  /** See YotiClientOptions. */
  ca?: string | undefined
  databaseUrl: string
  /** Always set: without APP_SECRET, the process generates one. */
  appSecrets: readonly string[]
  apiKeys: Secrets['apiKeys']
  webhook: Secrets['webhook']
  logger: Logger
  scenariosFolder?: string | undefined
  now?: () => number
}

export interface ServerContext extends AppContext {
  worker: Worker
  /** Resolves to the number of failed jobs that will run again. */
  retryFailed(): Promise<number>
  close(): Promise<void>
}

/** Creates every long-lived object of the process, once. */
export async function createContext(options: ContextOptions): Promise<ServerContext> {
  const { config, application, apiUrl, databaseUrl, appSecrets, logger } = options
  const { apiKeys, webhook, now = Date.now } = options
  const {
    defaultPreset: preset,
    presets,
    scenarioPresets,
    target,
    clientSessionTokenTtl,
    resourcesTtl,
  } = config
  const database = await openDatabase(databaseUrl)
  const { eraseAfterMs } = config
  const sessionScope = {
    target,
    // The emulator gets a new application at each start.
    application: target === 'emulator' ? undefined : application.sdkId,
  }
  if (eraseAfterMs !== undefined) {
    await scheduleErasure(database, { eraseAfterMs, ...sessionScope, now: now() })
  }
  const queue = createJobQueue(database)
  const store = createSessionStore({
    database,
    cipher: createCipher(appSecrets),
    hashUserReference: createHashUserReference(appSecrets),
    ...sessionScope,
    jobsForTransition: createTransitionJobs({
      eraseAfterMs,
      buildEventPayload: findProvided(({ eventPayloadBuilder }) =>
        eventPayloadBuilder?.({ webhook }),
      ),
    }),
  })
  const metrics = createMetrics({ countJobs: () => queue.count(), now })
  const tokens = createNotificationTokens(appSecrets)
  const createClient = (baseUrl: string) =>
    createYotiClient({
      ...application,
      apiUrl: baseUrl,
      ca: options.ca,
      onAttempt: (call) => {
        metrics.recordYotiCall(call)
        logger.debug(call, 'call to Yoti')
      },
    })
  const yoti = createClient(apiUrl)
  const scenarios = findProvided(({ loadScenarios }) =>
    loadScenarios?.({ target, apiUrl, scenarioPresets, scenariosFolder: options.scenariosFolder }),
  )
  if (scenarios?.warning !== undefined) logger.warn(scenarios.warning)
  const sandbox = target === 'live' ? undefined : createClient(buildSandboxUrl(apiUrl))
  const supportedDocuments = createSupportedDocumentsCache({
    getSupportedDocuments: (which) => yoti.raw.getSupportedDocuments(which),
    now,
  })
  const sessions = createSessions({
    yoti,
    sandbox,
    store,
    target,
    defaultPreset: preset,
    presets,
    scenarios: scenarios?.sessionScenarios ?? new Map(),
    now,
    eraseAfterMs,
    dailyLimitsEnabled: config.rateLimit,
    server: { baseUrl: config.baseUrl, clientSessionTokenTtl, resourcesTtl },
    buildNotificationsConfig: config.notificationsEnabled
      ? (reference) => buildNotificationsConfig(config.baseUrl, tokens.derive(reference))
      : undefined,
    onCreated: ({ state, outcome }) => {
      metrics.recordSessionState(state, outcome)
    },
    onTransition: (result) => {
      recordTransition(metrics, result)
    },
    onRefreshFailed: (err) => {
      logger.warn({ err }, 'refresh failed; using the stored state')
    },
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
      recordJobResult(metrics, job, result)
      const { type } = job
      if ('failed' in result) {
        const { failed, retryAt } = result
        if (retryAt === undefined) logger.error({ type, failed }, 'job failed permanently')
        else logger.warn({ type, failed }, 'job failed and will be retried')
      }
    },
    onError: (err) => {
      metrics.recordWorkerError()
      logger.error({ err }, 'unexpected error in the worker; the job will be retried')
    },
  })
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
      onReceived: (result) => {
        metrics.recordNotification(result)
      },
      now,
    },
    loadResult:
      config.resultsPage === 'full'
        ? findProvided(({ createResultLoader }) => createResultLoader?.({ yoti }))
        : undefined,
    start: toStartView(preset.spec, config),
    supportedDocuments,
    acceptedDocuments: createAcceptedDocuments({ spec: preset.spec, supportedDocuments }),
    metrics,
    checkReadiness: createReadiness({
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
            await signRequest(
              buildRequest({ method: 'GET', path: '/', query: [] }),
              application.key,
            )
          },
        },
      ],
      onFailure: (name, err) => {
        logger.warn({ name, err }, 'not ready')
      },
    }),
    now,
    retryFailed: () => queue.retryFailed(now()),
    worker,
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

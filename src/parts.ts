import type { Logger } from 'pino'
import { optional, type Parts } from './app.js'
import type { Application } from './config/application.js'
import type { Config, Secrets } from './config.js'
import { describeNotifications } from './notifications/describe-notifications.js'
import { createMetrics } from './ops/metrics.js'
import { createReadiness } from './ops/readiness.js'
import { recordAdvance, recordWork } from './ops/record.js'
import { createResults } from './results/create-results.js'
import { loadScenarios } from './scenarios/load-scenarios.js'
import { createCipher } from './secrets/cipher.js'
import { createHashPerson } from './secrets/hash-person.js'
import { createNotificationTokens } from './secrets/notification-tokens.js'
import { createFollowUp } from './sessions/follow-up.js'
import { bindPresets } from './sessions/session-scenario.js'
import { createSessions } from './sessions/sessions.js'
import { openDatabase } from './store/database.js'
import { scheduleErasure } from './store/schedule-erasure.js'
import { createSessionStore } from './store/session-store.js'
import { createWorkQueue } from './store/work-queue.js'
import { createAcceptedDocuments } from './verify/accepted-documents.js'
import { describeStart } from './verify/describe-start.js'
import { createWorker, type Worker } from './work/worker.js'
import { createYotiClient } from './yoti/client.js'
import { buildSandboxUrl } from './yoti/sandbox-url.js'
import { buildRequest, signRequest } from './yoti/signed-request.js'
import { createSupportedDocumentsCache } from './yoti/supported-documents-cache.js'

export interface PartsOptions {
  config: Config
  application: Application
  apiUrl: string
  /** See YotiClientOptions. */
  ca?: string | undefined
  databaseUrl: string
  /** Not those of the configuration: the process makes one for itself when none is set. */
  appSecrets: readonly string[]
  apiKeys: Secrets['apiKeys']
  webhook: Secrets['webhook']
  logger: Logger
  /** Where the scenarios are, when not in their own place. */
  scenariosFolder?: string | undefined
  now?: () => number
}

/** What the process stops itself, besides what the app needs. */
export interface BuiltParts extends Parts {
  worker: Worker
  /** Makes given-up work due again. Resolves to how many pieces. */
  rerun(): Promise<number>
  close(): Promise<void>
}

/** The composition root: every long-lived part, built once, with what it needs by name. */
export async function buildParts(options: PartsOptions): Promise<BuiltParts> {
  const { config, application, apiUrl, databaseUrl, appSecrets, logger } = options
  const { apiKeys, webhook, now = Date.now } = options
  const { preset, presets, scenarioPresets, target, clientSessionTokenTtl, resourcesTtl } = config
  const database = await openDatabase(databaseUrl)
  const { eraseAfter } = config
  const maker = {
    target,
    // An emulator of our own has another application at each start.
    application: target === 'emulator' ? undefined : application.sdkId,
  }
  if (eraseAfter !== undefined) {
    await scheduleErasure(database, { eraseAfter, ...maker, now: now() })
  }
  const queue = createWorkQueue(database)
  const relyingBusiness = optional.createRelyingBusiness?.({
    apiKeys,
    webhook,
    findSession: (sessionId) => store.find(sessionId),
    now,
  })
  const webhooks = relyingBusiness?.webhooks
  const store = createSessionStore({
    database,
    cipher: createCipher(appSecrets),
    hashPerson: createHashPerson(appSecrets),
    ...maker,
    followUp: createFollowUp({
      eraseAfter,
      describeEvent: webhooks?.describeEvent,
    }),
  })
  const metrics = createMetrics({ countWork: () => queue.count(), now })
  const tokens = createNotificationTokens(appSecrets)
  const openYoti = (baseUrl: string) =>
    createYotiClient({
      ...application,
      apiUrl: baseUrl,
      ca: options.ca,
      onCall: (call) => {
        metrics.yotiCall(call)
        logger.debug(call, 'call to Yoti')
      },
    })
  const yoti = openYoti(apiUrl)
  const scenarios =
    target === 'live' ? undefined : loadScenarios(scenarioPresets, options.scenariosFolder)
  const sandbox = target === 'live' ? undefined : openYoti(buildSandboxUrl(apiUrl))
  const supportedDocuments = createSupportedDocumentsCache({
    getSupportedDocuments: (which) => yoti.asSent.getSupportedDocuments(which),
    now,
  })
  const sessions = createSessions({
    yoti,
    sandbox,
    store,
    target,
    preset,
    presets,
    scenarios: bindPresets(scenarios?.values() ?? [], scenarioPresets),
    now,
    eraseAfter,
    limited: config.rateLimit,
    server: { baseUrl: config.baseUrl, clientSessionTokenTtl, resourcesTtl },
    describeNotifications: config.notifications
      ? (reference) => describeNotifications(config.baseUrl, tokens.make(reference))
      : undefined,
    onCreated: ({ state, outcome }) => {
      metrics.session(state, outcome)
    },
    onAdvance: (advance) => {
      recordAdvance(metrics, advance)
    },
    onUnread: (err) => {
      logger.warn({ err }, 'Yoti could not be asked; going on with what was known')
    },
  })
  const worker = createWorker({
    queue,
    // What was kept to be told waits for a process that has somebody to tell it to.
    handlers: { ...sessions.work, deliver: webhooks?.deliver },
    now,
    onResult: (work, result) => {
      recordWork(metrics, work, result)
      const { kind } = work
      if ('failed' in result) {
        const { failed, again } = result
        if (again === undefined) logger.error({ kind, failed }, 'work was given up')
        else logger.warn({ kind, failed }, 'work failed and is tried again')
      }
    },
    onError: (err) => {
      metrics.workInterrupted()
      logger.error({ err }, 'work was interrupted and is tried again')
    },
  })
  return {
    config,
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
        metrics.notification(result)
      },
      now,
    },
    relyingBusiness,
    results: createResults({ yoti, show: config.resultsPage }),
    start: describeStart(preset.spec, config),
    supportedDocuments,
    acceptedDocuments: createAcceptedDocuments({ spec: preset.spec, supportedDocuments }),
    metrics,
    findReadiness: createReadiness({
      checks: [
        {
          name: 'database',
          remedy: 'See that the database of DATABASE_URL runs and can be reached from here.',
          check: () => database.check(),
        },
        {
          name: 'key',
          remedy:
            'See that YOTI_KEY or YOTI_KEY_FILE_PATH is the application’s private key, and restart.',
          // Read at start: what it must still do is sign, off the main thread as every request to Yoti.
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
    rerun: () => queue.rerun(now()),
    worker,
    async close() {
      await worker.stop()
      yoti.close()
      sandbox?.close()
      await database.close()
    },
  }
}

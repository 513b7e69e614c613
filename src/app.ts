import express, { type Express, type Router } from 'express'
import type { Logger } from 'pino'
import type { Secrets } from './config/config.js'
import { createAssetRoutes } from './http/asset-routes.js'
import { createErrorHandler } from './http/error-handler.js'
import { notFound } from './http/http-error.js'
import { createOwnerCookie } from './http/owner-cookie.js'
import { createPages } from './http/pages.js'
import { createRateLimits, type RateLimits } from './http/rate-limit.js'
import { redirectToCanonicalHost } from './http/redirect-to-canonical-host.js'
import { createRequestLogger } from './http/request-logger.js'
import { requireSameOrigin } from './http/require-same-origin.js'
import { createSecurityHeaders } from './http/security-headers.js'
import { createNotificationRoutes, type NotificationRoutesOptions } from './notifications/routes.js'
import type { Metrics } from './ops/metrics.js'
import type { Readiness } from './ops/readiness.js'
import { createOpsRoutes, createRequestMetrics } from './ops/routes.js'
import type { Results } from './results/results.js'
import { createResultRoutes } from './results/routes.js'
import { createApiFeature } from './api/feature.js'
import type { Scenarios } from './scenarios/load-scenarios.js'
import type { TransitionJobsOptions } from './sessions/transition-jobs.js'
import type { CallerSessions, Session, OwnerSessions } from './sessions/session.js'
import type { AcceptedDocuments } from './web/accepted-documents.js'
import type { StartView } from './web/start-view.js'
import { createHandoverRoutes } from './web/handover-routes.js'
import { createLandingRoutes } from './web/landing-routes.js'
import { createWebRoutes } from './web/routes.js'
import type { WorkerOptions } from './jobs/worker.js'
import type { YotiClient } from './yoti/client.js'
import type { SupportedDocumentsCache } from './yoti/supported-documents-cache.js'

/** What the process has built; see parts.ts. */
export interface AppContext {
  config: {
    baseUrl: string
    https: 'off' | 'self-signed'
    target: string
    trustProxy: number
    rateLimit: boolean
    opsPort: number | undefined
    publicStart: boolean
    handoverEnabled: boolean
    resultsPage: 'full' | 'outcome'
    returnUrlOrigins: readonly string[]
    presets: ReadonlyMap<string, unknown>
  }
  apiUrl: string
  logger: Logger
  yoti: YotiClient
  sessions: OwnerSessions & CallerSessions
  /** undefined on live. */
  scenarios: Scenarios | undefined
  notifications: NotificationRoutesOptions
  metrics: Metrics
  checkReadiness: () => Promise<Readiness>
  /** undefined without its folder. */
  apiFeature: ApiFeature | undefined
  results: Results
  start: StartView
  supportedDocuments: SupportedDocumentsCache
  /** undefined where there is nothing to say about them. */
  acceptedDocuments: AcceptedDocuments | undefined
  now: () => number
}

/** Serves the signup backend, and tells it what came of sessions. */
export interface ApiFeature {
  createRoutes(context: AppContext, limits: RateLimits): Router
  /** undefined when outcomes are told to nobody. */
  webhooks:
    | {
        buildEventPayload: NonNullable<TransitionJobsOptions['buildEventPayload']>
        deliver: WorkerOptions['handlers']['deliver']
      }
    | undefined
}

export type CreateApiFeature = (options: {
  apiKeys: Secrets['apiKeys']
  webhook: Secrets['webhook']
  findSession: (sessionId: string) => Promise<Session | undefined>
  now: () => number
}) => ApiFeature

/** What a cloner may not want comes off: its folder, its import above and its line here. */
export const optionalFeatures: { createApiFeature?: CreateApiFeature } = {
  createApiFeature,
}

export function createApp(context: AppContext): Express {
  const { config, apiUrl, logger, yoti, sessions, results, start, apiFeature } = context
  const { baseUrl, target, publicStart } = config
  const pages = createPages({ target, baseUrl })
  const ownerCookie = createOwnerCookie(baseUrl.startsWith('https:'))
  const showMedia = config.resultsPage === 'full'

  const limits = createRateLimits({ enabled: config.rateLimit, now: context.now })

  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('trust proxy', config.trustProxy)
  app.set('query parser', 'simple')
  app.use(createRequestLogger(logger))
  app.use(createRequestMetrics(context.metrics))
  app.use(['/healthz', '/readyz', '/metrics', '/assets'], limits.plain)
  app.use(createOpsRoutes(config.opsPort === undefined ? context : undefined))
  app.use('/notifications', limits.notifications)
  app.use(createNotificationRoutes(context.notifications))
  app.use(createSecurityHeaders(baseUrl, new URL(apiUrl).origin, config.https))
  app.use(createAssetRoutes())
  if (apiFeature !== undefined) app.use(apiFeature.createRoutes(context, limits))
  app.use(redirectToCanonicalHost(baseUrl))
  app.get(['/', '/privacy-policy', '/success', '/error'], limits.pages)
  app.use(createLandingRoutes(pages))
  app.use('/handover', limits.handover)
  app.post('/sessions', limits.start)
  app.use('/sessions', limits.owned)
  app.use(createHandoverRoutes({ sessions, ownerCookie }))
  app.use(
    createWebRoutes({
      sessions,
      results,
      pages,
      ownerCookie,
      requireSameOrigin: requireSameOrigin(baseUrl),
      start,
      acceptedDocuments: context.acceptedDocuments,
      publicStart,
      handoverEnabled: config.handoverEnabled,
      scenarios: context.scenarios,
      apiUrl,
    }),
  )
  app.use(createResultRoutes({ sessions, yoti, ownerCookie, showMedia }))
  app.use(() => {
    throw notFound()
  })
  app.use(createErrorHandler(pages))
  return app
}

import express, { type Express, type Router } from 'express'
import type { Logger } from 'pino'
import type { Secrets } from './config.js'
import { createAssetRoutes } from './http/assets.js'
import { createErrorHandler } from './http/error-handler.js'
import { notFound } from './http/http-error.js'
import { createOwnerCookie } from './http/owner-cookie.js'
import { createPages } from './http/pages.js'
import { createRateLimits, type RateLimits } from './http/rate-limit.js'
import { redirectToOwnHost } from './http/redirect-to-own-host.js'
import { createRequestLog } from './http/request-log.js'
import { requireOwnOrigin } from './http/require-own-origin.js'
import { createSecurityHeaders } from './http/security-headers.js'
import { createNotificationRoutes, type NotificationRoutesOptions } from './notifications/routes.js'
import type { Metrics } from './ops/metrics.js'
import type { Readiness } from './ops/readiness.js'
import { createOpsRoutes, createRequestMetrics } from './ops/routes.js'
import type { Results } from './results/results.js'
import { createResultRoutes } from './results/routes.js'
import { createRelyingBusiness } from './relying-business/routes.js'
import type { Scenarios } from './scenarios/load-scenarios.js'
import type { FollowUpOptions } from './sessions/follow-up.js'
import type { OrderedSessions, Session, Sessions } from './sessions/session.js'
import type { AcceptedDocuments } from './verify/accepted-documents.js'
import type { StartDescription } from './verify/describe-start.js'
import { createHandoverRoutes } from './verify/handover-routes.js'
import { createLandingRoutes } from './verify/landing-routes.js'
import { createVerifyRoutes } from './verify/routes.js'
import type { WorkerOptions } from './work/worker.js'
import type { YotiClient } from './yoti/client.js'
import type { SupportedDocumentsCache } from './yoti/supported-documents-cache.js'

/** What the process has built; see parts.ts. */
export interface Parts {
  config: {
    baseUrl: string
    https: 'off' | 'self-signed'
    target: string
    trustProxy: number
    rateLimit: boolean
    opsPort: number | undefined
    publicStart: boolean
    handsOver: boolean
    resultsPage: 'full' | 'outcome'
    returnUrlOrigins: readonly string[]
    presets: ReadonlyMap<string, unknown>
  }
  apiUrl: string
  logger: Logger
  yoti: YotiClient
  sessions: Sessions & OrderedSessions
  /** undefined on live. */
  scenarios: Scenarios | undefined
  notifications: NotificationRoutesOptions
  metrics: Metrics
  findReadiness: () => Promise<Readiness>
  /** undefined without its folder. */
  relyingBusiness: RelyingBusiness | undefined
  results: Results
  start: StartDescription
  supportedDocuments: SupportedDocumentsCache
  /** undefined where there is nothing to say about them. */
  acceptedDocuments: AcceptedDocuments | undefined
  now: () => number
}

/** Serves the signup backend, and tells it what came of sessions. */
export interface RelyingBusiness {
  createRoutes(parts: Parts, limits: RateLimits): Router
  /** undefined when outcomes are told to nobody. */
  webhooks:
    | {
        describeEvent: NonNullable<FollowUpOptions['describeEvent']>
        deliver: WorkerOptions['handlers']['deliver']
      }
    | undefined
}

export type CreateRelyingBusiness = (options: {
  apiKeys: Secrets['apiKeys']
  webhook: Secrets['webhook']
  findSession: (sessionId: string) => Promise<Session | undefined>
  now: () => number
}) => RelyingBusiness

/** What a cloner may not want comes off: its folder, its import above and its line here. */
export const optional: { createRelyingBusiness?: CreateRelyingBusiness } = {
  createRelyingBusiness,
}

export function createApp(parts: Parts): Express {
  const { config, apiUrl, logger, yoti, sessions, results, start, relyingBusiness } = parts
  const { baseUrl, target, publicStart } = config
  const pages = createPages({ target, baseUrl })
  const ownerCookie = createOwnerCookie(baseUrl.startsWith('https:'))
  const showMedia = config.resultsPage === 'full'

  const limits = createRateLimits({ enabled: config.rateLimit, now: parts.now })

  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('trust proxy', config.trustProxy)
  app.set('query parser', 'simple')
  app.use(createRequestLog(logger))
  app.use(createRequestMetrics(parts.metrics))
  app.use(['/healthz', '/readyz', '/metrics', '/assets'], limits.plain)
  app.use(createOpsRoutes(config.opsPort === undefined ? parts : undefined))
  app.use('/notifications', limits.notifications)
  app.use(createNotificationRoutes(parts.notifications))
  app.use(createSecurityHeaders(baseUrl, new URL(apiUrl).origin, config.https))
  app.use(createAssetRoutes())
  if (relyingBusiness !== undefined) app.use(relyingBusiness.createRoutes(parts, limits))
  app.use(redirectToOwnHost(baseUrl))
  app.get(['/', '/privacy-policy', '/success', '/error'], limits.pages)
  app.use(createLandingRoutes(pages))
  app.use('/handover', limits.handover)
  app.post('/sessions', limits.start)
  app.use('/sessions', limits.owned)
  app.use(createHandoverRoutes({ sessions, ownerCookie }))
  app.use(
    createVerifyRoutes({
      sessions,
      results,
      pages,
      ownerCookie,
      requireOwnOrigin: requireOwnOrigin(baseUrl),
      start,
      acceptedDocuments: parts.acceptedDocuments,
      publicStart,
      handsOver: config.handsOver,
      scenarios: parts.scenarios,
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

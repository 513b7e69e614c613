import express, { type Express, type Router } from 'express'
import type { Logger } from 'pino'
import { apiFeature } from './api/feature.js'
import type { Build, Config, Secrets } from './config/config.js'
import { isLoopback } from './config/network.js'
import { createAssetRoutes } from './http/asset-routes.js'
import { NotFoundError, type FieldError } from './errors.js'
import { acceptBasePath, redirectToCanonicalHost, requireSameOrigin } from './http/base-url.js'
import { listBrandFiles } from './http/brand.js'
import { createErrorPageHandler } from './http/error-handler.js'
import {
  createIdentifiedOwner,
  createOwnerCookie,
  type IdentifyOwner,
  type OwnerCookie,
} from './http/owner-cookie.js'
import { createPages } from './http/pages.js'
import { createRateLimits, type RateLimits } from './http/rate-limit.js'
import { createRequestLogger } from './http/request-logger.js'
import { createCspReportRoutes, createSecurityHeaders } from './http/security-headers.js'
import type { Texts } from './http/texts.js'
import type { JobHandler } from './jobs/worker.js'
import type { AuditLog } from './logger.js'
import { createNotificationRoutes, type NotificationRoutesOptions } from './notifications/routes.js'
import type { Metrics } from './ops/metrics.js'
import type { Readiness } from './ops/readiness.js'
import { createOpsRoutes } from './ops/routes.js'
import { provideRequestContext } from './request-context.js'
import { resultsFeature } from './results/feature.js'
import { scenariosFeature } from './scenarios/feature.js'
import type { SessionsOptions } from './sessions/options.js'
import type { SessionScenario } from './sessions/preset.js'
import type { Sessions } from './sessions/sessions.js'
import type { SessionStore } from './sessions/store.js'
import { createLinkRoutes } from './web/link-routes.js'
import type { ResultLoader } from './web/outcome-view.js'
import { createWebRoutes, type ScenarioPicker } from './web/routes.js'
import { webhooksFeature } from './webhooks/feature.js'
import type { YotiClient } from './yoti/client.js'
import type { SupportedDocumentsCache } from './yoti/supported-documents.js'

/** An optional part of the server, which runs without it. */
export interface Feature {
  name: string
  /** Accept any host, because a backend or load balancer may use an internal one. */
  routes?: (context: RouteContext) => Router
  /** Accept only the host of the base URL, because cookies are bound to it. */
  pageRoutes?: (context: RouteContext) => Router
  provide?: (context: ProvideContext) => Provided
}

/** What the rest of the server runs without. */
export interface Provided {
  /** If undefined, no outcome events are queued. */
  buildEventPayload?: SessionsOptions['buildEventPayload']
  /** If undefined, events wait for a process that has a webhook. */
  deliver?: JobHandler | undefined
  /** If undefined, pages show only the outcome. */
  loadResult?: ResultLoader
  scenarios?: ScenarioCatalogue
}

export interface ProvideContext extends Config, Pick<Secrets, 'callers' | 'webhook'> {
  apiUrl: string
  scenariosFolder?: string | undefined
  store: Pick<SessionStore, 'find'>
  yoti: YotiClient
  findProxy: (url: string) => string | undefined
  now: () => number
}

/** To remove a feature, delete its line, its import and its folder. */
export const features: readonly Feature[] = [
  apiFeature,
  webhooksFeature,
  resultsFeature,
  scenariosFeature,
]

/** Built by `createContext`. */
export interface AppContext {
  config: Config
  build: Build
  callers: Secrets['callers']
  apiUrl: string
  allTexts: ReadonlyMap<string, Texts>
  logger: Logger
  audit: AuditLog
  yoti: YotiClient
  sessions: Sessions
  scenarios: ScenarioCatalogue | undefined
  notifications: NotificationRoutesOptions
  metrics: Metrics
  checkReadiness: () => Promise<Readiness>
  loadResult: ResultLoader | undefined
  supportedDocuments: SupportedDocumentsCache
  hashUserId: (userId: string) => string
  now: () => number
}

export interface AppOptions {
  /** For an app that has a login: used instead of the owner cookie. */
  identifyOwner?: IdentifyOwner | undefined
}

export interface RouteContext extends AppContext {
  limits: RateLimits
  ownerCookie: OwnerCookie
}

export interface ScenarioCatalogue extends ScenarioPicker {
  /** For API callers: a name, or a scenario itself. */
  resolve(value: string | object): { scenario: SessionScenario } | { errors: FieldError[] }
  /** Lists the scenarios that were left out, if any. */
  warning: string | undefined
}

/** The emulator serves its inbox to its own machine only. */
function findInboxUrl(target: string, apiUrl: string): string | undefined {
  const isHere = target === 'emulator' && isLoopback(new URL(apiUrl))
  return isHere ? new URL('/_emulator', apiUrl).href : undefined
}

/** Another Express app can mount it: `app.use('/kyc', createApp(context))`, with a base URL that ends in `/kyc`. */
export function createApp(context: AppContext, { identifyOwner }: AppOptions = {}): Express {
  const { config, apiUrl, logger, allTexts } = context
  const { baseUrl, brands, target, publicStart } = config
  const inboxUrl = findInboxUrl(target, apiUrl)
  const hasLogin = identifyOwner !== undefined
  const shared = { target, inboxUrl, publicStart, hasLogin }
  const pages = createPages({ allTexts, brands, baseUrl, shared })
  const ownerCookie = hasLogin
    ? createIdentifiedOwner(identifyOwner, context.hashUserId)
    : createOwnerCookie(config, context.sessions)
  const limits = createRateLimits(config.rateLimit)
  const routeContext = { ...context, limits, ownerCookie }
  const pageContext = { ...routeContext, pages, requireSameOrigin: requireSameOrigin(baseUrl) }

  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('trust proxy', config.trustProxy)
  app.set('query parser', 'simple')
  app.use(acceptBasePath(baseUrl))
  app.use(provideRequestContext)
  app.use(createRequestLogger({ ...context, recordRequest: context.metrics.recordRequest }))
  app.use('/assets', limits.plain)
  app.use(createOpsRoutes(config.opsPort === undefined ? context : undefined))
  app.use(createNotificationRoutes(context.notifications))
  app.use(createSecurityHeaders(baseUrl, new URL(apiUrl).origin, config.https))
  app.use(createAssetRoutes(listBrandFiles(brands)))
  app.use(createCspReportRoutes(limits.reports, logger, context.metrics.recordCspViolations))
  for (const feature of features) {
    if (feature.routes !== undefined) app.use(feature.routes(routeContext))
  }
  app.use(redirectToCanonicalHost(baseUrl))
  app.get(['/', '/privacy-policy', '/success', '/error'], limits.pages)
  app.use(['/handover', '/phone'], limits.handover)
  app.post('/sessions', limits.start)
  app.use('/sessions', limits.owned)
  app.use(createLinkRoutes(pageContext))
  app.use(createWebRoutes(pageContext))
  for (const feature of features) {
    if (feature.pageRoutes !== undefined) app.use(feature.pageRoutes(routeContext))
  }
  app.use(() => {
    throw new NotFoundError()
  })
  app.use(createErrorPageHandler(pages, baseUrl))
  return app
}

import { NotFoundError } from '../errors.js'
import { Router, type RequestHandler } from 'express'
import { noStore } from '../http/no-store.js'
import type { SupportedDocumentsCache } from '../yoti/supported-documents.js'
import { createOpenApiRoutes } from './openapi-routes.js'
import { handleApiError } from './handle-api-error.js'
import { createResourceRoutes, type ResourceClient } from './resource-routes.js'
import { createSessionRoutes, type SessionRoutesOptions } from './session-routes.js'

export interface ApiRoutesOptions extends SessionRoutesOptions {
  yoti: ResourceClient
  supportedDocuments: SupportedDocumentsCache
  apiAuth: RequestHandler
  /** For routes without authentication. */
  rateLimit: RequestHandler
}

export function createApiRoutes(options: ApiRoutesOptions): Router {
  const { sessions, yoti, supportedDocuments, apiAuth, rateLimit, baseUrl } = options
  return (
    Router({ strict: true, caseSensitive: true })
      .use(createOpenApiRoutes(baseUrl, rateLimit))
      // First, so that a caller without a key cannot tell which routes exist.
      .use('/api', noStore, apiAuth)
      .use(createSessionRoutes(options))
      .use(createResourceRoutes(sessions, yoti, supportedDocuments))
      .use('/api', () => {
        throw new NotFoundError()
      })
      .use('/api', handleApiError)
  )
}

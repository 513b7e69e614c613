import type { RequestHandler, Router } from 'express'
import { createApiKeyAuth, type ApiKey } from './api-key-auth.js'
import { createApiRoutes, type ApiRoutesOptions } from './api-routes.js'

interface ApiContext extends Pick<
  ApiRoutesOptions,
  'sessions' | 'scenarios' | 'yoti' | 'supportedDocuments' | 'now'
> {
  config: Pick<ApiRoutesOptions, 'baseUrl' | 'returnUrlOrigins'> & {
    presets: ReadonlyMap<string, unknown>
  }
  apiKeys: readonly ApiKey[]
  limits: Record<'api' | 'plain', RequestHandler>
}

export const apiFeature = {
  name: 'api',

  routes: ({ config, apiKeys, limits, ...context }: ApiContext): Router =>
    createApiRoutes({
      ...context,
      baseUrl: config.baseUrl,
      returnUrlOrigins: config.returnUrlOrigins,
      presetNames: [...config.presets.keys()],
      apiAuth: createApiKeyAuth(apiKeys, limits.api),
      rateLimit: limits.plain,
    }),
}

import { Router, type RequestHandler } from 'express'
import { NotFoundError } from '../errors.js'
import { createApiKeyAuth, type ApiKey } from './api-key-auth.js'
import { createOpenApiDocument } from './openapi.js'
import { handleProblem } from './problem.js'
import { createResourceRoutes, type ResourceRoutesOptions } from './resource-routes.js'
import { createSessionRoutes, type SessionRoutesOptions } from './session-routes.js'

interface ApiContext
  extends ResourceRoutesOptions, Pick<SessionRoutesOptions, 'sessions' | 'scenarios' | 'now'> {
  config: Pick<SessionRoutesOptions, 'baseUrl' | 'returnUrlOrigins'> & {
    presets: ReadonlyMap<string, unknown>
  }
  apiKeys: readonly ApiKey[]
  limits: Record<'api' | 'plain', RequestHandler>
}

export const apiFeature = {
  name: 'api',

  routes: (context: ApiContext): Router => {
    const { baseUrl, returnUrlOrigins, presets } = context.config
    const presetNames = [...presets.keys()]
    const openApiDocument = JSON.stringify(createOpenApiDocument(baseUrl))
    return (
      Router({ strict: true, caseSensitive: true })
        .get('/openapi.json', context.limits.plain, (_req, res) => {
          res.setHeader('Cache-Control', 'no-cache')
          res.type('json').send(openApiDocument)
        })
        // First, so that a caller without a key cannot tell which routes exist.
        .use('/api', createApiKeyAuth(context.apiKeys, context.limits.api))
        .use(createSessionRoutes({ ...context, baseUrl, returnUrlOrigins, presetNames }))
        .use(createResourceRoutes(context))
        .use('/api', () => {
          throw new NotFoundError()
        })
        .use('/api', handleProblem)
    )
  },
}

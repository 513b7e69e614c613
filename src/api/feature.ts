import { Router, type RequestHandler } from 'express'
import { NotFoundError } from '../errors.js'
import type { ApiCaller } from '../config/callers.js'
import { createApiKeyAuth } from './api-key-auth.js'
import { createOpenApiDocument } from './openapi.js'
import { handleProblem } from './problem.js'
import { createResourceRoutes, type ResourceRoutesOptions } from './resource-routes.js'
import { createSessionRoutes, type SessionRoutesOptions } from './session-routes.js'

interface ApiContext
  extends
    Omit<ResourceRoutesOptions, 'maxImageBytes'>,
    Pick<SessionRoutesOptions, 'sessions' | 'scenarios' | 'now'> {
  config: Pick<SessionRoutesOptions, 'baseUrl' | 'maxBodyBytes' | 'presets'> &
    Pick<ResourceRoutesOptions, 'maxImageBytes'>
  callers: readonly ApiCaller[]
  limits: Record<'api' | 'plain', RequestHandler>
}

export const apiFeature = {
  name: 'api',

  routes: (context: ApiContext): Router => {
    const { baseUrl } = context.config
    const options = { ...context, ...context.config }
    let openApiDocument: string | undefined
    return (
      Router({ strict: true, caseSensitive: true })
        .get('/openapi.json', context.limits.plain, (_req, res) => {
          res.setHeader('Cache-Control', 'no-cache')
          // Not when the server starts, because building it takes a while.
          openApiDocument ??= JSON.stringify(createOpenApiDocument(baseUrl))
          res.type('json').send(openApiDocument)
        })
        // First, so that a caller without a key cannot tell which routes exist.
        .use('/api', createApiKeyAuth(context.callers, context.limits.api))
        .use(createSessionRoutes(options))
        .use(createResourceRoutes(options))
        .use('/api', () => {
          throw new NotFoundError()
        })
        .use('/api', handleProblem)
    )
  },
}

import { Router, type RequestHandler } from 'express'
import { NotFoundError } from '../errors.js'
import type { ApiCaller } from '../config/callers.js'
import { createApiKeyAuth } from './api-key-auth.js'
import { createOpenApiDocument } from './openapi.js'
import { handleProblem } from './problem.js'
import { createResourceRoutes, type ResourceRoutesContext } from './resource-routes.js'
import { createSessionRoutes, type SessionRoutesContext } from './session-routes.js'

type ApiContext = SessionRoutesContext &
  ResourceRoutesContext & {
    callers: readonly ApiCaller[]
    limits: Record<'api' | 'plain', RequestHandler>
  }

export const apiFeature = {
  name: 'api',

  routes: (context: ApiContext): Router => {
    let openApiDocument: string | undefined
    return (
      Router({ strict: true, caseSensitive: true })
        .get('/openapi.json', context.limits.plain, (_req, res) => {
          res.setHeader('Cache-Control', 'no-cache')
          // Not when the server starts, because building it takes a while.
          openApiDocument ??= JSON.stringify(createOpenApiDocument(context.config.baseUrl))
          res.type('json').send(openApiDocument)
        })
        // First, so that a caller without a key cannot tell which routes exist.
        .use('/api', createApiKeyAuth(context.callers, context.limits.api))
        .use(createSessionRoutes(context))
        .use(createResourceRoutes(context))
        .use('/api', () => {
          throw new NotFoundError()
        })
        .use('/api', handleProblem)
    )
  },
}

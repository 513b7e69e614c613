import { Router, type RequestHandler } from 'express'
import { createOpenApi } from './openapi.js'

export function createOpenApiRoutes(baseUrl: string, limit: RequestHandler): Router {
  const document = JSON.stringify(createOpenApi(baseUrl))
  return Router({ strict: true, caseSensitive: true }).get('/openapi.json', limit, (_req, res) => {
    res.setHeader('Cache-Control', 'no-cache')
    res.type('json').send(document)
  })
}

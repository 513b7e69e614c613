import { Router } from 'express'
import { createOpenApi } from './openapi.js'

export function createOpenApiRoutes(baseUrl: string): Router {
  const document = JSON.stringify(createOpenApi(baseUrl))
  return Router({ strict: true, caseSensitive: true }).get('/openapi.json', (_req, res) => {
    res.setHeader('Cache-Control', 'no-cache')
    res.type('json').send(document)
  })
}

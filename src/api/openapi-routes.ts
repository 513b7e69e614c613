import { Router, type RequestHandler } from 'express'
import { createOpenApiDocument } from './openapi-document.js'

export function createOpenApiRoutes(baseUrl: string, rateLimit: RequestHandler): Router {
  const document = JSON.stringify(createOpenApiDocument(baseUrl))
  return Router({ strict: true, caseSensitive: true }).get(
    '/openapi.json',
    rateLimit,
    (_req, res) => {
      res.setHeader('Cache-Control', 'no-cache')
      res.type('json').send(document)
    },
  )
}

import { join } from 'node:path'
import express, { type Router } from 'express'
import type { Inbox } from './inbox.js'

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export function createInboxRouter(inbox: Inbox, publicDirectory: string): Router {
  const router = express.Router({ strict: true })
  router.use((_req, res, next) => {
    res.set({
      'Content-Security-Policy': CONTENT_SECURITY_POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Cache-Control': 'no-cache',
    })
    next()
  })
  router.get('/', (_req, res) => {
    res.sendFile(join(publicDirectory, 'inbox.html'))
  })
  router.get('/state', (req, res) => {
    const { session } = req.query
    res.json(inbox.read(typeof session === 'string' && session !== '' ? session : undefined))
  })
  router.use('/assets', express.static(join(publicDirectory, 'assets')))
  return router
}

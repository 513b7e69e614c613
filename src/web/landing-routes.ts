import { Router } from 'express'
import type { Pages } from '../http/pages.js'
import { parseErrorCode } from './session-view.js'

/**
 * Yoti's client navigates its iframe here at the end, without this server's cookies. The page only
 * redirects the top window to the session.
 */
export function createLandingRoutes(pages: Pages): Router {
  return Router({ strict: true, caseSensitive: true })
    .get('/success', (_req, res) => {
      pages.send(res, 'landing', { landed: 'success', yotiErrorCode: '' })
    })
    .get('/error', (req, res) => {
      pages.send(res, 'landing', {
        landed: 'error',
        yotiErrorCode: parseErrorCode(req.query.yotiErrorCode),
      })
    })
}

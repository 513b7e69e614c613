import { Router } from 'express'
import type { Pages } from '../http/pages.js'
import { parseErrorCode } from './session-view.js'

/**
 * Where Yoti's page goes at the end, inside our iframe and so without our cookies. A landing shows
 * nothing and looks nothing up: its script moves the top window to the session's own page.
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

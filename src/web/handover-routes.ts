import { NotFoundError, PublicError } from '../errors.js'
import { Router, type Request } from 'express'
import type { OwnerCookie } from '../http/owner-cookie.js'
import type { PageContexts } from '../http/page-context.js'
import type { OwnerSessions } from '../sessions/sessions.js'

interface HandoverRoutesOptions {
  sessions: Pick<OwnerSessions, 'redeemHandover'>
  ownerCookie: OwnerCookie
  contexts: PageContexts
}

/**
 * The first browser that opens the link becomes the owner, and may open it again. HEAD and prefetch requests do not
 * count. A prefetch gets an error, because Chromium shows a stored 204 when the user follows the link.
 */
export function createHandoverRoutes({
  sessions,
  ownerCookie,
  contexts,
}: HandoverRoutesOptions): Router {
  return Router({ strict: true, caseSensitive: true })
    .head('/handover/:token', (_req, res) => {
      res.status(204).end()
    })
    .get('/handover/:token', async (req, res) => {
      if (isPrefetch(req)) {
        res.status(503).setHeader('Cache-Control', 'no-store').end()
        return
      }
      try {
        // The same id when its first answer was lost.
        const owner = ownerCookie.create(req, req.params.token)
        const session = await sessions.redeemHandover(req.params.token, {
          current: ownerCookie.read(req),
          next: owner.ownerHash,
        })
        if (session.ownerHash === owner.ownerHash) owner.save(res)
        contexts.get(res, session, true)
        res.redirect(303, contexts.url(`/sessions/${session.sessionId}`))
      } catch (err) {
        throw err instanceof NotFoundError ? new PublicError('INVALID_LINK') : err
      }
    })
}

function isPrefetch(req: Request): boolean {
  const purpose = `${req.get('Sec-Purpose') ?? ''} ${req.get('Purpose') ?? ''} ${req.get('X-Moz') ?? ''}`
  return /prefetch|prerender|preview/i.test(purpose)
}

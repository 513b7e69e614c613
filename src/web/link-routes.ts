import { Router, type Request, type RequestHandler, type Response } from 'express'
import { renderSVG } from 'uqr'
import { isLoopback } from '../config/network.js'
import { NotFoundError, PublicError, type PublicErrorCode } from '../errors.js'
import type { OwnerCookie } from '../http/owner-cookie.js'
import type { Pages } from '../http/pages.js'
import { parseUuid } from '../http/parse-uuid.js'
import { recordAccess } from '../request-context.js'
import { PHONE_LINK_TTL_MS } from '../sessions/links.js'
import { isErasureRequested, type Session } from '../sessions/session.js'
import type { Sessions } from '../sessions/sessions.js'

export interface LinkRoutesOptions {
  config: { baseUrl: string }
  sessions: Sessions
  pages: Pages
  ownerCookie: OwnerCookie
  requireSameOrigin: RequestHandler
}

/** Shows a link for the owner's phone, or the session's page once there is nothing to capture. */
export function createPhoneLinkPage({ config, sessions, pages }: LinkRoutesOptions) {
  const { baseUrl } = config
  const isUnreachable = isLoopback(new URL(baseUrl))
  return async (res: Response, session: Session): Promise<void> => {
    pages.getContext(res, session)
    const sessionUrl = pages.url(`/sessions/${session.sessionId}`)
    if (session.state !== 'ONGOING' || isErasureRequested(session)) {
      res.redirect(303, sessionUrl)
      return
    }
    const token = await sessions.createPhoneLink(session)
    const link = new URL(pages.url(`/phone/${token}`), baseUrl).href
    pages.send(res, 'phone-link', {
      session,
      link,
      // A reader needs the border of four modules.
      code: isUnreachable ? undefined : renderSVG(link, { border: 4 }),
      minutes: PHONE_LINK_TTL_MS / 60_000,
    })
  }
}

/**
 * The first browser that opens a handover link becomes the owner, and may open it again. HEAD and prefetch requests do
 * not count. A prefetch gets an error, because Chromium shows a stored 204 when the user follows the link.
 *
 * A phone link makes a second browser the phone. GET changes nothing, because link previews request it, too.
 */
export function createLinkRoutes(options: LinkRoutesOptions): Router {
  const { sessions, pages, ownerCookie, requireSameOrigin } = options
  const sendPhoneLink = createPhoneLinkPage(options)
  const redirect = (res: Response, session: Session) => {
    recordAccess(res, session)
    res.redirect(303, pages.url(`/sessions/${session.sessionId}`))
  }

  return Router({ strict: true, caseSensitive: true })
    .head('/handover/:token', (_req, res) => {
      res.status(204).end()
    })
    .get('/handover/:token', async (req, res) => {
      if (isPrefetch(req)) {
        res.status(503).end()
        return
      }
      const { token } = req.params
      // The same id when its first answer was lost.
      const owner = ownerCookie.create(req, token)
      const browser = { current: ownerCookie.read(req), next: owner.ownerHash }
      const session = await sessions
        .redeemHandover(token, browser)
        .catch(explainLink('INVALID_LINK'))
      if (session.ownerHash === owner.ownerHash) owner.save(res)
      pages.getContext(res, session, true)
      redirect(res, session)
    })
    .post('/sessions/:sessionId/phone', requireSameOrigin, async (req, res) => {
      const sessionId = parseUuid(req.params.sessionId)
      const session = await sessions.getForOwner(sessionId, ownerCookie.read(req))
      recordAccess(res, session)
      await sendPhoneLink(res, session)
    })
    .get('/phone/:token', async (req, res) => {
      const { token } = req.params
      const found = sessions.findByPhoneLink(token, ownerCookie.read(req))
      pages.getContext(res, await found.catch(explainLink('INVALID_PHONE_LINK')))
      pages.send(res, 'phone-confirm', { token })
    })
    .post('/phone/:token', requireSameOrigin, async (req, res) => {
      const phone = ownerCookie.create(req)
      const browser = { current: ownerCookie.read(req), next: phone.ownerHash }
      const session = await sessions
        .redeemPhoneLink(String(req.params.token), browser)
        .catch(explainLink('INVALID_PHONE_LINK'))
      if (session.phoneHash === phone.ownerHash) phone.save(res)
      redirect(res, session)
    })
}

const explainLink =
  (code: PublicErrorCode) =>
  (err: unknown): never => {
    throw err instanceof NotFoundError ? new PublicError(code) : err
  }

function isPrefetch(req: Request): boolean {
  const purposes = ['Sec-Purpose', 'Purpose', 'X-Moz'].map((name) => req.get(name))
  return /prefetch|prerender|preview/i.test(purposes.join(' '))
}

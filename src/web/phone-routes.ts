import { Router, type RequestHandler, type Response } from 'express'
import { renderSVG } from 'uqr'
import { isLoopback } from '../config/network.js'
import { NotFoundError, PublicError } from '../errors.js'
import type { OwnerCookie } from '../http/owner-cookie.js'
import type { PageContexts } from '../http/page-context.js'
import type { Pages } from '../http/pages.js'
import { parseUuid } from '../http/parse-uuid.js'
import type { Session } from '../sessions/session.js'
import { PHONE_LINK_TTL_MS, type OwnerSessions } from '../sessions/sessions.js'

export interface PhoneRoutesOptions {
  sessions: OwnerSessions
  pages: Pages
  contexts: PageContexts
  ownerCookie: OwnerCookie
  requireSameOrigin: RequestHandler
  baseUrl: string
}

/** Shows a link for the owner's phone, or the session's page once there is nothing to capture. */
export function createPhoneLinkPage({ sessions, pages, contexts, baseUrl }: PhoneRoutesOptions) {
  const isUnreachable = isLoopback(new URL(baseUrl))
  return async (res: Response, session: Session): Promise<void> => {
    contexts.get(res, session)
    const sessionUrl = contexts.url(`/sessions/${session.sessionId}`)
    if (session.state !== 'ONGOING' || session.erasureRequestedAt !== undefined) {
      res.redirect(303, sessionUrl)
      return
    }
    const token = await sessions.createPhoneLink(session)
    const link = new URL(contexts.url(`/phone/${token}`), baseUrl).href
    pages.send(res, 'phone-link', {
      session,
      link,
      // A reader needs the border of four modules.
      code: isUnreachable ? undefined : renderSVG(link, { border: 4 }),
      minutes: PHONE_LINK_TTL_MS / 60_000,
    })
  }
}

/** The link makes a second browser the phone. GET changes nothing, because link previews request it, too. */
export function createPhoneRoutes(options: PhoneRoutesOptions): Router {
  const { sessions, pages, contexts, ownerCookie, requireSameOrigin } = options
  const sendLink = createPhoneLinkPage(options)

  return Router({ strict: true, caseSensitive: true })
    .post('/sessions/:sessionId/phone', requireSameOrigin, async (req, res) => {
      const sessionId = parseUuid(req.params.sessionId)
      await sendLink(res, await sessions.getForOwner(sessionId, ownerCookie.read(req)))
    })
    .get('/phone/:token', async (req, res) => {
      const { token } = req.params
      const found = sessions.findByPhoneLink(token, ownerCookie.read(req))
      contexts.get(res, await found.catch(explainLink))
      pages.send(res, 'phone-confirm', { token })
    })
    .post('/phone/:token', requireSameOrigin, async (req, res) => {
      const phone = ownerCookie.create(req)
      const browser = { current: ownerCookie.read(req), next: phone.ownerHash }
      const session = await sessions
        .redeemPhoneLink(String(req.params.token), browser)
        .catch(explainLink)
      if (session.phoneHash === phone.ownerHash) phone.save(res)
      res.redirect(303, contexts.url(`/sessions/${session.sessionId}`))
    })
}

function explainLink(err: unknown): never {
  throw err instanceof NotFoundError ? new PublicError('INVALID_PHONE_LINK') : err
}

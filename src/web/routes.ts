import express, { Router, type RequestHandler } from 'express'
import { PublicError } from '../errors.js'
import type { OwnerCookie } from '../http/owner-cookie.js'
import type { Pages } from '../http/pages.js'
import { parseUuid } from '../http/parse-uuid.js'
import type { Texts } from '../http/texts.js'
import { isErasureRequested, isOpen, type Refreshed, type Session } from '../sessions/session.js'
import type { OwnerSessions } from '../sessions/sessions.js'
import { buildClientUrl } from '../yoti/web-client.js'
import type { AcceptedDocuments } from './accepted-documents.js'
import { getClientErrorGuidance } from './client-error-guidance.js'
import { getOutcomeView, type ResultLoader } from './outcome-view.js'
import { parseStartForm, type ScenarioPicker } from './start-form.js'
import type { StartView } from './start-view.js'
import { toProgressSteps } from './to-progress-steps.js'
import {
  choosePage,
  CONFIRMATION_TIMEOUT_SECONDS,
  parseErrorCode,
  parsePageQuery,
  type PageQuery,
  type SessionPage,
} from './session-view.js'

export interface WebRoutesOptions {
  sessions: OwnerSessions
  /** If undefined, the page shows only the outcome. */
  loadResult: ResultLoader | undefined
  pages: Pages
  texts: Texts
  ownerCookie: OwnerCookie
  requireSameOrigin: RequestHandler
  toStartView: (texts: Texts) => StartView
  acceptedDocuments: AcceptedDocuments | undefined
  publicStart: boolean
  apiEnabled: boolean
  scenarios: ScenarioPicker | undefined
  apiUrl: string
}

export function createWebRoutes(options: WebRoutesOptions): Router {
  const { sessions, loadResult, pages, texts, ownerCookie, requireSameOrigin } = options
  const { publicStart, scenarios, acceptedDocuments } = options
  const start = options.toStartView(texts)
  const parseForm = express.urlencoded({ extended: false, limit: '4kb' })

  return Router({ strict: true, caseSensitive: true })
    .get('/', async (req, res) => {
      const latest = await sessions.findLatestForOwner(ownerCookie.ensure(req, res))
      const isLatestOpen = latest !== undefined && isOpen(latest)
      const picker =
        publicStart && scenarios?.toPickerView(isLatestOpen ? latest.scenario : undefined)
      const { country } = req.query
      const mayAsk = acceptedDocuments !== undefined && publicStart
      // Only fetched on request, because it may take up to the timeout.
      const accepted =
        mayAsk && country !== undefined
          ? await acceptedDocuments.getView(country, texts)
          : undefined
      const shown = { latest, isLatestOpen, mayErase: latest !== undefined && canErase(latest) }
      pages.send(res, 'start', { start, publicStart, ...shown, picker, mayAsk, accepted })
    })
    .get('/privacy-policy', (_req, res) => {
      pages.send(res, 'privacy-policy', { start, handsOver: options.apiEnabled })
    })
    .get(['/success', '/error'], (req, res) => {
      // Yoti's client navigates its iframe here at the end, without this server's cookies. The page
      // only redirects the top window to the session.
      const landed = req.path === '/success' ? 'success' : 'error'
      const yotiErrorCode = parseErrorCode(req.query.yotiErrorCode)
      pages.send(res, 'landing', { landed, yotiErrorCode })
    })
    .post('/sessions', requireSameOrigin, parseForm, async (req, res) => {
      if (!publicStart) throw new PublicError('START_CLOSED')
      const owner = ownerCookie.ensure(req, res)
      const session = await sessions.start(owner, parseStartForm(req.body, scenarios))
      res.redirect(303, `/sessions/${session.sessionId}`)
    })
    .get('/sessions/:sessionId', async (req, res) => {
      const refreshed = await sessions.refreshForOwner(
        parseUuid(req.params.sessionId),
        ownerCookie.read(req),
      )
      ownerCookie.ensure(req, res)
      const { session } = refreshed
      const query = parsePageQuery(req.query)
      const view = choosePage(session, query)
      const returnUrl = buildReturnUrl(session)
      if (view === 'results' && returnUrl !== undefined) {
        // Not res.redirect, which encodes it again.
        res.status(303).setHeader('Location', returnUrl).end()
        return
      }
      const model = await toViewModel(view, refreshed, query)
      if (model === undefined) {
        await sessions.markErased(session)
        res.status(410)
        pages.send(res, 'erased', {})
      } else {
        const scenario = scenarios?.toSessionView(session, texts)
        pages.send(res, view, { session, scenario, publicStart, returnUrl, ...model })
      }
    })
    .get('/sessions/:sessionId/status', async (req, res) => {
      const { session } = await sessions.refreshForOwner(
        parseUuid(req.params.sessionId),
        ownerCookie.read(req),
      )
      const { state, outcome } = session
      if (isErasureRequested(session)) {
        res.status(state === 'ERASED' ? 410 : 200).json({ state, erasing: true, steps: [] })
      } else {
        res.json({ state, outcome, steps: toProgressSteps(session, texts) })
      }
    })
    .post('/sessions/:sessionId/delete', requireSameOrigin, async (req, res) => {
      const session = await sessions.getForOwner(
        parseUuid(req.params.sessionId),
        ownerCookie.read(req),
      )
      await sessions.erase(session)
      res.redirect(303, `/sessions/${session.sessionId}`)
    })
    .post('/sessions/:sessionId/finish', requireSameOrigin, async (req, res) => {
      await sessions.getForOwner(parseUuid(req.params.sessionId), ownerCookie.read(req))
      ownerCookie.clear(res)
      res.redirect(303, '/')
    })

  /** Resolves to undefined if the session has been erased. */
  async function toViewModel(
    view: SessionPage,
    refreshed: Refreshed,
    query: PageQuery,
  ): Promise<object | undefined> {
    const { session } = refreshed
    switch (view) {
      case 'capture':
        return toCaptureView(session)
      case 'guidance':
        return {
          guidance: getClientErrorGuidance(query.yotiErrorCode, texts),
          address: getReturnOrigin(session),
        }
      case 'waiting':
        return { steps: toProgressSteps(session, texts), refresh: toRefreshView(session, query) }
      case 'results':
        return getOutcomeView(refreshed, loadResult, texts)
      case 'expired':
      case 'erasing':
        return {}
      case 'erased':
        return undefined
    }
  }

  function toCaptureView({ sessionId, clientSessionToken }: Session): object {
    return {
      clientUrl: buildClientUrl(options.apiUrl),
      launchUrl: buildClientUrl(options.apiUrl, sessionId, clientSessionToken),
    }
  }
}

function canErase(session: Session): boolean {
  return session.state !== 'ONGOING' && !isErasureRequested(session)
}

/**
 * Adds only the session id, because URLs end up in logs. The rest stays as it was given, because the business may have
 * signed it.
 */
function buildReturnUrl({ returnUrl, sessionId }: Session): string | undefined {
  if (returnUrl === undefined) return undefined
  const [, address = '', fragment = ''] = /^([^#]*)(.*)$/s.exec(returnUrl) ?? []
  const separator = address.includes('?') ? (/[?&]$/.test(address) ? '' : '&') : '?'
  return `${address}${separator}sessionId=${sessionId}${fragment}`
}

/** On another device, users start again at the business that sent them. */
function getReturnOrigin({ returnUrl }: Session): string | undefined {
  return returnUrl === undefined ? undefined : new URL(returnUrl).origin
}

/** The URL is for browsers without scripts. */
function toRefreshView(session: Session, { waited = 0 }: PageQuery): object {
  const path = `/sessions/${session.sessionId}`
  return session.state === 'ONGOING'
    ? { url: `${path}?waited=${waited + 3}`, timeoutSeconds: CONFIRMATION_TIMEOUT_SECONDS - waited }
    : { url: path, timeoutSeconds: 0 }
}

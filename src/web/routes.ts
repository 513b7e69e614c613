import express, { Router, type Request, type Response } from 'express'
import { PublicError } from '../errors.js'
import type { PageContext } from '../http/page-context.js'
import { parseUuid } from '../http/parse-uuid.js'
import type { Texts } from '../http/texts.js'
import {
  isErasureRequested,
  isOnPhone,
  isOpen,
  type Refreshed,
  type Session,
  type StartOptions,
} from '../sessions/session.js'
import { buildClientUrl } from '../yoti/web-client.js'
import type { AcceptedDocuments } from './accepted-documents.js'
import { getClientErrorGuidance } from './client-error-guidance.js'
import { getOutcomeView, type ResultLoader } from './outcome-view.js'
import { createPhoneLinkPage, type PhoneRoutesOptions } from './phone-routes.js'
import {
  choosePage,
  CONFIRMATION_TIMEOUT_SECONDS,
  parseErrorCode,
  parsePageQuery,
  toProgressSteps,
  type PageQuery,
  type SessionPage,
} from './session-view.js'
import type { StartView } from './start-view.js'

export interface ScenarioPicker {
  has(name: string): boolean
  toPickerView(chosen?: string): object | undefined
  toSessionView(session: Session, texts: Texts): object | undefined
}

interface WebRoutesOptions extends PhoneRoutesOptions {
  /** If undefined, the page shows only the outcome. */
  loadResult: ResultLoader | undefined
  allTexts: ReadonlyMap<string, Texts>
  toStartView: (texts: Texts) => StartView
  acceptedDocuments: AcceptedDocuments | undefined
  publicStart: boolean
  apiEnabled: boolean
  scenarios: ScenarioPicker | undefined
  apiUrl: string
  now: () => number
}

export function createWebRoutes(options: WebRoutesOptions): Router {
  const { sessions, loadResult, pages, contexts, ownerCookie, requireSameOrigin } = options
  const { publicStart, scenarios, apiUrl } = options
  const starts = new Map(
    [...options.allTexts.values()].map((texts) => [texts, options.toStartView(texts)]),
  )
  const documents = publicStart ? options.acceptedDocuments : undefined
  const sendPhoneLink = createPhoneLinkPage(options)
  const parseForm = express.urlencoded({ extended: false, limit: '4kb' })
  const identify = (req: Request) =>
    [parseUuid(req.params.sessionId), ownerCookie.read(req)] as const
  const renewOwner = (req: Request, res: Response) => {
    const { ownerHash, save } = ownerCookie.create(req)
    save(res)
    return ownerHash
  }

  return Router({ strict: true, caseSensitive: true })
    .get('/', async (req, res) => {
      const owner = ownerCookie.ensure(req, res)
      const latest = await sessions.findLatestForOwner(owner, () => renewOwner(req, res))
      const isLatestOpen = latest !== undefined && isOpen(latest)
      const { texts } = contexts.get(res)
      const { country } = req.query
      pages.send(res, 'start', {
        start: starts.get(texts),
        latest,
        isLatestOpen,
        mayErase: latest !== undefined && latest.state !== 'ONGOING' && !isErasureRequested(latest),
        picker: publicStart && scenarios?.toPickerView(isLatestOpen ? latest.scenario : undefined),
        documentsAvailable: documents !== undefined,
        // Only fetched on request, because it may take up to the timeout.
        accepted: country === undefined ? undefined : await documents?.getView(country, texts),
      })
    })
    .get('/privacy-policy', (_req, res) => {
      const { texts, brand } = contexts.get(res)
      if (brand.privacy?.url !== undefined) {
        res.redirect(303, brand.privacy.url)
        return
      }
      const start = starts.get(texts)
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
      const { language } = contexts.get(res).texts
      const form = { ...parseStartForm(req.body, scenarios), locale: language }
      const session = await sessions.start(owner, form, () => renewOwner(req, res))
      if (toFields(req.body).phone !== undefined) {
        await sendPhoneLink(res, session)
        return
      }
      res.redirect(303, contexts.url(`/sessions/${session.sessionId}`))
    })
    .get('/sessions/:sessionId', async (req, res) => {
      const refreshed = await sessions.refreshForCapture(...identify(req))
      // Extends the cookie, so that it lives as long as the page is used.
      ownerCookie.ensure(req, res)
      const { session, isPhone } = refreshed
      const context = contexts.get(res, session)
      const query = parsePageQuery(req.query)
      const page = choosePage(session, query, isPhone)
      const returnUrl = isPhone ? undefined : buildReturnUrl(session)
      if (page === 'results' && returnUrl !== undefined) {
        // Not res.redirect, which encodes it again.
        res.status(303).setHeader('Location', returnUrl).end()
        return
      }
      const view = await toView(page, refreshed, query, context)
      if (view === 'erased') {
        await sessions.markErased(session)
        res.status(410)
        pages.send(res, 'erased', { returnUrl })
      } else {
        const scenario = scenarios?.toSessionView(session, context.texts)
        pages.send(res, page, { session, isPhone, scenario, returnUrl, ...view })
      }
    })
    .get('/sessions/:sessionId/status', async (req, res) => {
      const { session, isPhone } = await sessions.refreshForCapture(...identify(req))
      const { state, outcome } = session
      if (isErasureRequested(session)) {
        res.status(state === 'ERASED' ? 410 : 200).json({ state, erasing: true, steps: [] })
      } else {
        res.json({
          state,
          ...(isPhone ? {} : { outcome, onPhone: isOnPhone(session) }),
          steps: toProgressSteps(session, contexts.get(res, session).texts),
        })
      }
    })
    .post('/sessions/:sessionId/delete', requireSameOrigin, async (req, res) => {
      const session = await sessions.getForOwner(...identify(req))
      await sessions.erase(session)
      res.redirect(303, contexts.url(`/sessions/${session.sessionId}`))
    })
    .post('/sessions/:sessionId/finish', requireSameOrigin, async (req, res) => {
      await sessions.getForCapture(...identify(req))
      await ownerCookie.signOut(req, res)
      res.redirect(303, contexts.url('/'))
    })

  /** Resolves to `erased` if Yoti has deleted the session. */
  async function toView(
    page: SessionPage,
    refreshed: Refreshed,
    query: PageQuery,
    context: PageContext,
  ) {
    const { session } = refreshed
    const { texts, url } = context
    const { sessionId, clientSessionToken } = session
    switch (page) {
      case 'intro':
        return {
          secondsLeft: getSecondsLeft(session),
          // Other presets ask for other things.
          start: session.presetName === 'default' ? starts.get(texts) : undefined,
        }
      case 'capture':
        return {
          secondsLeft: getSecondsLeft(session),
          clientUrl: buildClientUrl(apiUrl),
          launchUrl: buildClientUrl(apiUrl, sessionId, clientSessionToken),
        }
      case 'guidance':
        return {
          guidance: getClientErrorGuidance(query.yotiErrorCode, texts),
          accepted: await findAcceptedDocuments(session, query, texts),
        }
      case 'waiting':
        return {
          steps: toProgressSteps(session, texts),
          refresh: toRefreshView(session, query, url),
        }
      case 'results':
        return getOutcomeView(refreshed, loadResult, context)
      case 'erased':
        return 'erased'
      case 'phone-follow':
        return { refresh: toRefreshView(session, query, url) }
      case 'expired':
      case 'erasing':
      case 'phone-end':
        return {}
    }
  }

  function getSecondsLeft({ tokenExpiresAt }: Session): number {
    return Math.max(0, Math.round((tokenExpiresAt - options.now()) / 1000))
  }

  /** For users who have no such document. Other presets may accept others. */
  async function findAcceptedDocuments(session: Session, query: PageQuery, texts: Texts) {
    if (query.yotiErrorCode !== '7000' || session.presetName !== 'default') return undefined
    return options.acceptedDocuments?.getView(query.country, texts)
  }
}

function toFields(body: unknown): Record<string, unknown> {
  return (body ?? {}) as Record<string, unknown>
}

/** The scenario picker sends an empty `scenario` for none. */
function parseStartForm(body: unknown, scenarios: ScenarioPicker | undefined): StartOptions {
  const { insteadOf, continued, scenario } = toFields(body)
  return {
    ...(continued === undefined ? {} : { continuedSessionId: parseUuid(continued) }),
    ...(insteadOf === undefined ? {} : { replacedSessionId: parseUuid(insteadOf) }),
    ...(scenario === undefined ? {} : { scenario: parseScenarioName(scenario, scenarios) }),
  }
}

function parseScenarioName(value: unknown, scenarios: ScenarioPicker | undefined): string | null {
  if (value === '') return null
  const name = String(value)
  if (scenarios?.has(name) !== true) throw new PublicError('SCENARIO')
  return name
}

/** Adds only the session id, because URLs end up in logs. The business may have signed the rest. */
function buildReturnUrl({ returnUrl, sessionId }: Session): string | undefined {
  if (returnUrl === undefined) return undefined
  const [, address = '', fragment = ''] = /^([^#]*)(.*)$/s.exec(returnUrl) ?? []
  const separator = address.includes('?') ? (/[?&]$/.test(address) ? '' : '&') : '?'
  return `${address}${separator}sessionId=${sessionId}${fragment}`
}

const REFRESH_SECONDS = 20

/** For browsers without scripts, where the user may stop the page from reloading (WCAG 2.2.2). */
function toRefreshView(
  session: Session,
  { waited, stopped }: PageQuery,
  url: PageContext['url'],
): object {
  const path = url(`/sessions/${session.sessionId}`)
  const refresh = stopped ? {} : { seconds: REFRESH_SECONDS }
  if (session.state !== 'ONGOING' || waited === undefined)
    return { ...refresh, url: path, stopUrl: `${path}?stop=1`, timeoutSeconds: 0 }
  return {
    ...refresh,
    url: `${path}?waited=${waited + REFRESH_SECONDS}`,
    stopUrl: `${path}?waited=${waited}&stop=1`,
    timeoutSeconds: CONFIRMATION_TIMEOUT_SECONDS - waited,
  }
}

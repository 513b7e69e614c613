import express, { Router, type Request, type Response } from 'express'
import type { Config } from '../config/config.js'
import { PublicError } from '../errors.js'
import type { PageContext } from '../http/pages.js'
import { parseUuid } from '../http/parse-uuid.js'
import type { Texts } from '../http/texts.js'
import { recordAccess } from '../request-context.js'
import type { SessionScenario } from '../sessions/preset.js'
import {
  isErasureRequested,
  isOnPhone,
  isOpen,
  type Refreshed,
  type Session,
} from '../sessions/session.js'
import type { StartOptions } from '../sessions/sessions.js'
import type { SupportedDocumentsCache } from '../yoti/supported-documents.js'
import { buildClientUrl } from '../yoti/web-client.js'
import { createAcceptedDocuments } from './accepted-documents.js'
import { getClientErrorGuidance } from './client-error-guidance.js'
import { createPhoneLinkPage, type LinkRoutesOptions } from './link-routes.js'
import { getOutcomeView, type ResultLoader } from './outcome-view.js'
import {
  buildReturnUrl,
  choosePage,
  parseErrorCode,
  parsePageQuery,
  toProgressSteps,
  toRefreshView,
  type PageQuery,
  type SessionPage,
} from './session-view.js'
import { toStartView, type RetentionPeriods } from './start-view.js'

export interface ScenarioPicker {
  find(name: string): SessionScenario | undefined
  toPickerView(chosen?: string): object | undefined
  toSessionView(session: Session, texts: Texts): object | undefined
}

interface WebRoutesOptions extends LinkRoutesOptions {
  config: RetentionPeriods &
    Pick<Config, 'baseUrl' | 'defaultPreset' | 'publicStart' | 'apiEnabled'>
  /** If undefined, the page shows only the outcome. */
  loadResult: ResultLoader | undefined
  allTexts: ReadonlyMap<string, Texts>
  supportedDocuments: SupportedDocumentsCache
  scenarios: ScenarioPicker | undefined
  apiUrl: string
  now: () => number
}

export function createWebRoutes(options: WebRoutesOptions): Router {
  const { config, sessions, loadResult, pages, ownerCookie, requireSameOrigin } = options
  const { scenarios, apiUrl, supportedDocuments } = options
  const { publicStart, defaultPreset } = config
  const { spec } = defaultPreset
  const starts = new Map(
    Array.from(options.allTexts.values(), (texts) => [texts, toStartView(spec, config, texts)]),
  )
  const acceptedDocuments = createAcceptedDocuments({ spec, supportedDocuments })
  const documents = publicStart ? acceptedDocuments : undefined
  const sendPhoneLink = createPhoneLinkPage(options)
  const parseForm = express.urlencoded({ extended: false, limit: '4kb' })
  const identify = (req: Request) =>
    [parseUuid(req.params.sessionId), ownerCookie.read(req)] as const
  const findForCapture = async (req: Request, res: Response) => {
    const found = await sessions.getForCapture(...identify(req))
    recordAccess(res, found.session)
    return found
  }
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
      const { texts } = pages.getContext(res)
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
      const { texts, brand } = pages.getContext(res)
      if (brand.privacy?.url !== undefined) {
        res.redirect(303, brand.privacy.url)
        return
      }
      const start = starts.get(texts)
      pages.send(res, 'privacy-policy', { start, handsOver: config.apiEnabled })
    })
    .get(['/success', '/error'], (req, res) => {
      // Yoti's client navigates its iframe here at the end, without this server's cookies. The page
      // only redirects the top window to the session.
      const landed = req.path.slice(1)
      const yotiErrorCode = parseErrorCode(req.query.yotiErrorCode)
      pages.send(res, 'landing', { landed, yotiErrorCode })
    })
    .post('/sessions', requireSameOrigin, parseForm, async (req, res) => {
      if (!publicStart) throw new PublicError('START_CLOSED')
      const owner = ownerCookie.ensure(req, res)
      const { language } = pages.getContext(res).texts
      const form = (req.body ?? {}) as StartForm
      const chosen = { ...parseStartForm(form, scenarios), locale: language }
      const session = await sessions.start(owner, chosen, () => renewOwner(req, res))
      recordAccess(res, session)
      if (form.phone === undefined) res.redirect(303, pages.url(`/sessions/${session.sessionId}`))
      else await sendPhoneLink(res, session)
    })
    .get('/sessions/:sessionId', async (req, res) => {
      const { session: stored, isPhone } = await findForCapture(req, res)
      const refreshed = await sessions.refreshIfStale(stored)
      // Extends the cookie, so that it lives as long as the page is used.
      ownerCookie.ensure(req, res)
      const { session } = refreshed
      const context = pages.getContext(res, session)
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
        pages.send(res, 'erased', {})
      } else {
        const scenario = scenarios?.toSessionView(session, context.texts)
        pages.send(res, page, { session, isPhone, scenario, returnUrl, ...view })
      }
    })
    .get('/sessions/:sessionId/status', async (req, res) => {
      const { session: stored, isPhone } = await findForCapture(req, res)
      const { session } = await sessions.refreshIfStale(stored)
      const { state, outcome } = session
      if (isErasureRequested(session)) {
        res.status(state === 'ERASED' ? 410 : 200).json({ state, erasing: true, steps: [] })
      } else {
        res.json({
          state,
          ...(isPhone ? {} : { outcome, onPhone: isOnPhone(session) }),
          steps: toProgressSteps(session, pages.getContext(res, session).texts),
        })
      }
    })
    .post('/sessions/:sessionId/delete', requireSameOrigin, async (req, res) => {
      const session = await sessions.getForOwner(...identify(req))
      recordAccess(res, session)
      await sessions.erase(session)
      res.redirect(303, pages.url(`/sessions/${session.sessionId}`))
    })
    .post('/sessions/:sessionId/finish', requireSameOrigin, async (req, res) => {
      await findForCapture(req, res)
      await ownerCookie.signOut(req, res)
      res.redirect(303, pages.url('/'))
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
    const { sessionId, clientSessionToken, tokenExpiresAt } = session
    const secondsLeft = Math.max(0, Math.round((tokenExpiresAt - options.now()) / 1000))
    // Other presets ask for other things.
    const isDefault = session.presetName === 'default'
    switch (page) {
      case 'intro':
        return { secondsLeft, start: isDefault ? starts.get(texts) : undefined }
      case 'capture':
        return {
          secondsLeft,
          clientUrl: buildClientUrl(apiUrl),
          launchUrl: buildClientUrl(apiUrl, sessionId, clientSessionToken),
        }
      case 'guidance': {
        // For users who have no such document.
        const documents =
          isDefault && query.yotiErrorCode === '7000' ? acceptedDocuments : undefined
        return {
          guidance: getClientErrorGuidance(query.yotiErrorCode, texts),
          accepted: await documents?.getView(query.country, texts),
        }
      }
      case 'waiting':
      case 'phone-follow':
        return {
          steps: toProgressSteps(session, texts),
          refresh: toRefreshView(session, query, url),
        }
      case 'results':
        return getOutcomeView(refreshed, loadResult, context)
      case 'erased':
        return 'erased'
      default:
        return {}
    }
  }
}

type StartForm = Readonly<Partial<Record<string, string | string[]>>>

/** The scenario picker sends an empty `scenario` for none. */
function parseStartForm(
  { insteadOf, continued, scenario }: StartForm,
  scenarios: ScenarioPicker | undefined,
): StartOptions {
  return {
    continued: continued === undefined ? undefined : parseUuid(continued),
    insteadOf: insteadOf === undefined ? undefined : parseUuid(insteadOf),
    scenario: scenario === undefined ? undefined : parseScenario(scenario, scenarios),
  }
}

function parseScenario(value: string | string[], scenarios: ScenarioPicker | undefined) {
  if (value === '') return null
  const scenario = scenarios?.find(String(value))
  if (scenario === undefined) throw new PublicError('SCENARIO')
  return scenario
}

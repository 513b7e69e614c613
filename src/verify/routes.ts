import express, { Router, type RequestHandler } from 'express'
import { HttpError } from '../http/http-error.js'
import { noStore } from '../http/no-store.js'
import type { OwnerCookie } from '../http/owner-cookie.js'
import type { Pages } from '../http/pages.js'
import { parseUuid } from '../http/parse.js'
import type { Results } from '../results/results.js'
import { describePicker } from '../scenarios/describe-picker.js'
import { describeScenario } from '../scenarios/describe-scenario.js'
import type { Scenarios } from '../scenarios/load-scenarios.js'
import { isErasing, isLive, type Session, type Sessions } from '../sessions/session.js'
import { buildClientUrl } from '../yoti/client-url.js'
import type { AcceptedDocuments } from './accepted-documents.js'
import { explainClientError } from './client-errors.js'
import type { StartDescription } from './describe-start.js'
import { readStartForm } from './read-start-form.js'
import {
  chooseView,
  CONFIRMATION_WAIT,
  parseHints,
  type Hints,
  type SessionView,
} from './session-view.js'

export interface VerifyRoutesOptions {
  sessions: Sessions
  results: Results
  pages: Pages
  ownerCookie: OwnerCookie
  requireOwnOrigin: RequestHandler
  start: StartDescription
  /** undefined where there is nothing to say about them. */
  acceptedDocuments: AcceptedDocuments | undefined
  publicStart: boolean
  /** Whether a relying business may send people here, and read their results. */
  handsOver: boolean
  /** undefined on live. */
  scenarios: Scenarios | undefined
  /** The base URL of Yoti's API, under which its client lives. */
  apiUrl: string
}

/** The end user's way through the browser: start, client, waiting, outcome. */
export function createVerifyRoutes(options: VerifyRoutesOptions): Router {
  const { sessions, results, pages, ownerCookie, requireOwnOrigin } = options
  const { start, publicStart, scenarios, acceptedDocuments } = options
  const form = express.urlencoded({ extended: false, limit: '4kb' })

  return Router({ strict: true, caseSensitive: true })
    .get('/', noStore, async (req, res) => {
      const latest = await sessions.findLatest(ownerCookie.ensure(req, res))
      const live = latest !== undefined && isLive(latest)
      const picker =
        publicStart && scenarios && describePicker(scenarios, live ? latest.scenario : undefined)
      const { country } = req.query
      const mayAsk = acceptedDocuments !== undefined && publicStart
      // Only who wants to know waits for it.
      const accepted =
        mayAsk && country !== undefined ? await acceptedDocuments.describe(country) : undefined
      const shown = { latest, live, mayErase: latest !== undefined && mayErase(latest) }
      pages.send(res, 'start', { start, publicStart, ...shown, picker, mayAsk, accepted })
    })
    .get('/privacy-policy', (_req, res) => {
      pages.send(res, 'privacy-policy', { start, handsOver: options.handsOver })
    })
    .post('/sessions', noStore, requireOwnOrigin, form, async (req, res) => {
      if (!publicStart) {
        throw new HttpError(
          403,
          'START_CLOSED',
          'Identity checks are not started from here. Go back to the service that asked you for one.',
        )
      }
      const owner = ownerCookie.ensure(req, res)
      const session = await sessions.start(owner, readStartForm(req.body, scenarios))
      res.redirect(303, `/sessions/${session.sessionId}`)
    })
    .get('/sessions/:sessionId', noStore, async (req, res) => {
      const session = await sessions.look(parseUuid(req.params.sessionId), ownerCookie.read(req))
      const hints = parseHints(req.query)
      const view = chooseView(session, hints)
      const returnUrl = describeReturn(session)
      if (view === 'results' && returnUrl !== undefined) {
        res.redirect(303, returnUrl)
        return
      }
      const model = await describeView(view, session, hints)
      if (model === undefined) {
        await sessions.noteErased(session)
        res.status(410)
        pages.send(res, 'erased', {})
      } else {
        const scenario = describeScenarioOf(session)
        pages.send(res, view, { session, scenario, publicStart, returnUrl, ...model })
      }
    })
    .get('/sessions/:sessionId/status', noStore, async (req, res) => {
      const session = await sessions.look(parseUuid(req.params.sessionId), ownerCookie.read(req))
      const { state, outcome } = session
      if (isErasing(session)) {
        res.status(state === 'ERASED' ? 410 : 200).json({ state, erasing: true, steps: [] })
      } else {
        res.json({ state, outcome, steps: results.listProgress(session) })
      }
    })
    .post('/sessions/:sessionId/delete', noStore, requireOwnOrigin, async (req, res) => {
      const session = await sessions.own(parseUuid(req.params.sessionId), ownerCookie.read(req))
      await sessions.erase(session)
      res.redirect(303, `/sessions/${session.sessionId}`)
    })
    .post('/sessions/:sessionId/finish', noStore, requireOwnOrigin, async (req, res) => {
      await sessions.own(parseUuid(req.params.sessionId), ownerCookie.read(req))
      ownerCookie.end(res)
      res.redirect(303, '/')
    })

  /** What the view shows; undefined when there is nothing left to show. */
  async function describeView(
    view: SessionView,
    session: Session,
    hints: Hints,
  ): Promise<object | undefined> {
    switch (view) {
      case 'capture':
        return describeClient(session)
      case 'guidance':
        return { guidance: explainClientError(hints.yotiErrorCode), address: findOrigin(session) }
      case 'waiting':
        return { steps: results.listProgress(session), refresh: describeRefresh(session, hints) }
      case 'results': {
        const result = await results.describe(session)
        return result && { result }
      }
      case 'expired':
      case 'erasing':
        return {}
      case 'erased':
        return undefined
    }
  }

  function describeScenarioOf(session: Session) {
    const { scenario: name = '', target, sessionId, tokenExpiresAt, createdAt } = session
    const scenario = scenarios?.get(name)
    const tokenTtl = Math.ceil((tokenExpiresAt - createdAt) / 1000)
    const isEmulated = target === 'emulator'
    return (
      scenario &&
      describeScenario(scenario, { isEmulated, apiUrl: options.apiUrl, sessionId, tokenTtl })
    )
  }

  function describeClient({ sessionId, clientSessionToken }: Session): object {
    return {
      clientUrl: buildClientUrl(options.apiUrl),
      launchUrl: buildClientUrl(options.apiUrl, sessionId, clientSessionToken),
    }
  }
}

/** From when the person has finished until it is asked for. */
function mayErase(session: Session): boolean {
  return session.state !== 'ONGOING' && !isErasing(session)
}

/** Where the relying business wants the person back: with the session's id and nothing else. */
function describeReturn({ returnUrl, sessionId }: Session): string | undefined {
  if (returnUrl === undefined) return undefined
  const url = new URL(returnUrl)
  url.searchParams.set('sessionId', sessionId)
  return url.href
}

/** Where to start again elsewhere: with the relying business, when it sent the person. */
function findOrigin({ returnUrl }: Session): string | undefined {
  return returnUrl === undefined ? undefined : new URL(returnUrl).origin
}

/** Where a browser without scripts looks next, and for how long a script waits (seconds). */
function describeRefresh(session: Session, { waited = 0 }: Hints): object {
  const path = `/sessions/${session.sessionId}`
  return session.state === 'ONGOING'
    ? { url: `${path}?waited=${waited + 3}`, patience: CONFIRMATION_WAIT - waited }
    : { url: path, patience: 0 }
}

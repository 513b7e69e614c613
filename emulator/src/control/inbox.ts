import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ejs from 'ejs'
import express, { type Request, type Router } from 'express'
import { ASSERTION_MISTAKES } from '../access-tokens/client-assertion.js'
import type { EmulatorState } from '../emulator-state.js'
import { PUBLIC_DIRECTORY, setPageHeaders } from '../http/app.js'
import { DIGEST_MISTAKES } from '../http/digest.js'
import type { ReceivedRequest } from '../http/route.js'
import { getSessionState, type Session } from '../sessions/session.js'
import { WEBHOOKS_PATH } from './outcome-webhooks.js'
import { describeBody, toCurl } from './request-content.js'

const MAX_ENTRIES = 100
const PAGE_POLICY = ["img-src 'self' data:", "frame-ancestors 'none'", "form-action 'self'"]

/** The page of the inbox and what it shows. */
export function createInboxRouter(state: EmulatorState): Router {
  const router = express.Router({ strict: true })
  router.use(setPageHeaders(PAGE_POLICY), (_req, res, next) => {
    res.set('Cross-Origin-Resource-Policy', 'same-origin')
    // Without a referrer, a form would not state its origin.
    res.set('Referrer-Policy', 'same-origin')
    next()
  })
  // Works without its script, which only keeps it up to date.
  const filename = join(PUBLIC_DIRECTORY, 'inbox.ejs')
  const render = ejs.compile(readFileSync(filename, 'utf8'), { filename })
  router.get('/', (req, res) => {
    const { showContent } = state
    const filter = readFilter(req.query)
    const origin = `${req.protocol}://${req.headers.host}`
    const shown = listShown(state, filter, origin)
    const webhooksUrl = origin + req.baseUrl + WEBHOOKS_PATH
    res.type('html').send(render({ ...shown, filter, showContent, webhooksUrl }))
  })
  router.get('/state', (req, res) => {
    res.json(listShown(state, readFilter(req.query)))
  })
  router.use('/assets', express.static(join(PUBLIC_DIRECTORY, 'assets')))
  return router
}

/** Empty texts select everything. */
function readFilter(query: Request['query']) {
  const read = (name: string) => {
    const { [name]: value } = query
    return typeof value === 'string' ? value.trim() : ''
  }
  const failed = !['', '0', 'false', 'off'].includes(read('failed'))
  return { session: read('session'), user: read('user'), search: read('search'), failed }
}

interface Entry {
  sessionId?: string | undefined
  trackingId?: string | undefined
}

/**
 * Latest first, without tokens, digests, bodies or personal data. A user tracking id is not personal data.
 *
 * @param origin of the emulator, for the commands and the contents that only the page shows
 */
function listShown(
  { sessions, requestLog, notifications, webhooks, showContent }: EmulatorState,
  filter: ReturnType<typeof readFilter>,
  origin?: string,
) {
  const findUser = (id = '') => ({ trackingId: sessions.find(id)?.spec.user_tracking_id })
  const search = filter.search.toLowerCase()
  const isSelected = (entry: Entry, sessionId = entry.sessionId) =>
    ['', sessionId].includes(filter.session) &&
    ['', entry.trackingId].includes(filter.user) &&
    (search === '' || Object.values(entry).join(' ').toLowerCase().includes(search))
  const select = <Item>(
    items: readonly Item[],
    toEntry: (item: Item) => Entry,
    isFailed: (item: Item) => boolean,
    toContent: (item: Item, origin: string) => object = () => ({}),
  ) => {
    const selected = items
      .filter((item) => !filter.failed || isFailed(item))
      .map((item) => ({ item, entry: toEntry(item) }))
      .filter(({ entry }) => isSelected(entry))
    const latest = selected.slice(-MAX_ENTRIES).reverse()
    const entries = latest.map(({ item, entry }) => ({
      ...entry,
      ...(origin !== undefined && toContent(item, origin)),
    }))
    return { entries, total: selected.length }
  }
  const toBody = (body: Buffer) => (showContent ? describeBody(body) : undefined)

  const requests = select(
    requestLog.list(),
    (request) => ({ ...toRequestEntry(request), ...findUser(request.sessionId) }),
    ({ status, fault }) => status >= 400 || fault !== undefined,
    (request, at) => ({
      curl: toCurl(request, at, showContent ? request.body : undefined),
      body: toBody(request.body),
      response: toBody(request.responseBody),
    }),
  )
  const sent = select(
    notifications.sent(),
    ({ id, at, body: { session_id: sessionId, topic }, delivery, attempts, status }) => {
      return { id, at, sessionId, topic, delivery, attempts, status, ...findUser(sessionId) }
    },
    ({ delivery, status = 0 }) => ['unanswered', 'dropped'].includes(delivery) || status >= 300,
  )
  const received = select(
    webhooks.list(),
    ({ body: _body, ...entry }) => entry,
    ({ attempts }) => attempts.some(({ status }) => status >= 300),
    ({ body }) => ({ body: toBody(body) }),
  )
  const isFiltered = Object.values(filter).some(Boolean)
  return {
    sessions: sessions
      .listLatest(MAX_ENTRIES)
      .map(toSessionEntry)
      .filter((entry) => isSelected(entry, filter.session)),
    requests: requests.entries,
    notifications: sent.entries,
    webhooks: received.entries,
    // The total of all sessions includes requests that are no longer stored.
    totals: {
      requests: isFiltered ? requests.total : requestLog.count(),
      notifications: isFiltered ? sent.total : notifications.count(),
      webhooks: received.total,
    },
  }
}

function toSessionEntry(session: Session) {
  const { id, spec, createdAt: at, faults, deliveryRules } = session
  const active = faults.filter(({ left }) => left > 0).map(({ fault }) => fault)
  const settings = [...active, ...deliveryRules].map(({ kind }) => kind)
  return { id, trackingId: spec.user_tracking_id, state: getSessionState(session), at, settings }
}

function toRequestEntry(request: ReceivedRequest) {
  const { requestId: id, at, method, pattern, status, code, digest, digestMistake } = request
  const { sessionId, fault, assertionMistake } = request
  const remedy =
    (digestMistake && DIGEST_MISTAKES[digestMistake]) ??
    (assertionMistake && ASSERTION_MISTAKES[assertionMistake])
  return { id, at, sessionId, method, pattern, status, code, digest, digestMistake, remedy, fault }
}

import { randomUUID } from 'node:crypto'
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { PublicError } from '../errors.js'
import { removeBasePath } from './base-url.js'
import { BARE_HEADERS } from './security-headers.js'
import type { Texts } from './texts.js'

/** Platforms restart a process that does not answer their probes; Yoti repeats a notification only a few times. */
const EXEMPT_PATHS = new Set(['/healthz', '/livez', '/readyz', '/metrics', '/notifications'])

/** Requests that would wait longer are refused, unless so few wait that a pause of the process explains it. */
const MAX_WAIT_MS = 500
const MIN_QUEUE_LENGTH = 64
/** Of each turn of the event loop, to start requests. */
const START_BUDGET_MS = 2
/**
 * Node accepts one connection per turn. While more come, only one of so many turns starts a request,
 * because clients that are not accepted cannot be refused.
 */
const TURNS_PER_START_WHILE_ACCEPTING = 16
const RETRY_AFTER_SECONDS = 1
/** A refused client that sends again immediately, as some do thousands of times a second, waits so long. */
const REFUSED_PAUSE_MS = 500

/** Starts requests in their order. Refuses those that this process cannot start soon, before Express, because a refusal must be cheap. */
export function limitRequests(
  server: Server,
  listener: RequestListener,
  { t, locale }: Texts,
  onRefused: () => void,
  basePath = '',
): void {
  const getUrl = (req: IncomingMessage) => removeBasePath(req.url ?? '', basePath)
  const queue: { req: IncomingMessage; res: ServerResponse; arrivedAt: number }[] = []
  const refusedAt = new WeakMap<Socket, number>()
  const respond = createRefusal(t('errors.OVERLOADED'), locale)
  let isAccepting = false
  let heldTurns = 0
  let isScheduled = false
  /** When the latest requests were started, if others were left waiting. */
  let startedAt: number | undefined
  /** Between two starts while requests wait, as a moving average. */
  let startIntervalMs = 1

  const refuse = (req: IncomingMessage, res: ServerResponse): void => {
    refusedAt.set(req.socket, performance.now())
    onRefused()
    respond(res, getUrl(req).startsWith('/api/'))
  }
  const schedule = (): void => {
    if (isScheduled) return
    isScheduled = true
    setImmediate(startRequests)
  }
  const startRequests = (): void => {
    isScheduled = false
    const wasAccepting = isAccepting
    isAccepting = false
    heldTurns = wasAccepting ? heldTurns + 1 : 0
    if (heldTurns % TURNS_PER_START_WHILE_ACCEPTING !== 0) {
      schedule()
      return
    }
    const budgetMs = wasAccepting ? 0 : START_BUDGET_MS
    const turnAt = performance.now()
    let count = 0
    let time = turnAt
    do {
      const next = queue.shift()
      if (next === undefined) break
      const { req, res, arrivedAt } = next
      if (res.destroyed) continue
      if (time - arrivedAt > MAX_WAIT_MS && queue.length >= MIN_QUEUE_LENGTH) refuse(req, res)
      else {
        count += 1
        listener(req, res)
      }
      time = performance.now()
    } while (time - turnAt < budgetMs)
    if (startedAt !== undefined && count > 0) {
      startIntervalMs += ((turnAt - startedAt) / count - startIntervalMs) / 8
    }
    startedAt = queue.length > 0 ? turnAt : undefined
    if (queue.length > 0) schedule()
  }
  const enqueue = (req: IncomingMessage, res: ServerResponse): void => {
    const isFull = queue.length >= MIN_QUEUE_LENGTH && queue.length * startIntervalMs > MAX_WAIT_MS
    if (isFull) refuse(req, res)
    else {
      queue.push({ req, res, arrivedAt: performance.now() })
      schedule()
    }
  }

  server.on('connection', () => {
    isAccepting = true
  })
  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    if (EXEMPT_PATHS.has(getUrl(req).split('?', 1)[0] ?? '')) {
      listener(req, res)
      return
    }
    const pauseMs = (refusedAt.get(req.socket) ?? -Infinity) + REFUSED_PAUSE_MS - performance.now()
    if (pauseMs > 0) setTimeout(enqueue, pauseMs, req, res)
    else enqueue(req, res)
  })
}

function createRefusal(text: string, locale: string) {
  const { status, message } = new PublicError('OVERLOADED')
  const page = toPage(locale, text, text)
  return (res: ServerResponse, isApi: boolean): void => {
    const requestId = randomUUID()
    const problem = { type: 'about:blank', title: 'Service Unavailable', status, detail: message }
    const body = isApi ? JSON.stringify({ ...problem, code: 'OVERLOADED', requestId }) : page
    res.writeHead(status, {
      'Retry-After': RETRY_AFTER_SECONDS,
      'Content-Type': isApi ? 'application/problem+json' : 'text/html',
      'Content-Length': Buffer.byteLength(body),
      ...BARE_HEADERS,
      'X-Request-Id': requestId,
    })
    res.end(body)
  }
}

/** Answers requests that Node rejects before Express sees them, such as one with 16 kB of cookies from sibling sites. */
export function answerClientErrors(server: Server, { t, locale }: Texts): void {
  const title = t('tooManyCookies.title')
  const explanation = toPage(locale, title, `<h1>${title}</h1><p>${t('tooManyCookies.text')}</p>`)
  const responses = new Map([
    ['HPE_HEADER_OVERFLOW', ['431 Request Header Fields Too Large', explanation]],
    ['ERR_HTTP_REQUEST_TIMEOUT', ['408 Request Timeout', '']],
  ])
  server.on('clientError', (err: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || err.code === 'ECONNRESET') {
      socket.destroy()
      return
    }
    const [status = '400 Bad Request', body = ''] = responses.get(err.code ?? '') ?? []
    const headers = `Content-Type: text/html\r\nContent-Length: ${Buffer.byteLength(body)}\r\nCache-Control: no-store\r\nConnection: close`
    socket.end(`HTTP/1.1 ${status}\r\n${headers}\r\n\r\n${body}`)
  })
}

function toPage(locale: string, title: string, main: string): string {
  return `<!doctype html><html lang="${locale}"><meta charset="utf-8"><title>${title}</title><main>${main}</main></html>`
}

import { request, type IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { listen } from '../support/listen.js'

/** One `GET /sessions/:id`, until the response or the closed connection. */
export interface SessionRead {
  instance: string
  sessionId: string
  startedAt: number
  endedAt: number
}

export interface SlowYoti extends AsyncDisposable {
  /** A separate API address for each instance, so that its requests can be identified. */
  urlFor(instance: string): string
  sessionReads: SessionRead[]
}

/** Long enough that refreshes by polling and by notification would overlap without a lease. */
const LATENCY_MS = 1500

/** A proxy in front of the emulator that adds latency. */
export async function startSlowYoti(apiUrl: string): Promise<SlowYoti> {
  const api = new URL(apiUrl)
  const sessionReads: SessionRead[] = []
  const server = await listen((req, res) => {
    // The signed path does not include the instance's name.
    const [, instance = '', path = ''] = /^\/([^/]+)(\/.*)$/.exec(req.url ?? '') ?? []
    const sessionId = /\/sessions\/([0-9a-f-]{36})\?/.exec(path)?.[1]
    if (req.method === 'GET' && sessionId !== undefined) {
      const sessionRead = { instance, sessionId, startedAt: performance.now(), endedAt: Infinity }
      sessionReads.push(sessionRead)
      res.once('close', () => (sessionRead.endedAt = performance.now()))
    }
    const upstreamRequest = request({
      host: api.hostname,
      port: api.port,
      path,
      method: req.method ?? 'GET',
      headers: { ...req.headers, host: api.host },
    })
    upstreamRequest.on('response', (upstreamResponse: IncomingMessage) => {
      void pause(LATENCY_MS).then(() => {
        res.writeHead(upstreamResponse.statusCode ?? 502, upstreamResponse.headers)
        upstreamResponse.pipe(res)
      })
    })
    upstreamRequest.on('error', () => res.destroy())
    req.pipe(upstreamRequest)
  })
  return {
    ...server,
    urlFor: (instance) => `${server.url}/${instance}${api.pathname}`,
    sessionReads,
  }
}

/** Pairs of concurrent reads of one session. */
export function findOverlappingReads(
  sessionReads: readonly SessionRead[],
): [SessionRead, SessionRead][] {
  return sessionReads.flatMap((one, index) =>
    sessionReads
      .slice(index + 1)
      .filter(
        (other) =>
          other.sessionId === one.sessionId &&
          other.startedAt < one.endedAt &&
          one.startedAt < other.endedAt,
      )
      .map((other): [SessionRead, SessionRead] => [one, other]),
  )
}

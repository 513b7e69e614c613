import { Agent } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { listen } from '../support/listen.js'
import { sendRequest } from '../support/load-balancer.js'

/** One `GET /sessions/:id`, until the response or the closed connection. */
interface SessionRead {
  instance: string
  sessionId: string
  startedAt: number
  endedAt: number
}

/** Long enough that refreshes by polling and by notification would overlap without a lease. */
const LATENCY_MS = 1500

/** A proxy in front of the emulator that adds latency. */
export async function startSlowYoti(apiUrl: string) {
  const api = new URL(apiUrl)
  const agent = new Agent()
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
    const forward = async () => {
      const response = await sendRequest(req, path, await buffer(req), Number(api.port), agent)
      await pause(LATENCY_MS)
      response.pipe(res.writeHead(response.statusCode ?? 502, response.headers))
    }
    forward().catch(() => res.destroy())
  })
  return {
    ...server,
    /** A separate API address for each instance, so that its requests can be identified. */
    urlFor: (instance: string) => `${server.url}/${instance}${api.pathname}`,
    sessionReads,
    /** Pairs of concurrent reads of one session. */
    findOverlappingReads: () =>
      sessionReads.flatMap((one, index) =>
        sessionReads
          .slice(index + 1)
          .filter(
            (other) =>
              other.sessionId === one.sessionId &&
              other.startedAt < one.endedAt &&
              one.startedAt < other.endedAt,
          )
          .map((other) => [one, other]),
      ),
  }
}

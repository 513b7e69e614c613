import { once } from 'node:events'
import { createServer, request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** One reading of a session, from when it was asked for until it was answered or nobody waited any more. */
export interface SessionRead {
  instance: string
  sessionId: string
  startedAt: number
  endedAt: number
}

export interface SlowYoti extends AsyncDisposable {
  /** The API as this instance is to know it, so that we can tell who asks. */
  urlFor(instance: string): string
  sessionReads: SessionRead[]
}

/** Milliseconds. Long enough that a notification comes while somebody who looks has made us ask: without a claim the two would meet. */
const LATENCY_MS = 1500

/** In front of the emulator: as far away as Yoti is. */
export async function startSlowYoti(apiUrl: string): Promise<SlowYoti> {
  const api = new URL(apiUrl)
  const sessionReads: SessionRead[] = []
  const server = createServer((req, res) => {
    // What was signed is the path after the instance's name.
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
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    urlFor: (instance) => `http://127.0.0.1:${port}/${instance}${api.pathname}`,
    sessionReads,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** Readings of one session at the same time. */
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

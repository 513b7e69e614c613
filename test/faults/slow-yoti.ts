import { once } from 'node:events'
import { createServer, request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** One reading of a session, from when it was asked for until it was answered or nobody waited any more. */
export interface Reading {
  instance: string
  sessionId: string
  from: number
  until: number
}

export interface SlowYoti extends AsyncDisposable {
  /** The API as this instance is to know it, so that we can tell who asks. */
  urlFor(instance: string): string
  readings: Reading[]
}

/** Milliseconds. Long enough that a notification comes while somebody who looks has made us ask: without a claim the two would meet. */
const LATENCY = 1500

/** In front of the emulator: as far away as Yoti is. */
export async function startSlowYoti(apiUrl: string): Promise<SlowYoti> {
  const api = new URL(apiUrl)
  const readings: Reading[] = []
  const server = createServer((req, res) => {
    // What was signed is the path after the instance's name.
    const [, instance = '', path = ''] = /^\/([^/]+)(\/.*)$/.exec(req.url ?? '') ?? []
    const sessionId = /\/sessions\/([0-9a-f-]{36})\?/.exec(path)?.[1]
    if (req.method === 'GET' && sessionId !== undefined) {
      const reading = { instance, sessionId, from: performance.now(), until: Infinity }
      readings.push(reading)
      res.once('close', () => (reading.until = performance.now()))
    }
    const asked = request({
      host: api.hostname,
      port: api.port,
      path,
      method: req.method ?? 'GET',
      headers: { ...req.headers, host: api.host },
    })
    asked.on('response', (answer: IncomingMessage) => {
      void pause(LATENCY).then(() => {
        res.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(res)
      })
    })
    asked.on('error', () => res.destroy())
    req.pipe(asked)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    urlFor: (instance) => `http://127.0.0.1:${port}/${instance}${api.pathname}`,
    readings,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** Readings of one session at the same time. */
export function listOverlaps(readings: readonly Reading[]): [Reading, Reading][] {
  return readings.flatMap((one, index) =>
    readings
      .slice(index + 1)
      .filter(
        (other) =>
          other.sessionId === one.sessionId && other.from < one.until && one.from < other.until,
      )
      .map((other): [Reading, Reading] => [one, other]),
  )
}

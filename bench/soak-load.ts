import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { captureSession } from '../emulator/src/capture-client/capture-session.js'
import type { BenchEnvironment } from './bench-environment.js'
import type { RunningServer } from './bench-server.js'

export const CALLER_SECRET = 'a-secret-of-the-soak-that-is-long-enough'
const USERS = 8
const PAUSE_MS = 200
const USER_COUNT = 1000

const FAULTS = [
  { kind: 'error', code: 'TEMPORARILY_UNAVAILABLE' },
  { kind: 'error', code: 'TOO_MANY_REQUESTS' },
  { kind: 'slow', delayMs: 2000 },
  { kind: 'cut' },
  { kind: 'malformed-json' },
  { kind: 'wrong-content-type' },
]

/** The number of responses by status, and of requests without one. */
export type Responses = Record<string, number>

/**
 * Browsers and a signup backend until the deadline: sessions are created, looked at, captured,
 * handed over and deleted. Yoti's responses about every fifth user fail.
 *
 * @param listServers those that run at the moment
 */
export async function runLoad(
  stage: BenchEnvironment,
  listServers: () => readonly RunningServer[],
  deadline: number,
): Promise<Responses> {
  const responses: Responses = {}
  let turn = 0
  let emulatorTurn: Promise<unknown> = Promise.resolve()

  const send = async (
    server: RunningServer,
    method: 'GET' | 'POST',
    path: string,
    headers: Record<string, string> = {},
    body?: object,
  ) => {
    try {
      const response = await server.client.send(
        method,
        path,
        body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
        body === undefined ? undefined : JSON.stringify(body),
      )
      responses[response.status] = (responses[response.status] ?? 0) + 1
      return response
    } catch {
      // The server was killed.
      responses.none = (responses.none ?? 0) + 1
      return undefined
    }
  }
  /** One at a time, because it answers one at a time. */
  const askEmulator = (question: object) =>
    (emulatorTurn = emulatorTurn.then(() => stage.emulator.request(question)))

  const visit = async (server: RunningServer): Promise<void> => {
    const started = await send(server, 'POST', '/sessions', { Origin: server.client.origin })
    const [cookie = ''] = (started?.header('set-cookie') ?? '').split(';')
    const path = started?.header('location')
    if (path === undefined) return
    for (const suffix of ['', '/status', '/status']) {
      await send(server, 'GET', path + suffix, { Cookie: cookie })
    }
  }
  const verify = async (server: RunningServer, number: number): Promise<void> => {
    const userReference = `user-${number % USER_COUNT}`
    if (number % 5 === 0) {
      const faults = ['POST /sessions', 'GET /sessions/:sessionId'].map((endpoint, i) => ({
        ...FAULTS[(number / 5 + i) % FAULTS.length],
        endpoint,
        times: 2,
      }))
      await askEmulator({ faultsOf: userReference, faults })
    }
    const headers = { authorization: `Bearer ${CALLER_SECRET}` }
    const created = await send(
      server,
      'POST',
      '/api/sessions',
      { ...headers, 'idempotency-key': randomUUID() },
      { userReference },
    )
    if (created?.status !== 201) return
    const { sessionId, clientSessionToken, url } = JSON.parse(created.body) as {
      sessionId: string
      clientSessionToken: string
      url: string
    }
    if (number % 3 === 0) await send(server, 'GET', new URL(url).pathname)
    if (number % 3 === 1) {
      const documents = [{ country: 'GBR', type: 'PASSPORT' }]
      const apiUrl = stage.httpApiUrl
      await captureSession({ apiUrl, sessionId, clientSessionToken, documents }).catch(
        () => undefined,
      )
      await askEmulator({ finish: sessionId })
    }
    for (const suffix of ['', '/result']) {
      await send(server, 'GET', `/api/sessions/${sessionId}${suffix}`, headers)
    }
  }
  const runUser = async (): Promise<void> => {
    while (performance.now() < deadline) {
      const number = turn++
      const servers = listServers()
      const server = servers[number % servers.length]
      if (server === undefined) throw new Error('No server runs.')
      await (number % 2 === 0 ? visit(server) : verify(server, number))
      if (number % 20 === 0) await send(server, 'GET', '/metrics')
      await setTimeout(PAUSE_MS)
    }
  }
  await Promise.all(Array.from({ length: USERS }, runUser))
  return responses
}

import { setTimeout } from 'node:timers/promises'
import type { HttpClient } from './http-client.js'
import type { BenchProcess } from './bench-process.js'

export type ServerName = 'project' | 'official' | 'equivalent' | 'floor'

/** A session whose page was loaded. */
export interface VisitedSession {
  sessionId: string
  clientSessionToken: string
  /** The cookies of the browser. */
  headers: Record<string, string>
}

/** A server in the comparison. */
export interface BenchServer {
  /** Relative to the repository. */
  entry: string
  /** A new user creates a session and opens its page. */
  visit(browser: HttpClient): Promise<VisitedSession>
  /** The URL of one of the session's media. */
  mediaPath(sessionId: string, mediaId: string): string
  /** The URL of the page with the session's result. */
  resultPath(sessionId: string): string
}

export interface RunningServer extends BenchServer {
  serverProcess: BenchProcess
  client: HttpClient
  /** Milliseconds of CPU until it was ready. */
  startCpu: number
}

const hasNone = (): never => {
  throw new Error('This server has no such page.')
}

/** Two show a form, a redirect and a page. The other two create the session with the page. */
export const SERVERS: Record<ServerName, BenchServer> = {
  project: {
    entry: 'dist/server.js',
    visit: visitByForm,
    mediaPath: (sessionId, mediaId) => `/sessions/${sessionId}/media/${mediaId}`,
    resultPath: (sessionId) => `/sessions/${sessionId}`,
  },
  official: {
    entry: 'bench/official/main.js',
    visit: visitOnePage,
    mediaPath: (sessionId, mediaId) => `/media?sessionId=${sessionId}&mediaId=${mediaId}`,
    resultPath: (sessionId) => `/success?sessionId=${sessionId}`,
  },
  equivalent: {
    entry: 'bench/equivalent/main.js',
    visit: visitByForm,
    mediaPath: hasNone,
    resultPath: hasNone,
  },
  floor: {
    entry: 'bench/floor/main.js',
    visit: visitOnePage,
    mediaPath: hasNone,
    resultPath: hasNone,
  },
}

async function visitByForm(browser: HttpClient): Promise<VisitedSession> {
  const started = await sendPatiently(browser, 'POST', '/sessions', { Origin: browser.origin })
  const [cookie = ''] = (started.header('set-cookie') ?? '').split(';')
  const path = started.header('location') ?? '/'
  const headers = { Cookie: cookie }
  return { ...readSession(await sendPatiently(browser, 'GET', path, headers)), headers }
}

/** While the server is warming up, it may refuse some of many visitors. */
async function sendPatiently(browser: HttpClient, ...request: Parameters<HttpClient['send']>) {
  for (;;) {
    const response = await browser.send(...request)
    if (response.status !== 503) return response
    await setTimeout(Number(response.header('retry-after') ?? 1) * 1000)
  }
}

async function visitOnePage(browser: HttpClient): Promise<VisitedSession> {
  return { ...readSession(await browser.send('GET', '/')), headers: {} }
}

function readSession({ status, body }: { status: number; body: string }) {
  const [, sessionId] = /(?:data-session-id="|sessionID=)([0-9a-f-]{36})/.exec(body) ?? []
  const [, clientSessionToken] = /(?:data-session-token="|sessionToken=)([\w.-]+)/.exec(body) ?? []
  if (status === 200 && sessionId !== undefined && clientSessionToken !== undefined) {
    return { sessionId, clientSessionToken }
  }
  throw new Error(`A page without a session came, with status ${status}: ${body.slice(0, 300)}`)
}

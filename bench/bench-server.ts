import type { HttpResponse, HttpClient } from './http-client.js'
import type { BenchProcess } from './bench-process.js'

export type ServerName = 'project' | 'official' | 'floor'

/** A session whose page was loaded. */
export interface VisitedSession {
  sessionId: string
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
}

export interface RunningServer extends BenchServer {
  serverProcess: BenchProcess
  client: HttpClient
}

/** The project shows a form, a redirect and a page. The other two create the session with the page. */
export const SERVERS: Record<ServerName, BenchServer> = {
  project: {
    entry: 'dist/server.js',
    visit: visitProject,
    mediaPath: (sessionId, mediaId) => `/sessions/${sessionId}/media/${mediaId}`,
  },
  official: {
    entry: 'bench/official/main.js',
    visit: visitOnePage,
    mediaPath: (sessionId, mediaId) => `/media?sessionId=${sessionId}&mediaId=${mediaId}`,
  },
  floor: {
    entry: 'bench/floor/main.js',
    visit: visitOnePage,
    mediaPath: () => {
      throw new Error('The floor shows no media.')
    },
  },
}

async function visitProject(browser: HttpClient): Promise<VisitedSession> {
  const started = await browser.send('POST', '/sessions', { Origin: browser.origin })
  const [cookie = ''] = (started.header('set-cookie') ?? '').split(';')
  const path = started.header('location') ?? '/'
  const page = await browser.send('GET', path, { Cookie: cookie })
  const sessionId = readSessionId(page, /data-session-id="([0-9a-f-]{36})"/)
  return { sessionId, headers: { Cookie: cookie } }
}

async function visitOnePage(browser: HttpClient): Promise<VisitedSession> {
  const page = await browser.send('GET', '/')
  return { sessionId: readSessionId(page, /sessionID=([0-9a-f-]{36})/), headers: {} }
}

function readSessionId({ status, body }: HttpResponse, pattern: RegExp): string {
  const sessionId = pattern.exec(body)?.[1]
  if (status === 200 && sessionId !== undefined) return sessionId
  throw new Error(`A page without a session came, with status ${status}: ${body.slice(0, 300)}`)
}

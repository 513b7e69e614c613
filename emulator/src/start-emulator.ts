import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { fileURLToPath } from 'node:url'
import { API_PATH, createEmulatorApp, SANDBOX_PATH } from './app.js'
import { createApplications } from './applications.js'
import { createBackground } from './background.js'
import { createCaptureStore } from './capture-store.js'
import { listClientRoutes } from './client-routes.js'
import { systemClock, type Clock } from './clock.js'
import { createCompletion } from './completion.js'
import { createControl, type Control } from './control/control.js'
import { createFaultRegistry } from './control/fault-registry.js'
import { createInbox } from './control/inbox.js'
import { CONTROL_PATH, createControlRouter } from './control/routes.js'
import { listDocumentRoutes } from './document-routes.js'
import { createExtractor } from './extractor.js'
import { listFaceCaptureRoutes } from './face-capture-routes.js'
import { getServerOrigin, listen, closeServer } from './listen.js'
import { listLivenessRoutes } from './liveness-routes.js'
import { addMedia, type NewMedia } from './media.js'
import { createNotifications, type SentNotification } from './notifications.js'
import { listPublicRoutes } from './public-routes.js'
import { loadPortraits } from './people/load-portraits.js'
import { createRequestLog, type ReceivedRequest } from './request-log.js'
import { listSandboxRoutes, listSessionRoutes } from './session-routes.js'
import { formatEndpoint } from './route.js'
import { createSessionClock } from './session-clock.js'
import { createSessionStore } from './session-store.js'
import { getSessionState, type Session, type SessionState } from './session.js'
import { DEFAULT_TIMELINE, type Timeline } from './timeline.js'

export { createManualClock, systemClock, type Clock, type ManualClock } from './clock.js'
export { DEFAULT_TIMELINE, type Timeline } from './timeline.js'
export type { Control } from './control/control.js'
export { ControlError } from './control/control-error.js'
export type { NewMedia } from './media.js'
export type { SentNotification } from './notifications.js'
export type { ReceivedRequest } from './request-log.js'

export interface EmulatorOptions {
  host?: string
  port?: number
  /** The origin where others reach it, if not its own host and port. */
  publicUrl?: string
  /** Serves https with this certificate, and trusts it when sending notifications. */
  tls?: { key: string; cert: string } | undefined
  applications: { sdkId: string; publicKey: string }[]
  clock?: Clock
  timeline?: Partial<Timeline>
  /** Number of received requests to keep. */
  recordLimit?: number
  /** Also keeps their query, headers and body. */
  recordContent?: boolean
  notificationRetries?: number
}

/** What a test can read of a session in addition to the API. */
export interface SessionView {
  readonly state: SessionState
  /** The codes that the client page reported. */
  readonly clientErrors: readonly number[]
  readonly clientSessionToken: string | undefined
  readonly notifications: Session['spec']['notifications']
}

export interface Emulator {
  url: string
  apiUrl: string
  sandboxUrl: string
  /** Accessible from this machine only. */
  inboxUrl: string
  control: Control
  requests(): readonly ReceivedRequest[]
  notifications(): readonly SentNotification[]
  session(sessionId: string): SessionView | undefined
  /** Adds media of any size to a session and returns its id. */
  addMedia(sessionId: string, media: NewMedia): string
  /** Number of accepted sockets. */
  connections(): number
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Rejects with Node's own error when the port is taken. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { host = '127.0.0.1', port = 4000, clock = systemClock } = options
  const now = () => clock.now()
  const sessionClock = createSessionClock(clock)
  const applications = createApplications(options.applications)
  const sessions = createSessionStore(sessionClock.now)
  const requestLog = createRequestLog(options.recordLimit ?? 1_000, options.recordContent ?? true)
  const faults = createFaultRegistry()
  const notifications = createNotifications({
    now,
    clock: sessionClock,
    retries: options.notificationRetries ?? 0,
    certificate: options.tls?.cert,
  })
  const background = createBackground({
    clock: sessionClock,
    timeline: { ...DEFAULT_TIMELINE, ...options.timeline },
    notify: notifications.notify,
    isKnown: ({ id }) => sessions.find(id) !== undefined,
  })
  const findResponseConfig = (session: Session) =>
    session.responseConfig ?? applications.find(session.sdkId)?.responseConfig
  const extractor = createExtractor({ background, portraits: await loadPortraits() })
  const capture = createCaptureStore({ background, extractor, findResponseConfig })
  const completion = createCompletion({ background, findResponseConfig })

  const { now: sessionNow } = sessionClock
  const routes = [
    ...listSessionRoutes({ sessions, clock, now: sessionNow }),
    ...listFaceCaptureRoutes(capture, sessionNow),
    ...listClientRoutes(completion, sessionNow),
    ...listDocumentRoutes({ capture, extractor, findResponseConfig, now: sessionNow }),
    ...listLivenessRoutes({ capture, completion, now: sessionNow }),
    ...listPublicRoutes(now),
  ]
  const sandboxRoutes = listSandboxRoutes()
  const endpoints = [...routes, ...sandboxRoutes].map(formatEndpoint)
  const control = createControl({ sessions, clock: sessionClock, faults, notifications, endpoints })
  const inbox = createInbox({ sessions, clock: sessionClock, requestLog, notifications })
  const publicDirectory = fileURLToPath(new URL('../public', import.meta.url))
  const app = createEmulatorApp({
    routes,
    sandboxRoutes,
    routeContext: { applications, sessions, faults, requestLog, now, sessionNow },
    control: createControlRouter({ control, inbox, publicDirectory }),
    publicDirectory,
  })
  const { tls } = options
  const server = tls === undefined ? createServer(app) : createSecureServer(tls, app)
  let connections = 0
  server.on('connection', () => {
    connections += 1
  })
  await listen(server, host, port)

  const ownUrl = getServerOrigin(tls === undefined ? 'http' : 'https', host, server)
  const url = options.publicUrl ?? ownUrl
  const close = async () => {
    background.close()
    notifications.close()
    await closeServer(server)
  }
  return {
    url,
    apiUrl: `${url}${API_PATH}`,
    sandboxUrl: `${url}${SANDBOX_PATH}`,
    inboxUrl: `${ownUrl}${CONTROL_PATH}`,
    control,
    requests: requestLog.list,
    notifications: notifications.sent,
    session(sessionId) {
      const session = sessions.find(sessionId)
      return session && toSessionView(session, sessionNow(session))
    },
    addMedia(sessionId, media) {
      const session = sessions.find(sessionId)
      if (session === undefined) throw new Error(`The emulator has no session ${sessionId}.`)
      return addMedia(session.media, media, now()).id
    },
    connections: () => connections,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function toSessionView(session: Session, now: number): SessionView {
  return {
    state: getSessionState(session, now),
    clientErrors: session.clientErrors,
    clientSessionToken: session.token,
    notifications: session.spec.notifications,
  }
}

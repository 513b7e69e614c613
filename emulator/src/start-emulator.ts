import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createTokenRoute, TOKEN_PATH } from './access-tokens/token-route.js'
import { createAgentRoute } from './capture/agent-route.js'
import { CAPTURE_ROUTES } from './capture/capture-routes.js'
import { createControl, type Control } from './control/control.js'
import { createInboxRouter } from './control/inbox.js'
import { CONTROL_PATH, createControlRouter } from './control/routes.js'
import { createEmulatorState, type EmulatorOptions } from './emulator-state.js'
import { API_PATH, createEmulatorApp, SANDBOX_PATH } from './http/app.js'
import { formatEndpoint, publicRoute, type ReceivedRequest } from './http/route.js'
import type { SentNotification } from './notifications/notifications.js'
import { listPublicRoutes } from './people/public-routes.js'
import { createReportSigner } from './profiles/sign-report.js'
import { addMedia, type NewMedia } from './sessions/media.js'
import { CLIENT_ROUTES, listSessionRoutes, SANDBOX_ROUTES } from './sessions/session-routes.js'
import { describeSession, type SessionStatus } from './sessions/session-status.js'
import {
  DEFAULT_TIMELINE,
  getSessionState,
  type Session,
  type SessionState,
  type Timeline,
} from './sessions/session.js'

export { createManualClock, systemClock, type Clock, type ManualClock } from './clock.js'
export type { Control } from './control/control.js'
export { ControlError } from './control/control-error.js'
export type { SessionFixture } from './sessions/session-fixture.js'
export type { SessionStatus } from './sessions/session-status.js'
export type { EmulatorOptions } from './emulator-state.js'
export type { ReceivedRequest } from './http/route.js'
export type { SentNotification } from './notifications/notifications.js'
export type { NewMedia } from './sessions/media.js'
export { DEFAULT_TIMELINE, type Timeline } from './sessions/session.js'

// Yoti's own address is unpublished.
const REPORT_KEYS_PATH = '/report-keys'

/** What a test can read of a session in addition to the API. */
export interface SessionView extends Omit<SessionStatus, 'state'> {
  readonly state: SessionState
  readonly clientSessionToken: string | undefined
  readonly notifications: Session['spec']['notifications']
}

export interface Emulator {
  url: string
  apiUrl: string
  sandboxUrl: string
  /** Issues access tokens. */
  tokenUrl: string
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
  const { host = '127.0.0.1', port = 4000, tls, publicUrl } = options
  const scheme = tls === undefined ? 'http' : 'https'
  const state = createEmulatorState(options)
  const { clock, sessions, notifications, requestLog } = state
  const timeline = accelerate({ ...DEFAULT_TIMELINE, ...options.timeline }, options.speed)
  const reportSigner = createReportSigner(() => `${getUrl()}${API_PATH}${REPORT_KEYS_PATH}`)
  const routes = [
    ...listSessionRoutes(
      sessions,
      { clock, timeline, notify: notifications.notify, signReport: reportSigner.sign },
      state.trackings.applyTo,
    ),
    ...CLIENT_ROUTES,
    ...CAPTURE_ROUTES,
    ...listPublicRoutes(clock.now, sessions),
    publicRoute(REPORT_KEYS_PATH, () => ({ json: reportSigner.jwks })),
  ]
  const sandboxRoutes = [...SANDBOX_ROUTES, createAgentRoute(sessions)]
  const control = createControl(state, [...routes, ...sandboxRoutes].map(formatEndpoint))
  const app = createEmulatorApp(state, {
    rootRoutes: [createTokenRoute({ ...state, now: clock.now, scheme, publicUrl })],
    routes,
    sandboxRoutes,
    control: createControlRouter(control, createInboxRouter(state), state.webhooks),
  })
  const server = tls === undefined ? createServer(app) : createSecureServer(tls, app)
  const getOwnUrl = () => getServerOrigin(scheme, host, server)
  const getUrl = () => publicUrl ?? getOwnUrl()
  let connections = 0
  server.on('connection', () => {
    connections += 1
  })
  await once(server.listen(port, host), 'listening')

  const url = getUrl()
  const close = async () => {
    clock.cancelTimers()
    notifications.close()
    await new Promise((resolve) => {
      server.close(resolve)
      server.closeAllConnections()
    })
  }
  return {
    url,
    apiUrl: `${url}${API_PATH}`,
    sandboxUrl: `${url}${SANDBOX_PATH}`,
    tokenUrl: `${url}${TOKEN_PATH}`,
    inboxUrl: `${getOwnUrl()}${CONTROL_PATH}`,
    control,
    requests: requestLog.list,
    notifications: notifications.sent,
    session(sessionId) {
      const session = sessions.find(sessionId)
      return session && toSessionView(session)
    },
    addMedia(sessionId, media) {
      const session = sessions.find(sessionId)
      if (session === undefined) throw new Error(`The emulator has no session ${sessionId}.`)
      return addMedia(session, media).id
    },
    connections: () => connections,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function accelerate(timeline: Timeline, speed = 1): Timeline {
  const delays = Object.entries(timeline).map(([name, ms]) => [name, Math.round(ms / speed)])
  return Object.fromEntries(delays) as Timeline
}

function toSessionView(session: Session): SessionView {
  return {
    ...describeSession(session),
    state: getSessionState(session),
    clientSessionToken: session.token,
    notifications: session.spec.notifications,
  }
}

/** A server that listens on all interfaces is reached on loopback. */
function getServerOrigin(scheme: string, host: string, server: Server): string {
  const { port } = server.address() as AddressInfo
  if (host === '0.0.0.0' || host === '::') return `${scheme}://127.0.0.1:${port}`
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
}

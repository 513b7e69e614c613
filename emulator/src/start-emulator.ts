import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createTokenRoute, TOKEN_PATH } from './access-tokens/token-route.js'
import { createAgentRoute } from './capture/agent-route.js'
import { CAPTURE_ROUTES } from './capture/capture-routes.js'
import { createControl } from './control/control.js'
import { createInboxRouter } from './control/inbox.js'
import { CONTROL_PATH, createControlRouter } from './control/routes.js'
import { createEmulatorState, type EmulatorOptions } from './emulator-state.js'
import { API_PATH, createEmulatorApp, SANDBOX_PATH } from './http/app.js'
import { formatEndpoint, publicRoute } from './http/route.js'
import { listPublicRoutes } from './people/public-routes.js'
import { createReportSigner } from './profiles/sign-report.js'
import { addMedia, type NewMedia } from './sessions/media.js'
import { CLIENT_ROUTES, listSessionRoutes, SANDBOX_ROUTES } from './sessions/session-routes.js'
import { describeSession } from './sessions/session-status.js'
import { DEFAULT_TIMELINE, getSessionState, type Timeline } from './sessions/session.js'

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

export type Emulator = Awaited<ReturnType<typeof startEmulator>>
export type SessionView = NonNullable<ReturnType<Emulator['session']>>

/** Rejects with Node's own error when the port is taken. */
export async function startEmulator(options: EmulatorOptions) {
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
    rootRoutes: [createTokenRoute(state, scheme, publicUrl)],
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
  const close = async (): Promise<void> => {
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
    /** Issues access tokens. */
    tokenUrl: `${url}${TOKEN_PATH}`,
    /** Accessible from this machine only. */
    inboxUrl: `${getOwnUrl()}${CONTROL_PATH}`,
    control,
    requests: requestLog.list,
    notifications: notifications.sent,
    /** What a test can read of a session in addition to the API. */
    session(sessionId: string) {
      const session = sessions.find(sessionId)
      if (session === undefined) return undefined
      const { token: clientSessionToken, spec } = session
      const { notifications: settings } = spec
      const state = getSessionState(session)
      return { ...describeSession(session), state, clientSessionToken, notifications: settings }
    },
    /** Adds media of any size to a session and returns its id. */
    addMedia(sessionId: string, media: NewMedia): string {
      const session = sessions.find(sessionId)
      if (session === undefined) throw new Error(`The emulator has no session ${sessionId}.`)
      return addMedia(session, media).id
    },
    /** Number of accepted sockets. */
    connections: () => connections,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function accelerate(timeline: Timeline, speed = 1): Timeline {
  const delays = Object.entries(timeline).map(([name, ms]) => [name, Math.round(ms / speed)])
  return Object.fromEntries(delays) as Timeline
}

/** A server that listens on all interfaces is reached on loopback. */
function getServerOrigin(scheme: string, host: string, server: Server): string {
  const { port } = server.address() as AddressInfo
  if (host === '0.0.0.0' || host === '::') return `${scheme}://127.0.0.1:${port}`
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
}

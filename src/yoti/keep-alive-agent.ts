import * as http from 'node:http'
import * as https from 'node:https'
import type { Duplex } from 'node:stream'
import { HttpsProxyAgent } from 'https-proxy-agent'

export interface AgentOptions {
  maxSockets: number
  /** For each connection, including its TLS handshake. Default: 3000. */
  connectTimeoutMs?: number | undefined
  /** The HTTP proxy for a URL, if it needs one. */
  findProxy?: ((url: string) => string | undefined) | undefined
  /** PEM of the only certificate to trust, such as the emulator's. */
  ca?: string | undefined
}

/** Closes idle sockets before Yoti does, because a POST on a closing socket fails and is not retried. */
const IDLE_SOCKET_TIMEOUT_MS = 15_000

export function createKeepAliveAgent(
  url: string,
  { maxSockets, connectTimeoutMs = 3000, findProxy, ca }: AgentOptions,
): http.Agent {
  const isSecure = url.startsWith('https:')
  const options = { keepAlive: true, maxSockets, timeout: IDLE_SOCKET_TIMEOUT_MS }
  const proxyUrl = findProxy?.(url)
  if (proxyUrl !== undefined) return createProxyAgent(proxyUrl, options)
  const agent = isSecure
    ? new https.Agent({ ...options, ...(ca === undefined ? {} : { ca }) })
    : new http.Agent(options)
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (target, callback) => {
    const socket = connect(target, callback)
    if (socket)
      enforceConnectTimeout(socket, isSecure ? 'secureConnect' : 'connect', connectTimeoutMs)
    return socket
  }
  return agent
}

/** An answer of the proxy itself must not count as Yoti's or the webhook receiver's. */
export function createProxyAgent(proxyUrl: string, options: http.AgentOptions = {}): http.Agent {
  const agent = new HttpsProxyAgent(proxyUrl, options)
  agent.on('proxyConnect', ({ statusCode }: { statusCode: number }, req: http.ClientRequest) => {
    if (statusCode === 200) return
    const err = new Error(`the proxy in HTTPS_PROXY responded with ${statusCode}`)
    req.destroy(Object.assign(err, { code: `PROXY_${statusCode}` }))
  })
  return agent
}

function enforceConnectTimeout(socket: Duplex, connectedEvent: string, timeoutMs: number): void {
  const timer = setTimeout(() => {
    const err = new Error(`no connection within ${timeoutMs} ms`)
    socket.destroy(Object.assign(err, { code: 'ETIMEDOUT' }))
  }, timeoutMs)
  const stop = () => {
    clearTimeout(timer)
  }
  socket.once(connectedEvent, stop)
  socket.once('close', stop)
}

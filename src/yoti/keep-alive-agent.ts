import * as http from 'node:http'
import * as https from 'node:https'
import type { Duplex } from 'node:stream'

/**
 * A socket that is idle for longer is dropped: the other end may be about to close it, and a POST
 * that meets the closing fails without being retried.
 */
const IDLE_SOCKET_TIMEOUT_MS = 15_000

/** Keep-alive connections, never more than `maxSockets`; one not made within `connectTimeout` ms fails. */
export function createKeepAliveAgent(
  secure: boolean,
  options: { maxSockets: number; connectTimeoutMs: number; ca?: string | undefined },
): http.Agent {
  const agentOptions = {
    keepAlive: true,
    maxSockets: options.maxSockets,
    timeout: IDLE_SOCKET_TIMEOUT_MS,
  }
  const { ca } = options
  const tlsOptions = ca === undefined ? {} : { ca }
  const agent = secure
    ? new https.Agent({ ...agentOptions, ...tlsOptions })
    : new http.Agent(agentOptions)
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (target, callback) => {
    const socket = connect(target, callback)
    if (socket)
      enforceConnectTimeout(socket, secure ? 'secureConnect' : 'connect', options.connectTimeoutMs)
    return socket
  }
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

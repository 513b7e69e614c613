import * as http from 'node:http'
import * as https from 'node:https'
import type { Duplex } from 'node:stream'

/** Closes idle sockets before Yoti does, because a POST on a closing socket fails and is not retried. */
const IDLE_SOCKET_TIMEOUT_MS = 15_000

/** Creates an agent with at most `maxSockets` connections, each established within `connectTimeoutMs`. */
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

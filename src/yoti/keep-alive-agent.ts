import * as http from 'node:http'
import * as https from 'node:https'
import type { Duplex } from 'node:stream'

/**
 * A socket that is idle for longer is dropped: the other end may be about to close it, and a POST
 * that meets the closing fails without being retried.
 */
const IDLE_SOCKET_TIMEOUT = 15_000

/** Keep-alive connections, never more than `maxSockets`; one not made within `connectTimeout` ms fails. */
export function createKeepAliveAgent(
  secure: boolean,
  options: { maxSockets: number; connectTimeout: number; ca?: string | undefined },
): http.Agent {
  const agentOptions = {
    keepAlive: true,
    maxSockets: options.maxSockets,
    timeout: IDLE_SOCKET_TIMEOUT,
  }
  const { ca } = options
  const trust = ca === undefined ? {} : { ca }
  const agent = secure
    ? new https.Agent({ ...agentOptions, ...trust })
    : new http.Agent(agentOptions)
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (target, callback) => {
    const socket = connect(target, callback)
    if (socket)
      limitConnecting(socket, secure ? 'secureConnect' : 'connect', options.connectTimeout)
    return socket
  }
  return agent
}

function limitConnecting(socket: Duplex, connected: string, timeout: number): void {
  const timer = setTimeout(() => {
    const err = new Error(`no connection within ${timeout} ms`)
    socket.destroy(Object.assign(err, { code: 'ETIMEDOUT' }))
  }, timeout)
  const stop = () => {
    clearTimeout(timer)
  }
  socket.once(connected, stop)
  socket.once('close', stop)
}

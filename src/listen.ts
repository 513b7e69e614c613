import { once } from 'node:events'
import type { Server } from 'node:http'
import { ConfigError } from './config/config.js'

export async function listen(
  server: Server,
  port: number,
  host: string,
  variable: string,
): Promise<void> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (err) {
    throw toListenError(err, port, variable)
  }
}

/** Names the variable that sets the port or host, because the user has to change it. */
export function toListenError(err: unknown, port: number, variable: string): unknown {
  const { code } = err as { code?: unknown }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    const host = variable.replace('PORT', 'HOST')
    return new ConfigError([
      `${host}: is not an address of this machine. Set it to one, for example ${host}=127.0.0.1, or unset it.`,
    ])
  }
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return err
  const reason = code === 'EADDRINUSE' ? 'is taken by another program' : 'needs more privileges'
  return new ConfigError([
    `${variable}: port ${port} ${reason}. Set ${variable} to a free port, for example ${variable}=${port + 10} npm start.`,
  ])
}

/** Closes connections that are still open after the timeout. */
export async function closeServer(server: Server, timeoutMs: number): Promise<void> {
  if (!server.listening) return
  const timer = setTimeout(() => {
    server.closeAllConnections()
  }, timeoutMs)
  server.close()
  server.closeIdleConnections()
  await once(server, 'close')
  clearTimeout(timer)
}

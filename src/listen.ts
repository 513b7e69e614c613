import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { getHeapStatistics } from 'node:v8'
import type { Config } from './config/config.js'
import { ConfigError } from './config/environment.js'

/** Node's default of 30 s would let a client exceed a timeout for so long. */
export const SERVER_OPTIONS = { connectionsCheckingInterval: 1000 }
/** For the database, files, and connections to Yoti. */
const RESERVED_DESCRIPTORS = 200
const BASE_MEMORY_MB = 150
const CONNECTION_MEMORY_MB = 0.03

/** Applies the limits of the configuration, and those of the system, of which it returns warnings. */
export function limitConnections(
  server: Server,
  config: Pick<
    Config,
    'keepAliveTimeoutSeconds' | 'headersTimeoutSeconds' | 'requestTimeoutSeconds' | 'maxConnections'
  >,
  onRefused: () => void,
  system = readSystemLimits(),
): string[] {
  const { maxConnections } = config
  server.keepAliveTimeout = config.keepAliveTimeoutSeconds * 1000
  server.headersTimeout = config.headersTimeoutSeconds * 1000
  server.requestTimeout = config.requestTimeoutSeconds * 1000
  const available = Math.max(system.openFiles - RESERVED_DESCRIPTORS, 1)
  server.maxConnections = Math.min(maxConnections, available)
  server.on('drop', onRefused)
  const neededFiles = maxConnections + RESERVED_DESCRIPTORS
  const neededMb = Math.ceil(BASE_MEMORY_MB + maxConnections * CONNECTION_MEMORY_MB)
  return [
    ...(available < maxConnections
      ? [
          `MAX_CONNECTIONS: is ${maxConnections}, but this process may open only ${system.openFiles} files and connections, so it accepts ${available}. Raise the limit (ulimit -n) to ${neededFiles}, or lower MAX_CONNECTIONS.`,
        ]
      : []),
    ...(system.memoryMb < neededMb
      ? [
          `MAX_CONNECTIONS: is ${maxConnections}, which may need ${neededMb} MB of memory, but this process may use only ${system.memoryMb} MB. Give it more memory, or lower MAX_CONNECTIONS.`,
        ]
      : []),
  ]
}

function readSystemLimits() {
  const heapMb = getHeapStatistics().heap_size_limit / 1e6
  // Of the container.
  const constrainedMb = (process.constrainedMemory() || Infinity) / 1e6
  return { openFiles: readMaxOpenFiles(), memoryMb: Math.floor(Math.min(heapMb, constrainedMb)) }
}

/** Only Linux has the file. */
function readMaxOpenFiles(): number {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8')
    return Number(/^Max open files +(\d+)/m.exec(limits)?.[1] ?? Infinity)
  } catch {
    return Infinity
  }
}

/** Connections that wait to be accepted: Node's 511 would delay others of a surge by seconds. */
const BACKLOG = 4096

export async function listen(
  server: Server,
  port: number,
  host: string,
  variable: string,
): Promise<void> {
  server.listen({ port, host, backlog: BACKLOG })
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

import { z } from 'zod'
import { findLanAddress, isPrivateAddress } from './own-addresses.js'
import {
  isLoopback,
  originSchema,
  integerInRange,
  type Environment,
  type IsLocal,
} from './environment.js'

/** Where this server and its emulator listen, and how others reach them. */
export interface Addresses {
  /** `self-signed`: https with a generated certificate, for development. */
  https: 'off' | 'self-signed'
  /** The origin where browsers and Yoti reach this server. */
  baseUrl: string
  host: string
  port: number
  /** A separate port for metrics and readiness; undefined: `port`. */
  opsPort: number | undefined
  /** `publicUrl` is set only if it is not simply host and port. */
  emulator: { host: string; port: number; publicUrl?: string }
  /** Number of trusted proxies in front of this server. */
  trustProxy: number
}

const portSchema = integerInRange(1, 65_535)

export function readAddresses(
  { get, read, problems }: Environment,
  ownAddresses: readonly string[],
): Addresses {
  const readPort = (name: string, fallback: number) =>
    read(name, portSchema, fallback, `a port from 1 to 65535, such as ${fallback}`)

  const port = readPort('PORT', 3000)
  const opsPort = read('OPS_PORT', portSchema.optional(), undefined, 'a port from 1 to 65535')
  if (opsPort === port) {
    problems.push('OPS_PORT: is the same as PORT. Choose another port, or unset it to share PORT.')
  }
  const https = read('HTTPS', z.enum(['off', 'self-signed']), 'off', 'off or self-signed')
  const defaultHost = https === 'self-signed' ? '0.0.0.0' : '127.0.0.1'
  const host = get('HOST') ?? defaultHost
  const emulatorHost = get('EMULATOR_HOST') ?? defaultHost
  const emulatorPort = readPort('EMULATOR_PORT', 4000)
  const lanAddress = findLanAddress(ownAddresses)
  const publicHost = (host: string, localHost: string) =>
    WILDCARD_HOSTS.has(host)
      ? (lanAddress ?? localHost)
      : isLoopback(toUrl(host))
        ? localHost
        : host
  return {
    https,
    baseUrl: read(
      'YOTI_APP_BASE_URL',
      originSchema,
      https === 'off'
        ? `http://localhost:${port}`
        : toUrl(publicHost(host, 'localhost'), port).origin,
      'an origin without a path, such as https://verify.example.com',
    ),
    host,
    port,
    opsPort,
    emulator: {
      host: emulatorHost,
      port: emulatorPort,
      ...(https === 'off'
        ? {}
        : { publicUrl: toUrl(publicHost(emulatorHost, '127.0.0.1'), emulatorPort).origin }),
    },
    trustProxy: read(
      'TRUST_PROXY',
      integerInRange(0, 10),
      0,
      'the number of proxies in front of this server, 0 to 10',
    ),
  }
}

/** Only for a server that starts its own emulator. */
export function checkEmulatorPort({ problems }: Environment, addresses: Addresses): void {
  const { emulator, port, opsPort } = addresses
  const conflictingVariable =
    emulator.port === port ? 'PORT' : emulator.port === opsPort ? 'OPS_PORT' : undefined
  if (conflictingVariable !== undefined) {
    problems.push(
      `EMULATOR_PORT: is the same as ${conflictingVariable}. Choose another port, for example 4000.`,
    )
  }
}

const WILDCARD_HOSTS = new Set(['0.0.0.0', '::'])

function toUrl(host: string, port = 443): URL {
  const urlHost = host.includes(':') ? `[${host}]` : host
  return URL.parse(`https://${urlHost}:${port}`) ?? new URL('https://localhost')
}

/**
 * Loopback and, with a development certificate, this machine's private addresses: the browser's
 * warning makes clear that the site is not public.
 */
export function createIsLocal({ https }: Addresses, ownAddresses: readonly string[]): IsLocal {
  const localHosts = new Set(https === 'off' ? [] : ownAddresses.filter(isPrivateAddress))
  return (url) => isLoopback(url) || localHosts.has(url.hostname.replace(/^\[(.*)\]$/, '$1'))
}

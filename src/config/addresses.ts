import { z } from 'zod'
import { findLanAddress, isPrivate } from '../https/own-addresses.js'
import { isLoopback, origin, wholeNumber, type Environment, type IsLocal } from './environment.js'

/** Where this server and an emulator of its own listen, and how others reach it. */
export interface Addresses {
  /** `self-signed`: this server and an emulator of its own speak https, for development. */
  https: 'off' | 'self-signed'
  /** The origin where browsers and Yoti reach this server. */
  baseUrl: string
  host: string
  port: number
  /** Where metrics and readiness are, apart from the public; undefined: at `port`. */
  opsPort: number | undefined
  /** Its origin for browsers is told only where it is not simply host and port. */
  emulator: { host: string; port: number; publicUrl?: string }
  /** How many proxies in front of us to believe. */
  trustProxy: number
}

const aPort = wholeNumber(1, 65_535)

export function readAddresses(
  { get, read, problems }: Environment,
  ownAddresses: readonly string[],
): Addresses {
  const readPort = (name: string, fallback: number) =>
    read(name, aPort, fallback, `a port from 1 to 65535, such as ${fallback}`)

  const port = readPort('PORT', 3000)
  const opsPort = read('OPS_PORT', aPort.optional(), undefined, 'a port from 1 to 65535')
  if (opsPort === port) {
    problems.push('OPS_PORT: is the same as PORT. Give it another, or leave it out to share PORT.')
  }
  const https = read('HTTPS', z.enum(['off', 'self-signed']), 'off', 'off or self-signed')
  const everywhere = https === 'self-signed' ? '0.0.0.0' : '127.0.0.1'
  const host = get('HOST') ?? everywhere
  const emulatorHost = get('EMULATOR_HOST') ?? everywhere
  const emulatorPort = readPort('EMULATOR_PORT', 4000)
  const lanAddress = findLanAddress(ownAddresses)
  const publicHost = (listening: string, here: string) =>
    WILDCARDS.has(listening)
      ? (lanAddress ?? here)
      : isLoopback(toUrl(listening))
        ? here
        : listening
  return {
    https,
    baseUrl: read(
      'YOTI_APP_BASE_URL',
      origin,
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
      wholeNumber(0, 10),
      0,
      'the number of proxies in front, 0 to 10',
    ),
  }
}

/** Once it is known that the server starts an emulator of its own. */
export function checkEmulatorPort({ problems }: Environment, addresses: Addresses): void {
  const { emulator, port, opsPort } = addresses
  const same = emulator.port === port ? 'PORT' : emulator.port === opsPort ? 'OPS_PORT' : undefined
  if (same !== undefined) {
    problems.push(`EMULATOR_PORT: is the same as ${same}. Give it another, for example 4000.`)
  }
}

const WILDCARDS = new Set(['0.0.0.0', '::'])

function toUrl(host: string, port = 443): URL {
  const safe = host.includes(':') ? `[${host}]` : host
  return URL.parse(`https://${safe}:${port}`) ?? new URL('https://localhost')
}

/**
 * Loopback; with a development certificate also this machine's addresses in a private network,
 * where browsers warn of every page, so that nobody takes it for the real thing.
 */
export function createIsLocal({ https }: Addresses, ownAddresses: readonly string[]): IsLocal {
  const own = new Set(https === 'off' ? [] : ownAddresses.filter(isPrivate))
  return (url) => isLoopback(url) || own.has(url.hostname.replace(/^\[(.*)\]$/, '$1'))
}

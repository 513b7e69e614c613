import { origin, wholeNumber, type Environment } from './environment.js'

/** Where this server and an emulator of its own listen, and how others reach it. */
export interface Addresses {
  /** The origin where browsers and Yoti reach this server. */
  baseUrl: string
  host: string
  port: number
  /** Where metrics and readiness are, apart from the public; undefined: at `port`. */
  opsPort: number | undefined
  emulator: { host: string; port: number }
  /** How many proxies in front of us to believe. */
  trustProxy: number
}

const aPort = wholeNumber(1, 65_535)

export function readAddresses({ get, read, problems }: Environment): Addresses {
  const readPort = (name: string, fallback: number) =>
    read(name, aPort, fallback, `a port from 1 to 65535, such as ${fallback}`)

  const port = readPort('PORT', 3000)
  const opsPort = read('OPS_PORT', aPort.optional(), undefined, 'a port from 1 to 65535')
  if (opsPort === port) {
    problems.push('OPS_PORT: is the same as PORT. Give it another, or leave it out to share PORT.')
  }
  return {
    baseUrl: read(
      'YOTI_APP_BASE_URL',
      origin,
      `http://localhost:${port}`,
      'an origin without a path, such as https://verify.example.com',
    ),
    host: get('HOST') ?? '127.0.0.1',
    port,
    opsPort,
    emulator: { host: get('EMULATOR_HOST') ?? '127.0.0.1', port: readPort('EMULATOR_PORT', 4000) },
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

import { once } from 'node:events'
import { lookup } from 'node:dns/promises'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { text } from 'node:stream/consumers'
import { getBareHost, isPrivateAddress } from '#src/config/network.js'
import { fail, ok, warn, type Finding, type HealthProbe } from './check.js'

const TIMEOUT_MS = 5000

/** @param ca trusted instead of the usual authorities, which `fetch` does not support */
export async function probeHealth(
  origin: string,
  { ca }: { ca?: string | undefined } = {},
): Promise<HealthProbe> {
  const url = new URL('/healthz', origin)
  const { get } = url.protocol === 'https:' ? https : http
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const request = get(url, { signal, agent: false, ...(ca === undefined ? {} : { ca }) })
    // Also emitted while the body is read, which fails itself.
    request.on('error', () => undefined)
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    const { statusCode: status = 0 } = response
    const isThisServer = (await text(response)).includes('"status":"ok"') && status === 200
    return isThisServer ? { state: 'this-server' } : { state: 'other', status }
  } catch (error) {
    return { state: 'nothing', error: signal.aborted ? { code: 'ETIMEDOUT' } : error }
  }
}

/** undefined if the name does not resolve. */
export async function resolveHost(url: URL): Promise<string[] | undefined> {
  const found = await lookup(getBareHost(url), { all: true }).catch(() => undefined)
  return found?.map(({ address }) => address)
}

export function checkLocalServer(reach: HealthProbe, port: number): Finding {
  if (reach.state === 'this-server') return ok(`running on port ${port}`)
  if (reach.state === 'nothing' && findErrorCode(reach.error) === 'ECONNREFUSED') {
    return ok(`not running; port ${port} is free`)
  }
  return warn(
    `another program uses port ${port}`,
    `Stop it, or set PORT to a free port, for example PORT=${port + 10}.`,
  )
}

const START_FIRST = 'Start the server, then run this again.'

/**
 * Estimates, from inside, whether Yoti can reach this server from the internet.
 *
 * @param input.addresses what the base URL's host resolves to on this machine; undefined: nothing
 */
export function checkNotifications(input: {
  baseUrl: string
  addresses: readonly string[] | undefined
  reach: HealthProbe
  running: boolean
}): Finding {
  const { baseUrl, addresses, reach, running } = input
  const { hostname } = new URL(baseUrl)
  const url = `${baseUrl}/healthz`
  if (addresses === undefined) {
    return fail(
      `${hostname} does not resolve, so Yoti cannot find it`,
      'Correct YOTI_APP_BASE_URL, or create a DNS record for it.',
    )
  }
  if (addresses.every(isPrivateAddress)) {
    return warn(
      `${hostname} resolves here to ${addresses.join(', ')}, which the internet cannot reach`,
      'Give it a public address, or use a tunnel and set YOTI_APP_BASE_URL to its URL. Ignore this if your public DNS returns another address.',
    )
  }
  if (reach.state === 'this-server') {
    return ok(`${url} responds to this machine; Yoti will use ${baseUrl}/notifications`)
  }
  if (reach.state === 'other') {
    const seen = `${url}: returns ${reach.status}, which is not from this server`
    return running
      ? fail(seen, 'Make sure that the proxy in front forwards every path to this server.')
      : warn(seen, START_FIRST)
  }
  const { seen: reason, fix } = explainConnectionError(reach.error)
  if (reason.includes('certificate')) return fail(`${url}: ${reason}`, fix)
  return warn(
    `${url}: ${reason}`,
    running
      ? 'Make sure that the proxy in front is running. If your network blocks its own public address from inside, test from another network.'
      : START_FIRST,
  )
}

export function explainConnectionError(err: unknown): { seen: string; fix: string } {
  const code = findErrorCode(err) ?? 'unknown'
  if (/CERT|UNABLE_TO_|SELF_SIGNED|ERR_TLS_/.test(code)) {
    return {
      seen: `the certificate is not trusted (${code})`,
      fix: 'Use a certificate with the complete chain of a trusted authority. If a corporate proxy intercepts TLS, set NODE_EXTRA_CA_CERTS to the PEM file of its authority.',
    }
  }
  if (code.startsWith('PROXY_')) {
    return {
      seen: `the proxy in HTTPS_PROXY rejects the connection (${code})`,
      fix: 'Set its user and password for 407. Otherwise let it allow this host, or add the host to NO_PROXY.',
    }
  }
  return {
    seen: `${CONNECTION_ERRORS[code] ?? 'no response'} (${code})`,
    fix: 'Check the address, and that DNS, firewall and outgoing proxy let this machine connect to it.',
  }
}

const CONNECTION_ERRORS: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was closed',
  ENOTFOUND: 'the host name does not resolve',
  EAI_AGAIN: 'the DNS server does not respond',
  ETIMEDOUT: 'timed out',
  EHOSTUNREACH: 'the host is unreachable',
  ENETUNREACH: 'the network is unreachable',
  EPROTO: 'the port does not support https',
}

function findErrorCode(err: unknown): string | undefined {
  if (typeof err !== 'object' || err === null) return undefined
  const { code, cause, errors } = err as { code?: unknown; cause?: unknown; errors?: unknown }
  // The cause of a YOTI_ error has the code of the reason.
  if (typeof code === 'string' && !code.startsWith('YOTI_')) return code
  return findErrorCode(Array.isArray(errors) ? errors[0] : cause)
}

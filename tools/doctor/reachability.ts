import { lookup } from 'node:dns/promises'
import { get as getHttp } from 'node:http'
import { get as getHttps } from 'node:https'
import { text } from 'node:stream/consumers'
import { getBareHost, isPrivateAddress } from '#src/config/network.js'
import { fail, ok, warn, type Finding, type HealthProbe } from './finding.js'

const TIMEOUT_MS = 5000

/** @param ca trusted instead of the usual authorities */
export async function probeHealth(
  origin: string,
  { ca }: { ca?: string | undefined } = {},
): Promise<HealthProbe> {
  try {
    const { status, body } = await getHealth(new URL('/healthz', origin), ca)
    const isThisServer = status === 200 && body.includes('"status":"ok"')
    return isThisServer ? { state: 'this-server' } : { state: 'other', status }
  } catch (error) {
    return { state: 'nothing', error }
  }
}

/** `fetch` accepts no certificate. */
function getHealth(url: URL, ca: string | undefined) {
  const get = url.protocol === 'https:' ? getHttps : getHttp
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const request = get(url, { signal, agent: false, ...(ca === undefined ? {} : { ca }) })
    request.once('error', (err) => {
      const timeoutError = Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })
      reject(signal.aborted ? timeoutError : err)
    })
    request.once('response', (response) => {
      text(response).then((body) => {
        resolve({ status: response.statusCode ?? 0, body })
      }, reject)
    })
  })
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

export interface NotificationCheckInput {
  baseUrl: string
  /** What the base URL's host resolves to on this machine; undefined: nothing. */
  addresses: readonly string[] | undefined
  reach: HealthProbe
  running: boolean
}

/** Estimates, from inside, whether Yoti can reach this server from the internet. */
export function checkNotifications(input: NotificationCheckInput): Finding {
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
  const { seen, fix } =
    reach.state === 'other'
      ? { seen: `returns ${reach.status}, which is not from this server`, fix: undefined }
      : explainConnectionError(reach.error)
  if (seen.includes('certificate') && fix !== undefined) return fail(`${url}: ${seen}`, fix)
  if (!running) return warn(`${url}: ${seen}`, 'Start the server, then run this again.')
  return reach.state === 'other'
    ? fail(
        `${url}: ${seen}`,
        'Make sure that the proxy in front forwards every path to this server.',
      )
    : warn(
        `${url}: ${seen}`,
        'Make sure that the proxy in front is running. If your network blocks its own public address from inside, test from another network.',
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

import { lookup } from 'node:dns/promises'
import { get as getHttp } from 'node:http'
import { get as getHttps } from 'node:https'
import { text } from 'node:stream/consumers'

const TIMEOUT_MS = 5000

export type HealthProbe =
  | { state: 'this-server' }
  | { state: 'other'; status: number }
  | { state: 'nothing'; error: unknown }

/** @param ca trusted instead of the usual authorities */
export async function probeHealth(
  origin: string,
  { ca, timeoutMs = TIMEOUT_MS }: { ca?: string | undefined; timeoutMs?: number } = {},
): Promise<HealthProbe> {
  try {
    const { status, body } = await getHealth(new URL('/healthz', origin), ca, timeoutMs)
    return status === 200 && isHealth(body) ? { state: 'this-server' } : { state: 'other', status }
  } catch (error) {
    return { state: 'nothing', error }
  }
}

function getHealth(url: URL, ca: string | undefined, timeoutMs: number) {
  const start = url.protocol === 'https:' ? getHttps : getHttp
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs)
    const request = start(url, { signal, agent: false, ...(ca === undefined ? {} : { ca }) })
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

function isHealth(body: string): boolean {
  try {
    return (JSON.parse(body) as { status?: unknown } | null)?.status === 'ok'
  } catch {
    return false
  }
}

/** Rejects if the name does not resolve. */
export async function resolveHost(hostname: string): Promise<string[]> {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1')
  const found = await lookup(bare, { all: true })
  return found.map(({ address }) => address)
}

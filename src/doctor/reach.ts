import { lookup } from 'node:dns/promises'
import { get as getHttp } from 'node:http'
import { get as getHttps } from 'node:https'
import { text } from 'node:stream/consumers'

/** Milliseconds. */
const TIMEOUT = 5000

/** What came of asking an address for `/healthz`. */
export type Reach =
  { state: 'ours' } | { state: 'other'; status: number } | { state: 'nothing'; error: unknown }

/** @param ca trusted besides the usual authorities, and instead of them */
export async function reachServer(
  origin: string,
  { ca, timeout = TIMEOUT }: { ca?: string | undefined; timeout?: number } = {},
): Promise<Reach> {
  try {
    const { status, body } = await get(new URL('/healthz', origin), ca, timeout)
    return status === 200 && isHealth(body) ? { state: 'ours' } : { state: 'other', status }
  } catch (error) {
    return { state: 'nothing', error }
  }
}

function get(url: URL, ca: string | undefined, timeout: number) {
  const start = url.protocol === 'https:' ? getHttps : getHttp
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const signal = AbortSignal.timeout(timeout)
    const asked = start(url, { signal, agent: false, ...(ca === undefined ? {} : { ca }) })
    asked.once('error', (err) => {
      const tooLate = Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })
      reject(signal.aborted ? tooLate : err)
    })
    asked.once('response', (answer) => {
      text(answer).then((body) => {
        resolve({ status: answer.statusCode ?? 0, body })
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

/** The addresses of a name, as this machine sees them. Rejects when there are none. */
export async function resolveHost(hostname: string): Promise<string[]> {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1')
  const found = await lookup(bare, { all: true })
  return found.map(({ address }) => address)
}

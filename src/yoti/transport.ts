import type { Readable } from 'node:stream'
import axios, { AxiosHeaders } from 'axios'
import { createKeepAliveAgent } from './keep-alive-agent.js'
import type { SignedRequest } from './signed-request.js'

export interface HttpResponse {
  status: number
  header: (name: string) => string | undefined
  /** Unread. The caller must read it to the end or destroy it. */
  body: Readable
}

export interface Transport {
  /** @throws AxiosError, which contains the request and so must not leave this folder */
  send(request: SignedRequest, signal: AbortSignal): Promise<HttpResponse>
  close(): void
}

const DEFAULT_HEADERS = {
  Accept: 'application/json',
  'Accept-Encoding': 'identity',
  'User-Agent': 'yoti-doc-scan-relying-party',
}

/** Sends exactly what was signed: without redirects, environment proxies or rewriting. */
export function createTransport(
  apiUrl: string,
  options: { maxSockets: number; connectTimeoutMs: number; ca?: string | undefined },
): Transport {
  const base = new URL(apiUrl)
  const prefix = base.origin + base.pathname.replace(/\/+$/, '')
  const agent = createKeepAliveAgent(base.protocol === 'https:', options)
  // Uses only the adapter, because an axios instance transforms bodies.
  const send = axios.getAdapter('http')
  const settings = {
    httpAgent: agent,
    httpsAgent: agent,
    maxRedirects: 0,
    proxy: false,
    responseType: 'stream',
    decompress: false,
  } as const

  return {
    async send({ method, target, headers, content }, signal) {
      const response = await send({
        ...settings,
        url: prefix + target,
        method,
        headers: new AxiosHeaders({ ...DEFAULT_HEADERS, ...headers }),
        data: content,
        signal,
      })
      return {
        status: response.status,
        header: (name) => toHeaderValue(response.headers[name.toLowerCase()]),
        body: response.data as Readable,
      }
    },
    close() {
      agent.destroy()
    },
  }
}

function toHeaderValue(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

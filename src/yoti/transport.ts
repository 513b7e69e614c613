import type { Readable } from 'node:stream'
import axios from 'axios'
import { createKeepAliveAgent } from './keep-alive-agent.js'
import type { SignedRequest } from './signed-request.js'

export interface Answer {
  status: number
  /** The first value of a header. */
  header: (name: string) => string | undefined
  /** Not read yet: whoever gets it reads it to the end or destroys it. */
  body: Readable
}

export interface Transport {
  /** @throws AxiosError, which holds the whole request: it must not leave this folder */
  send(request: SignedRequest, signal: AbortSignal): Promise<Answer>
  close(): void
}

/** Sends exactly what was signed: no redirect, no proxy of the environment, nothing rewritten. */
export function createTransport(
  apiUrl: string,
  options: { maxSockets: number; connectTimeout: number },
): Transport {
  const base = new URL(apiUrl)
  const prefix = base.origin + base.pathname.replace(/\/+$/, '')
  const agent = createKeepAliveAgent(base.protocol === 'https:', options)
  const instance = axios.create({
    httpAgent: agent,
    httpsAgent: agent,
    maxRedirects: 0,
    proxy: false,
    responseType: 'stream',
    decompress: false,
    validateStatus: null,
    transformRequest: (content: unknown) => content,
    transformResponse: (content: unknown) => content,
    headers: {
      Accept: 'application/json',
      'Accept-Encoding': 'identity',
      'User-Agent': 'yoti-doc-scan-relying-party',
    },
  })

  return {
    async send({ method, target, headers, content }, signal) {
      const response = await instance.request<Readable>({
        url: prefix + target,
        method,
        headers,
        data: content,
        signal,
      })
      return {
        status: response.status,
        header: (name) => toText(response.headers[name.toLowerCase()]),
        body: response.data,
      }
    },
    close() {
      agent.destroy()
    },
  }
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

import { Agent, request, type IncomingMessage } from 'node:http'
import { setTimeout } from 'node:timers/promises'

export interface HttpResponse {
  status: number
  header(name: string): string | undefined
  body: string
}

/** The HTTP client of the load generator: keep-alive connections to one server on loopback. */
export interface HttpClient {
  /** Of the server. */
  origin: string
  send(
    method: 'GET' | 'POST',
    path: string,
    headers?: Record<string, string>,
    body?: string,
  ): Promise<HttpResponse>
  /** Reads a body without keeping it; resolves to its size in bytes. */
  download(path: string, headers?: Record<string, string>): Promise<number>
}

export function createHttpClient(port: number): HttpClient {
  // Shorter than the servers' timeout, so that no request uses a closing socket.
  const agent = new Agent({ keepAlive: true, timeout: 3000 })

  const open = (method: string, path: string, headers: Record<string, string>, body?: string) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const clientRequest = request(
        { host: '127.0.0.1', port, method, path, headers, agent },
        resolve,
      )
      clientRequest.on('error', reject)
      clientRequest.end(body)
    })

  return {
    origin: `http://127.0.0.1:${port}`,
    async send(method, path, headers = {}, requestBody) {
      const response = await open(method, path, headers, requestBody)
      response.setEncoding('utf8')
      let body = ''
      for await (const part of response) body += part as string
      const header = (name: string) => [response.headers[name]].flat()[0]
      return { status: response.statusCode ?? 0, header, body }
    },
    async download(path, headers = {}) {
      for (;;) {
        const response = await open('GET', path, headers)
        let size = 0
        for await (const part of response) size += (part as Buffer).length
        if (response.statusCode === 200) return size
        const { 'retry-after': retryAfter } = response.headers
        if (response.statusCode !== 503 || retryAfter === undefined)
          throw new Error(`${path} answered ${response.statusCode ?? 0}.`)
        // The server is overloaded.
        await setTimeout(Number(retryAfter) * 1000)
      }
    },
  }
}

export interface Load {
  count: number
  concurrency: number
}

/** Calls `run` for each number below `count`, from the highest. */
export async function runConcurrently(
  { count, concurrency }: Load,
  run: (index: number) => Promise<unknown>,
): Promise<void> {
  let left = count
  const runUntilDone = async () => {
    while (left-- > 0) await run(left)
  }
  await Promise.all(Array.from({ length: concurrency }, runUntilDone))
}

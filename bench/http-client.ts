import { Agent, request, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'

export type HttpClient = ReturnType<typeof createHttpClient>
type Headers = Record<string, string>

/** The HTTP client of the load generator: keep-alive connections to one server on loopback. */
export function createHttpClient(port: number) {
  // Shorter than the servers' timeout, so that no request uses a closing socket.
  const agent = new Agent({ keepAlive: true, timeout: 3000 })

  const open = (method: string, path: string, headers: Headers, body?: string) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const options = { host: '127.0.0.1', port, method, path, headers, agent }
      request(options, resolve).on('error', reject).end(body)
    })

  const send = async (method: string, path: string, headers: Headers = {}, sent?: string) => {
    const response = await open(method, path, headers, sent)
    const body = await text(response)
    const header = (name: string) => [response.headers[name]].flat()[0]
    return { status: response.statusCode ?? 0, header, body }
  }

  return {
    /** Of the server. */
    origin: `http://127.0.0.1:${port}`,
    send,
    async expectOk(path: string, headers: Headers = {}) {
      const { status } = await send('GET', path, headers)
      if (status !== 200) throw new Error(`${path} answered ${status}.`)
    },
    /** Reads a body without keeping it; resolves to its size in bytes. */
    async download(path: string, headers: Headers = {}) {
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

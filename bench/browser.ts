import { Agent, request, type IncomingMessage } from 'node:http'

export interface Answer {
  status: number
  header(name: string): string | undefined
  body: string
}

/** The load generator's side of HTTP: kept connections to one server, over loopback. */
export interface Browser {
  /** Of the server. */
  origin: string
  send(
    method: 'GET' | 'POST',
    path: string,
    headers?: Record<string, string>,
    body?: string,
  ): Promise<Answer>
  /** Reads a body without keeping it; resolves to its size in bytes. */
  download(path: string, headers?: Record<string, string>): Promise<number>
  close(): void
}

export function createBrowser(port: number): Browser {
  // Shorter than the servers', so that no request meets a socket that is being closed.
  const agent = new Agent({ keepAlive: true, timeout: 3000 })

  const open = (method: string, path: string, headers: Record<string, string>, body?: string) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, method, path, headers, agent }, resolve)
      sent.on('error', reject)
      sent.end(body)
    })

  return {
    origin: `http://127.0.0.1:${port}`,
    async send(method, path, headers = {}, content) {
      const answer = await open(method, path, headers, content)
      answer.setEncoding('utf8')
      let body = ''
      for await (const part of answer) body += part as string
      const header = (name: string) => [answer.headers[name]].flat()[0]
      return { status: answer.statusCode ?? 0, header, body }
    },
    async download(path, headers = {}) {
      const answer = await open('GET', path, headers)
      let size = 0
      for await (const part of answer) size += (part as Buffer).length
      if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode ?? 0}.`)
      return size
    },
    close: () => {
      agent.destroy()
    },
  }
}

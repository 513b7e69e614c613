import { once } from 'node:events'
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** Which instance answered what. */
export interface Passed {
  port: number
  method: string
  path: string
}

export interface LoadBalancer extends AsyncDisposable {
  port: number
  /** The ports of the instances, which take turns. */
  instances: number[]
  passed: Passed[]
}

/**
 * One address in front of several instances. Who asks for the same path again comes to another
 * instance; one that does not answer is passed over.
 */
export async function startLoadBalancer(): Promise<LoadBalancer> {
  const instances: number[] = []
  const passed: Passed[] = []
  // A connection to an instance that has died meanwhile would fail the next request.
  const agent = new Agent({ keepAlive: false })
  const turns = new Map<string, number>()

  const pass = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '/' } = req
    const body = await buffer(req)
    const path = url.replace(/\?.*/, '')
    const start = turns.get(path) ?? turns.size
    turns.set(path, start + 1)
    for (const index of instances.keys()) {
      const port = instances[(start + index) % instances.length] ?? 0
      try {
        const answer = await ask(req, body, port, agent)
        passed.push({ port, method, path })
        res.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
        answer.on('error', () => res.destroy()).pipe(res)
        return
      } catch (err) {
        // It may have done its work before it died: only what is safe to ask twice is asked twice.
        if ((err as { code?: string }).code !== 'ECONNREFUSED' && method !== 'GET') break
      }
    }
    res.writeHead(502).end()
  }
  const server = createServer((req, res) => {
    pass(req, res).catch(() => res.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    instances,
    passed,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function ask(
  { method, url, headers, socket }: IncomingMessage,
  body: Buffer,
  port: number,
  agent: Agent,
): Promise<IncomingMessage> {
  const asked = request({
    host: '127.0.0.1',
    port,
    path: url,
    ...(method === undefined ? {} : { method }),
    headers: { ...headers, 'x-forwarded-for': socket.remoteAddress },
    agent,
  })
  asked.end(body)
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  return answer
}

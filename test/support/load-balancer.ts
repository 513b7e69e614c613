import { once } from 'node:events'
import { Agent, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { listen } from './listen.js'

export type LoadBalancer = Awaited<ReturnType<typeof startLoadBalancer>>

/**
 * One address in front of several instances. Who asks for the same path again comes to another
 * instance; one that does not answer is passed over.
 *
 * @param rewritePath of a proxy that removes the base path
 */
export async function startLoadBalancer(rewritePath = (path: string) => path) {
  /** The instances take turns. */
  const instancePorts: number[] = []
  /** Which instance answered what. */
  const forwarded: { port: number; method: string; path: string }[] = []
  // A connection to an instance that has died meanwhile would fail the next request.
  const agent = new Agent({ keepAlive: false })
  const nextInstanceByPath = new Map<string, number>()

  const forward = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '/' } = req
    const body = await buffer(req)
    const path = url.replace(/\?.*/, '')
    const start = nextInstanceByPath.get(path) ?? nextInstanceByPath.size
    nextInstanceByPath.set(path, start + 1)
    for (const index of instancePorts.keys()) {
      const port = instancePorts[(start + index) % instancePorts.length] ?? 0
      try {
        const response = await sendRequest(req, rewritePath(url), body, port, agent)
        forwarded.push({ port, method, path })
        res.writeHead(response.statusCode ?? 502, response.rawHeaders)
        response.on('error', () => res.destroy()).pipe(res)
        return
      } catch (err) {
        // The crashed instance may have handled it, so only safe requests are retried.
        if ((err as { code?: string }).code !== 'ECONNREFUSED' && method !== 'GET') break
      }
    }
    res.writeHead(502).end()
  }
  const server = await listen((req, res) => {
    forward(req, res).catch(() => res.destroy())
  })
  return { ...server, instancePorts, forwarded }
}

/** To a server on this machine. */
export async function sendRequest(
  { method, headers, socket }: IncomingMessage,
  path: string,
  body: Buffer,
  port: number,
  agent: Agent,
): Promise<IncomingMessage> {
  const upstreamRequest = request({
    host: '127.0.0.1',
    port,
    path,
    ...(method === undefined ? {} : { method }),
    headers: { ...headers, 'x-forwarded-for': socket.remoteAddress },
    agent,
  })
  upstreamRequest.end(body)
  const [upstreamResponse] = (await once(upstreamRequest, 'response')) as [IncomingMessage]
  return upstreamResponse
}

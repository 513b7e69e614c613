import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { sendRequest } from '../support/load-balancer.js'

export type Fault =
  | 'refused'
  | 'reset'
  | 'slow'
  | 'hanging'
  | 'cut'
  | 'malformed'
  | 'not HTTP'
  | 'wrong type'
  | '403'
  | '429'
  | '500'
  | '503'

const SLOW_MS = 150
const MALFORMED = '{"session_id": "'
const PAGE = '<!doctype html><title>Sign in to the network</title>'

/** In front of the emulator: requests that match get the fault, all others the emulator's answer. */
export async function startFaultServer() {
  const sockets = new Set<Socket>()
  const lines: string[] = []
  const agent = new Agent()
  let pending = 0
  let target = new URL('http://127.0.0.1')
  let fault: { fault: Fault; matches: readonly RegExp[] } | undefined

  const server = createServer((req, res) => {
    pending += 1
    res.once('close', () => (pending -= 1))
    answer(req, res).catch(() => res.destroy())
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await buffer(req)
    const [path = ''] = (req.url ?? '').split('?')
    const line = `${req.method ?? ''} ${path} ${body.toString('latin1')}`
    lines.push(line)
    const matched = fault?.matches.some((pattern) => pattern.test(line)) === true
    switch (matched ? fault?.fault : undefined) {
      case 'reset':
        req.socket.resetAndDestroy()
        return
      case 'hanging':
        return
      case 'not HTTP':
        req.socket.end('SSH-2.0-other\r\n')
        return
      case 'malformed':
        res.writeHead(200, { 'Content-Type': contentTypeOf(line) }).end(MALFORMED)
        return
      case 'wrong type':
        res.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE)
        return
      case '403':
      case '429':
      case '500':
      case '503':
        res.writeHead(Number(fault?.fault), { 'Retry-After': '3600' }).end()
        return
      default:
        await forward(req, res, body, matched ? fault?.fault : undefined)
    }
  }

  /** The emulator has done its work when the answer is cut. */
  async function forward(
    req: IncomingMessage,
    res: ServerResponse,
    sent: Buffer,
    kind: Fault | undefined,
  ): Promise<void> {
    // Keeps the host, which is the audience of an assertion.
    const answered = await sendRequest(req, req.url ?? '', sent, Number(target.port), agent)
    const received = withShortLife(await buffer(answered))
    const { statusCode: status = 500 } = answered
    const type = answered.headers['content-type']
    const typed = type === undefined ? {} : { 'Content-Type': type }
    if (kind === 'slow') await pause(SLOW_MS)
    if (kind === 'cut') {
      const body = received.length === 0 ? Buffer.from('{}') : received
      res.writeHead(200, { ...typed, 'Content-Length': body.length })
      res.write(body.subarray(0, body.length / 2), () => res.destroy())
      return
    }
    res.writeHead(status, typed)
    const half = received.length / 2
    if (half > 0) res.write(received.subarray(0, half))
    if (kind === 'slow') await pause(SLOW_MS)
    res.end(received.subarray(half))
  }

  const stopListening = async () => {
    server.close()
    for (const socket of sockets) socket.destroy()
    await once(server, 'close')
  }
  return {
    url: `http://127.0.0.1:${port}`,
    forwardTo(url: string) {
      target = new URL(url)
    },
    /** With `refused` nothing listens, for all requests. */
    async arm(kind: Fault, matches: readonly RegExp[]) {
      fault = { fault: kind, matches }
      if (kind === 'refused') await stopListening()
    },
    async heal() {
      fault = undefined
      if (server.listening) return
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
    },
    /** How many requests matched so far. */
    received: (pattern: RegExp) => lines.filter((line) => pattern.test(line)).length,
    /** Requests that the other side still waits for. */
    pending: () => pending,
    connections: () => sockets.size,
    async [Symbol.asyncDispose]() {
      if (server.listening) await stopListening()
    },
  }
}

export type FaultServer = Awaited<ReturnType<typeof startFaultServer>>

const contentTypeOf = (line: string) =>
  line.includes('/media/') && line.startsWith('GET') ? 'image/jpeg' : 'application/json'

/** So that each call needs a new access token. */
function withShortLife(body: Buffer): Buffer {
  if (!body.includes('"expires_in"')) return body
  return Buffer.from(body.toString().replace(/("expires_in":)\s*"?\d+"?/, '$10.001'))
}

import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { waitFor } from './wait-for.js'

interface ReceivedNotification {
  method: string | undefined
  headers: IncomingHttpHeaders
  body: Record<string, string>
}

/** A relying party's endpoint. */
export async function startNotificationReceiver(
  chooseStatus: (headers: IncomingHttpHeaders) => number = () => 200,
) {
  const received: ReceivedNotification[] = []
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>
      received.push({ method: req.method, headers: req.headers, body })
      res.writeHead(chooseStatus(req.headers)).end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/yoti`,
    received,
    waitFor: (count: number) => waitFor(`${count} notifications`, () => received.length >= count),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Letter {
  path: string
  headers: Record<string, string>
  body: string
}

export interface Mailbox extends AsyncDisposable {
  url: string
  /** In the order in which they came. */
  letters: Letter[]
}

/** Takes whatever is sent to it, and does nothing about it. */
export async function startMailbox(): Promise<Mailbox> {
  const letters: Letter[] = []
  const server = createServer((req, res) => {
    void text(req).then((body) => {
      letters.push({ path: req.url ?? '', headers: req.headers as Letter['headers'], body })
      res.end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    letters,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

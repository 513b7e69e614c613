import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface ReceivedRequest {
  path: string
  headers: Record<string, string>
  body: string
}

export interface RequestSink extends AsyncDisposable {
  url: string
  /** In order of arrival. */
  requests: ReceivedRequest[]
}

/** Responds 200 to every request and records it. */
export async function startRequestSink(): Promise<RequestSink> {
  const requests: ReceivedRequest[] = []
  const server = createServer((req, res) => {
    void text(req).then((body) => {
      requests.push({
        path: req.url ?? '',
        headers: req.headers as ReceivedRequest['headers'],
        body,
      })
      res.end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

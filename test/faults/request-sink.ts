import { text } from 'node:stream/consumers'
import { listen } from '../support/listen.js'

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
  const server = await listen((req, res) => {
    void text(req).then((body) => {
      requests.push({
        path: req.url ?? '',
        headers: req.headers as ReceivedRequest['headers'],
        body,
      })
      res.end()
    })
  })
  return { ...server, requests }
}

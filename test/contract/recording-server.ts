import { verify, type KeyObject } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { listen } from '../support/listen.js'

const PREFIX = '/idverify/v1'

export interface RecordedRequest {
  method: string
  /** `path?query` without the prefix of the API. */
  target: string
  contentType: string | undefined
  digest: string
  body: Buffer
}

export interface RecordingServer extends AsyncDisposable {
  apiUrl: string
  requests: RecordedRequest[]
}

/** Records requests and sends each the same response. */
export async function startRecordingServer(answer: object): Promise<RecordingServer> {
  const requests: RecordedRequest[] = []
  const server = await listen((req, res) => {
    void buffer(req).then((body) => {
      requests.push({
        method: req.method ?? '',
        target: (req.url ?? '').slice(PREFIX.length),
        contentType: req.headers['content-type'],
        digest: String(req.headers['x-yoti-auth-digest']),
        body,
      })
      res.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer))
    })
  })
  return { ...server, apiUrl: server.url + PREFIX, requests }
}

/** The text that the digest signs, from the received request only. */
function buildSignedMessage({ method, target, body }: RecordedRequest): string {
  return `${method}&${target}` + (body.length === 0 ? '' : `&${body.toString('base64')}`)
}

export function isDigestValid(request: RecordedRequest, publicKey: KeyObject): boolean {
  const digest = Buffer.from(request.digest, 'base64')
  return verify('sha256', Buffer.from(buildSignedMessage(request)), publicKey, digest)
}

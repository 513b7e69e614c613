import { once } from 'node:events'
import { Transform, type Readable, type TransformCallback } from 'node:stream'
import { stripRequest, YotiConnectionError, YotiProtocolError } from './errors.js'
import { rejectEncoding, type ApiResponse } from './handle-response.js'

export interface Media {
  /** Lower case, without parameters: `image/jpeg`. Binary when the first bytes are of another type. */
  contentType: string
  /** Bytes, if Yoti sends the header. */
  contentLength?: number
  /**
   * Fails if the connection closes early, if there are too many bytes, or if no data is transferred
   * for the idle timeout. Must be read or destroyed, because it occupies a connection until then.
   */
  body: Readable
}

interface MediaLimits {
  idleTimeoutMs: number
  maxBytes: number
}

const BINARY = 'application/octet-stream'

/** The first bytes of every file of the type. */
const SIGNATURES = new Map([
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
  ['image/png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
  ['image/gif', Buffer.from('GIF8')],
  ['application/pdf', Buffer.from('%PDF-')],
])

/** `image/jpg` is not registered, but common. */
export function normaliseType(type: string): string {
  const name = type.trim().toLowerCase()
  return name === 'image/jpg' ? 'image/jpeg' : name
}

/** Whether the content begins as its type does. */
export function matchesSignature(type: string, content: Buffer): boolean {
  const signature = SIGNATURES.get(type)
  return signature === undefined || content.subarray(0, signature.length).equals(signature)
}

/** Streams media from the first bytes on. Closing either end closes the other. */
export async function streamMedia(response: ApiResponse, limits: MediaLimits): Promise<Media> {
  const { header } = response
  rejectEncoding(response)
  const [type = ''] = (header('content-type') ?? '').split(';')
  const length = header('content-length')
  const declared = normaliseType(type) || BINARY
  const signatureLength = SIGNATURES.get(declared)?.length
  const body = enforceLimits(response, limits, signatureLength)
  const [head] = signatureLength === undefined ? [] : ((await once(body, 'head')) as [Buffer])
  return {
    contentType: head === undefined || matchesSignature(declared, head) ? declared : BINARY,
    ...(length === undefined ? {} : { contentLength: Number(length) }),
    body,
  }
}

/** @param headLength of the first bytes, which it collects and emits as `head` */
function enforceLimits(
  { endpoint, body: upstream }: ApiResponse,
  { idleTimeoutMs, maxBytes }: MediaLimits,
  headLength: number | undefined,
): Readable {
  let size = 0
  let head = headLength === undefined ? undefined : Buffer.alloc(0)
  const passHead = (done: TransformCallback) => {
    const collected = head
    head = undefined
    if (collected !== undefined) body.emit('head', collected)
    done(null, collected)
  }
  const body = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      idleTimer.refresh()
      size += chunk.length
      if (size > maxBytes) {
        done(new YotiProtocolError(endpoint, `expected at most ${maxBytes} bytes of media.`))
      } else if (head === undefined) {
        done(null, chunk)
      } else {
        head = Buffer.concat([head, chunk])
        if (head.length < (headLength ?? 0)) done()
        else passHead(done)
      }
    },
    flush: passHead,
  })
  const idleTimer = setTimeout(() => {
    body.destroy(
      new YotiConnectionError(endpoint, `no media data was transferred for ${idleTimeoutMs} ms.`),
    )
  }, idleTimeoutMs)

  upstream.on('error', (err) => {
    const message = 'the connection closed before the media was complete.'
    body.destroy(new YotiConnectionError(endpoint, message, stripRequest(err)))
  })
  body.on('close', () => {
    clearTimeout(idleTimer)
    upstream.destroy()
  })
  // Without a listener, an error of an abandoned body would end the process.
  body.on('error', () => undefined)
  return upstream.pipe(body)
}

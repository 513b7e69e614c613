import { Transform, type Readable } from 'node:stream'
import { stripRequest, YotiConnectionError, YotiProtocolError } from './errors.js'
import type { ApiResponse } from './handle-response.js'

export interface Media {
  /** Lower case, without parameters: `image/jpeg`. */
  contentType: string
  /** Bytes, if Yoti sends the header. */
  contentLength?: number
  /**
   * Fails if the connection closes early, if there are too many bytes, or if no data is transferred
   * for the idle timeout. Must be read or destroyed, because it occupies a connection until then.
   */
  body: Readable
}

export interface MediaLimits {
  idleTimeoutMs: number
  maxBytes: number
}

/** Streams media. Closing either end closes the other. */
export function streamMedia(response: ApiResponse, limits: MediaLimits): Media {
  const { header, endpoint, body } = response
  const [type = ''] = (header('content-type') ?? '').split(';')
  const length = header('content-length')
  return {
    contentType: type.trim().toLowerCase() || 'application/octet-stream',
    ...(length === undefined ? {} : { contentLength: Number(length) }),
    body: enforceLimits(body, endpoint, limits),
  }
}

function enforceLimits(
  upstream: Readable,
  endpoint: string,
  { idleTimeoutMs, maxBytes }: MediaLimits,
): Readable {
  let size = 0
  const body = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      idleTimer.refresh()
      size += chunk.length
      if (size <= maxBytes) done(null, chunk)
      else done(new YotiProtocolError(endpoint, `expected at most ${maxBytes} bytes of media.`))
    },
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

import { Transform, type Readable } from 'node:stream'
import { stripRequest, YotiConnectionError, YotiProtocolError } from './errors.js'
import type { ApiResponse } from './send-request.js'

export interface Media {
  /** Lower case, without parameters: `image/jpeg`. */
  contentType: string
  /** Bytes, when Yoti says so. */
  contentLength?: number
  /**
   * Ends only when all bytes came. Anything else destroys it with an error: a cut connection, too
   * many bytes, or no byte moved for the idle time, whichever side stood still. To be read or
   * destroyed: until then it keeps a connection.
   */
  body: Readable
}

export interface MediaLimits {
  /** Milliseconds without a byte. */
  idleTimeoutMs: number
  /** Bytes. */
  maxBytes: number
}

/** Hands media through as it comes; whichever end stops, the other is stopped too. */
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
  // A body that nobody reads any more must not end the process when it fails.
  body.on('error', () => undefined)
  return upstream.pipe(body)
}

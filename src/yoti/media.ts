import { Transform, type Readable } from 'node:stream'
import { toBareError, YotiConnectionError, YotiProtocolError } from './errors.js'
import type { Received } from './call.js'

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
  idleTimeout: number
  /** Bytes. */
  maxSize: number
}

/** Hands media through as it comes; whichever end stops, the other is stopped too. */
export function streamMedia(received: Received, limits: MediaLimits): Media {
  const { header, endpoint, body } = received
  const [type = ''] = (header('content-type') ?? '').split(';')
  const length = header('content-length')
  return {
    contentType: type.trim().toLowerCase() || 'application/octet-stream',
    ...(length === undefined ? {} : { contentLength: Number(length) }),
    body: guardBody(body, endpoint, limits),
  }
}

function guardBody(
  upstream: Readable,
  endpoint: string,
  { idleTimeout, maxSize }: MediaLimits,
): Readable {
  let size = 0
  const body = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      idle.refresh()
      size += chunk.length
      if (size <= maxSize) done(null, chunk)
      else done(new YotiProtocolError(endpoint, `expected at most ${maxSize} bytes of media.`))
    },
  })
  const idle = setTimeout(() => {
    body.destroy(new YotiConnectionError(endpoint, `no byte of media moved for ${idleTimeout} ms.`))
  }, idleTimeout)

  upstream.on('error', (err) => {
    const message = 'the connection was cut before the media was whole.'
    body.destroy(new YotiConnectionError(endpoint, message, toBareError(err)))
  })
  body.on('close', () => {
    clearTimeout(idle)
    upstream.destroy()
  })
  // A body that nobody reads any more must not end the process when it fails.
  body.on('error', () => undefined)
  return upstream.pipe(body)
}

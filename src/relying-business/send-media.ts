import { once } from 'node:events'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'
import type { Media } from '../yoti/client.js'

/**
 * Streams one of Yoti's media to the caller, which never opens in a browser.
 *
 * @throws what kept the first byte from coming, as long as another answer can still be given
 */
export async function sendMedia(res: Response, media: Media): Promise<void> {
  const { contentType, contentLength, body } = media
  const left = new AbortController()
  res.once('close', () => {
    left.abort()
    body.destroy()
  })
  try {
    // An error that has been is not told again to who listens later.
    if (body.errored !== null) throw body.errored
    if (contentLength !== 0) await once(body, 'readable', { signal: left.signal })
    res.setHeader('Content-Type', contentType)
    res.setHeader('Content-Disposition', 'attachment')
    res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
    res.setHeader('X-Content-Type-Options', 'nosniff')
    if (contentLength !== undefined) res.setHeader('Content-Length', contentLength)
    await pipeline(body, res)
  } catch (err) {
    if (!res.destroyed && !left.signal.aborted) throw err
    // Too late for an answer. A caller that left is no error of anybody's; Yoti breaking off is.
    const cause = body.errored
    if (cause !== null && (cause as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE')
      res.err = cause
  }
}

import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'

export interface StreamedBody {
  body: Readable
  contentLength?: number | undefined
}

/**
 * Streams what another server sends on to ours.
 *
 * @param setHeaders sets the headers, once the first byte is there
 * @throws what kept the first byte from coming, as long as another answer can still be given
 */
export async function sendStream(
  res: Response,
  { body, contentLength }: StreamedBody,
  setHeaders: () => void,
): Promise<void> {
  const clientClosed = new AbortController()
  res.once('close', () => {
    clientClosed.abort()
    body.destroy()
  })
  try {
    // An error that has been is not told again to who listens later.
    if (body.errored !== null) throw body.errored
    if (contentLength !== 0) await once(body, 'readable', { signal: clientClosed.signal })
    setHeaders()
    if (contentLength !== undefined) res.setHeader('Content-Length', contentLength)
    await pipeline(body, res)
  } catch (err) {
    if (res.destroyed || clientClosed.signal.aborted) recordUpstreamError(res, body.errored)
    else throw err
  }
}

/** Too late for an answer. Who left is no error of anybody's; the other server breaking off is. */
function recordUpstreamError(res: Response, cause: Error | null): void {
  if (cause !== null && (cause as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') {
    res.err = cause
  }
}

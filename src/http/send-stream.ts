import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'

export interface StreamedBody {
  body: Readable
  contentLength?: number | undefined
}

/**
 * @param setHeaders called when the first byte has arrived
 * @throws an error before the first byte, while an error response can still be sent
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
    // `once` would never reject for an earlier error.
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

/** The response has started, so the error can only be logged. A client that left is not an error. */
function recordUpstreamError(res: Response, cause: Error | null): void {
  if (cause !== null && (cause as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') {
    res.locals.error = cause
  }
}

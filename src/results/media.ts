import { once } from 'node:events'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'
import type { Media } from '../yoti/client.js'

/** What a browser may show in place; everything else it may only save. */
const SHOWN_IN_PLACE = new Set(['image/jpeg', 'image/png'])
const SAVED = new Map([
  ['application/pdf', 'pdf'],
  ['application/json', 'json'],
])

/**
 * Streams one of Yoti's media to the browser, which may not guess what it is.
 *
 * @throws what kept the first byte from coming, as long as another answer can still be given
 */
export async function sendMedia(res: Response, mediaId: string, media: Media): Promise<void> {
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
    describeMedia(res, mediaId, contentType)
    if (contentLength !== undefined) res.setHeader('Content-Length', contentLength)
    await pipeline(body, res)
  } catch (err) {
    if (res.destroyed || left.signal.aborted) noteCut(res, body.errored)
    else throw err
  }
}

function describeMedia(res: Response, mediaId: string, type: string): void {
  const shown = SHOWN_IN_PLACE.has(type)
  const known = shown || SAVED.has(type)
  const extension = shown ? type.slice('image/'.length) : (SAVED.get(type) ?? 'bin')
  const place = shown ? 'inline' : 'attachment'
  res.setHeader('Content-Type', known ? type : 'application/octet-stream')
  res.setHeader('Content-Disposition', `${place}; filename="${mediaId}.${extension}"`)
  res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
}

/** Too late for an answer. A browser that left is no error of anybody's; Yoti breaking off is. */
function noteCut(res: Response, cause: Error | null): void {
  if (cause !== null && (cause as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') {
    res.err = cause
  }
}

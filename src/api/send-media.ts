import type { Response } from 'express'
import { sendStream } from '../http/send-stream.js'
import type { Media } from '../yoti/client.js'

/** Streams one of Yoti's media to the caller, which never opens in a browser. */
export function sendMedia(res: Response, media: Media): Promise<void> {
  return sendStream(res, media, () => {
    res.setHeader('Content-Type', media.contentType)
    res.setHeader('Content-Disposition', 'attachment')
    res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
    res.setHeader('X-Content-Type-Options', 'nosniff')
  })
}

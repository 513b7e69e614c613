import type { Response } from 'express'
import { sendStream } from '../http/send-stream.js'
import type { Media } from '../yoti/client.js'

/** The headers keep a browser from displaying or running the media. */
export function sendMedia(res: Response, media: Media): Promise<void> {
  return sendStream(res, media, () => {
    res.setHeader('Content-Type', media.contentType)
    res.setHeader('Content-Disposition', 'attachment')
    res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
    res.setHeader('X-Content-Type-Options', 'nosniff')
  })
}

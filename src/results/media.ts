import type { Response } from 'express'
import { sendStream } from '../http/send-stream.js'
import type { Media } from '../yoti/client.js'

/** What a browser may show in place; everything else it may only save. */
const SHOWN_IN_PLACE = new Set(['image/jpeg', 'image/png'])
const SAVED = new Map([
  ['application/pdf', 'pdf'],
  ['application/json', 'json'],
])

/** Streams one of Yoti's media to the browser, which may not guess what it is. */
export function sendMedia(res: Response, mediaId: string, media: Media): Promise<void> {
  return sendStream(res, media, () => {
    describeMedia(res, mediaId, media.contentType)
  })
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

import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'
import type { Media } from '../yoti/client.js'

/** What a browser may show in place; everything else it may only save. */
const SHOWN_IN_PLACE = new Set(['image/jpeg', 'image/png'])
const SAVED = new Map([
  ['application/pdf', 'pdf'],
  ['application/json', 'json'],
])

/** Streams one of Yoti's media to the browser, which may not guess what it is. */
export async function sendMedia(res: Response, mediaId: string, media: Media): Promise<void> {
  const type = media.contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const shown = SHOWN_IN_PLACE.has(type)
  const extension = shown ? type.slice('image/'.length) : (SAVED.get(type) ?? 'bin')
  res.setHeader('Content-Type', shown || SAVED.has(type) ? type : 'application/octet-stream')
  res.setHeader(
    'Content-Disposition',
    `${shown ? 'inline' : 'attachment'}; filename="${mediaId}.${extension}"`,
  )
  res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
  if (media.contentLength !== undefined) res.setHeader('Content-Length', media.contentLength)
  try {
    await pipeline(media.body, res)
  } catch (err) {
    // The browser has seen headers: all that is left is to break off, which pipeline has done.
    if (!res.headersSent) throw err
  }
}

import type { Response } from 'express'
import { sendStream } from '../http/send-stream.js'
import type { Media } from '../yoti/client.js'

/** Browsers download all other types. */
const INLINE_TYPES = new Set(['image/jpeg', 'image/png'])
const DOWNLOAD_EXTENSIONS = new Map([
  ['application/pdf', 'pdf'],
  ['application/json', 'json'],
])

export function sendMedia(res: Response, mediaId: string, media: Media): Promise<void> {
  return sendStream(res, media, () => {
    setMediaHeaders(res, mediaId, media.contentType)
  })
}

function setMediaHeaders(res: Response, mediaId: string, type: string): void {
  const inline = INLINE_TYPES.has(type)
  const known = inline || DOWNLOAD_EXTENSIONS.has(type)
  const extension = inline ? type.slice('image/'.length) : (DOWNLOAD_EXTENSIONS.get(type) ?? 'bin')
  const disposition = inline ? 'inline' : 'attachment'
  res.setHeader('Content-Type', known ? type : 'application/octet-stream')
  res.setHeader('Content-Disposition', `${disposition}; filename="${mediaId}.${extension}"`)
  res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
}

import { Router, type Response } from 'express'
import { NotFoundError, PublicError } from '../errors.js'
import type { OwnerCookie } from '../http/owner-cookie.js'
import { parseUuid } from '../http/parse-uuid.js'
import { sendStream } from '../http/send-stream.js'
import { recordAccess } from '../request-context.js'
import { isErasureRequested } from '../sessions/session.js'
import type { Sessions } from '../sessions/sessions.js'
import type { Media, YotiClient } from '../yoti/client.js'

interface MediaRoutesOptions {
  config: { resultsPage: string }
  sessions: Pick<Sessions, 'getForOwner'>
  yoti: Pick<YotiClient, 'getMedia'>
  ownerCookie: OwnerCookie
}

export function createMediaRoutes({ config, sessions, yoti, ownerCookie }: MediaRoutesOptions) {
  return Router({ strict: true, caseSensitive: true }).get(
    '/sessions/:sessionId/media/:mediaId',
    async (req, res) => {
      const sessionId = parseUuid(req.params.sessionId)
      const mediaId = parseUuid(req.params.mediaId)
      const session = await sessions.getForOwner(sessionId, ownerCookie.read(req))
      recordAccess(res, session)
      if (config.resultsPage === 'outcome') throw new NotFoundError()
      if (isErasureRequested(session)) throw new PublicError('GONE')
      const media = await yoti.getMedia(sessionId, mediaId)
      // Yoti has it but may not return it.
      if (media === undefined) res.status(204).end()
      else await sendMedia(res, mediaId, media)
    },
  )
}

/** Browsers download all other types. */
const INLINE_TYPES = new Set(['image/jpeg', 'image/png'])
const EXTENSIONS = new Map([
  ['image/jpeg', 'jpeg'],
  ['image/png', 'png'],
  ['application/pdf', 'pdf'],
  ['application/json', 'json'],
])

export function sendMedia(res: Response, mediaId: string, media: Media): Promise<void> {
  const type = media.contentType
  const extension = EXTENSIONS.get(type) ?? 'bin'
  const disposition = INLINE_TYPES.has(type) ? 'inline' : 'attachment'
  return sendStream(res, media, () => {
    res.setHeader('Content-Type', EXTENSIONS.has(type) ? type : 'application/octet-stream')
    res.setHeader('Content-Disposition', `${disposition}; filename="${mediaId}.${extension}"`)
    res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
  })
}

import { NotFoundError, PublicError } from '../errors.js'
import { Router } from 'express'
import { noStore } from '../http/no-store.js'
import type { OwnerCookie } from '../http/owner-cookie.js'
import { parseUuid } from '../http/parse-uuid.js'
import { isErasureRequested, type OwnerSessions } from '../sessions/session.js'
import type { YotiClient } from '../yoti/client.js'
import { YotiResponseError } from '../yoti/errors.js'
import { sendMedia } from './send-media.js'

export interface ResultRoutesOptions {
  sessions: OwnerSessions
  yoti: Pick<YotiClient, 'getMedia'>
  ownerCookie: OwnerCookie
  showMedia: boolean
}

export function createResultRoutes(options: ResultRoutesOptions): Router {
  const { sessions, yoti, ownerCookie, showMedia } = options
  return Router({ strict: true, caseSensitive: true }).get(
    '/sessions/:sessionId/media/:mediaId',
    noStore,
    async (req, res) => {
      const sessionId = parseUuid(req.params.sessionId)
      const mediaId = parseUuid(req.params.mediaId)
      const session = await sessions.getForOwner(sessionId, ownerCookie.read(req))
      if (!showMedia) throw new NotFoundError()
      if (isErasureRequested(session)) throw new PublicError('GONE')
      const media = await yoti.getMedia(sessionId, mediaId).catch(toNotFound)
      // Yoti has it but may not return it.
      if (media === undefined) res.status(204).end()
      else await sendMedia(res, mediaId, media)
    },
  )
}

function toNotFound(err: unknown): never {
  throw err instanceof YotiResponseError && err.status === 404 ? new NotFoundError() : err
}

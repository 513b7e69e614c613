import { Router, type Request, type RequestHandler, type Response } from 'express'
import { PublicError } from '../errors.js'
import { parseUuid } from '../http/parse-uuid.js'
import { sendStream } from '../http/send-stream.js'
import { isErasureRequested, type Session } from '../sessions/session.js'
import type { Sessions } from '../sessions/sessions.js'
import type { YotiClient } from '../yoti/client.js'
import type { SupportedDocumentsCache } from '../yoti/supported-documents.js'
import { findSession } from './api-key-auth.js'
import { createImageReader, uploadFaceCapture } from './face-capture.js'
import { documentsQuerySchema, parseQuery } from './query.js'

export interface ResourceRoutesContext {
  config: { maxImageBytes: number }
  sessions: Sessions
  yoti: YotiClient
  supportedDocuments: SupportedDocumentsCache
}

/** Routes to data that only Yoti stores. */
export function createResourceRoutes(context: ResourceRoutesContext): Router {
  const { sessions, yoti, supportedDocuments } = context
  const readImage = createImageReader(context.config.maxImageBytes)
  /** Yoti's data is gone as soon as the session's erasure is requested. */
  const getUnerasedSession = async (req: Request, res: Response): Promise<Session> => {
    const session = await findSession(sessions, req, res)
    if (isErasureRequested(session)) throw new PublicError('GONE')
    return session
  }
  const sendFromYoti =
    (read: (sessionId: string) => Promise<{ content: Buffer }>): RequestHandler =>
    async (req, res) => {
      const { sessionId } = await getUnerasedSession(req, res)
      sendRawJson(res, (await read(sessionId)).content)
    }
  return Router({ strict: true, caseSensitive: true })
    .get('/api/supported-documents', async (req, res) => {
      const { includeNonLatin } = parseQuery(documentsQuerySchema, req.query)
      const { content, remainingTtlMs } = await supportedDocuments.get({
        includeNonLatin: includeNonLatin === 'true',
      })
      // Private: only callers with a key may see it.
      res.set('Cache-Control', `private, max-age=${Math.floor(remainingTtlMs / 1000)}`)
      sendRawJson(res, content)
    })
    .get('/api/sessions/:sessionId/result', sendFromYoti(yoti.raw.getSession))
    .get('/api/sessions/:sessionId/configuration', sendFromYoti(yoti.raw.getSessionConfiguration))
    .get('/api/sessions/:sessionId/tracked-devices', sendFromYoti(yoti.raw.getTrackedDevices))
    .put('/api/sessions/:sessionId/face-capture', async (req, res) => {
      const { sessionId } = await getUnerasedSession(req, res)
      await uploadFaceCapture(yoti, sessionId, await readImage(req, res))
      res.status(204).end()
    })
    .get('/api/sessions/:sessionId/media/:mediaId', async (req, res) => {
      const mediaId = parseUuid(req.params.mediaId)
      const { sessionId } = await getUnerasedSession(req, res)
      const media = await yoti.getMedia(sessionId, mediaId)
      // Yoti has it but may not return it.
      if (media === undefined) res.status(204).end()
      else {
        // So that no browser displays or runs it.
        await sendStream(res, media, () => {
          res.setHeader('Content-Type', media.contentType)
          res.setHeader('Content-Disposition', 'attachment')
          res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
          res.setHeader('X-Content-Type-Options', 'nosniff')
        })
      }
    })
    .delete('/api/sessions/:sessionId/media/:mediaId', async (req, res) => {
      const mediaId = parseUuid(req.params.mediaId)
      const session = await getUnerasedSession(req, res)
      await yoti.deleteMedia(session.sessionId, mediaId)
      await sessions.discardCachedResult(session)
      res.status(204).end()
    })
}

/** Sends the bytes unchanged, because re-serialised JSON loses nulls and the order of fields. */
function sendRawJson(res: Response, content: Buffer): void {
  res.type('json').send(content)
}

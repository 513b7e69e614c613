import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { PublicError } from '../errors.js'
import { parseUuid } from '../http/parse-uuid.js'
import { sendStream } from '../http/send-stream.js'
import { isErasureRequested, type Session } from '../sessions/session.js'
import type { CallerSessions } from '../sessions/sessions.js'
import type { Media, YotiClient } from '../yoti/client.js'
import type { SupportedDocumentsCache } from '../yoti/supported-documents.js'
import { getCallerHash } from './api-key-auth.js'
import { parseQuery } from './query.js'
import { createImageReader, uploadFaceCapture } from './face-capture.js'

export const documentsQuerySchema = z.object({
  includeNonLatin: z.enum(['true', 'false']).default('false'),
})

export interface ResourceRoutesOptions {
  sessions: CallerSessions
  yoti: Pick<
    YotiClient,
    | 'getMedia'
    | 'deleteMedia'
    | 'getSessionConfiguration'
    | 'createFaceCaptureResource'
    | 'uploadFaceCaptureImage'
  > & {
    raw: Pick<YotiClient['raw'], 'getSession' | 'getSessionConfiguration' | 'getTrackedDevices'>
  }
  supportedDocuments: SupportedDocumentsCache
  maxImageBytes: number
}

/** Routes to data that only Yoti stores. */
export function createResourceRoutes(options: ResourceRoutesOptions): Router {
  const { sessions, yoti, supportedDocuments } = options
  const readImage = createImageReader(options.maxImageBytes)
  /** Yoti's data is gone as soon as the session's erasure is requested. */
  const getUnerasedSession = async (req: Request, res: Response): Promise<Session> => {
    const sessionId = parseUuid(req.params.sessionId)
    const session = await sessions.getForCaller(sessionId, getCallerHash(res))
    if (isErasureRequested(session)) throw new PublicError('GONE')
    return session
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
    .get('/api/sessions/:sessionId/result', async (req, res) => {
      const { sessionId } = await getUnerasedSession(req, res)
      sendRawJson(res, (await yoti.raw.getSession(sessionId)).content)
    })
    .get('/api/sessions/:sessionId/configuration', async (req, res) => {
      const { sessionId } = await getUnerasedSession(req, res)
      sendRawJson(res, (await yoti.raw.getSessionConfiguration(sessionId)).content)
    })
    .get('/api/sessions/:sessionId/tracked-devices', async (req, res) => {
      const { sessionId } = await getUnerasedSession(req, res)
      sendRawJson(res, (await yoti.raw.getTrackedDevices(sessionId)).content)
    })
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
      else await sendMedia(res, media)
    })
    .delete('/api/sessions/:sessionId/media/:mediaId', async (req, res) => {
      const mediaId = parseUuid(req.params.mediaId)
      const session = await getUnerasedSession(req, res)
      await yoti.deleteMedia(session.sessionId, mediaId)
      await sessions.discardCachedResult(session)
      res.status(204).end()
    })
}

/** The headers keep a browser from displaying or running the media. */
function sendMedia(res: Response, media: Media): Promise<void> {
  return sendStream(res, media, () => {
    res.setHeader('Content-Type', media.contentType)
    res.setHeader('Content-Disposition', 'attachment')
    res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
    res.setHeader('X-Content-Type-Options', 'nosniff')
  })
}

/** Sends the bytes unchanged, because re-serialised JSON loses nulls and the order of fields. */
function sendRawJson(res: Response, content: Buffer): void {
  res.type('json').send(content)
}

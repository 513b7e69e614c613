import { randomUUID, type KeyObject } from 'node:crypto'
import { createCall, type Call, type CallReport, type Received } from './call.js'
import { parseCreatedSession, type CreatedSession } from './created-session.js'
import { parseFaceCaptureResource, type FaceCaptureResource } from './face-capture-resource.js'
import { parseJsonAnswer } from './judge-answer.js'
import type { Endpoint, Ids } from './endpoint.js'
import { streamMedia, type Media, type MediaLimits } from './media.js'
import { buildFaceCaptureBody, type FaceCaptureImage } from './multipart.js'
import { createReads, type Reads } from './reads.js'
import type { ResponseConfig } from './response-config.js'
import type { SessionConfiguration } from './session-configuration.js'
import { createSlots } from './slots.js'
import type { SessionResult } from './session-result.js'
import type { SessionSpec } from './session-spec.js'
import type { RequestBody } from './signed-request.js'
import type { SupportedDocuments } from './supported-documents.js'
import type { TrackedDevice } from './tracked-devices.js'
import { createTransport } from './transport.js'

export type { CallReport } from './call.js'
export type { Media } from './media.js'
export type { FaceCaptureImage } from './multipart.js'

/**
 * Yoti's IDV API. Every method rejects with a YotiResponseError (Yoti said no), a
 * YotiConnectionError (Yoti did not answer) or a YotiProtocolError (Yoti's answer is unreadable).
 * Only reads are tried again, at most twice.
 *
 * @see https://developers.yoti.com/identity-verification/overview
 */
export interface YotiClient {
  /** Never tried again by itself: a session whose answer was lost may exist, and be billed. */
  createSession(spec: SessionSpec): Promise<CreatedSession>
  getSession(sessionId: string): Promise<SessionResult>
  /** Yoti deletes only completed sessions (409 before), with all their media. */
  deleteSession(sessionId: string): Promise<void>
  /** @returns undefined when Yoti may not hand it over (204) */
  getMedia(sessionId: string, mediaId: string): Promise<Media | undefined>
  deleteMedia(sessionId: string, mediaId: string): Promise<void>
  /** Only Latin documents, unless `includeNonLatin`. */
  getSupportedDocuments(options?: { includeNonLatin?: boolean }): Promise<SupportedDocuments>
  /** `requirement_id` is the id of a FACE_CAPTURE requirement of the session configuration. */
  createFaceCaptureResource(
    sessionId: string,
    request: { requirement_id: string },
  ): Promise<FaceCaptureResource>
  uploadFaceCaptureImage(
    sessionId: string,
    resourceId: string,
    image: FaceCaptureImage,
  ): Promise<void>
  getSessionConfiguration(sessionId: string): Promise<SessionConfiguration>
  getTrackedDevices(sessionId: string): Promise<TrackedDevice[]>
  deleteTrackedDevices(sessionId: string): Promise<void>
  /** The same reads, for those who hand on what Yoti sent. */
  asSent: Reads
  /** Sandbox only. */
  configureSessionResponse(sessionId: string, config: ResponseConfig): Promise<void>
  /** Sandbox only: the default for every session of the application. */
  configureApplicationResponse(config: ResponseConfig): Promise<void>
  /** Closes the connections. */
  close(): void
}

export interface YotiClientOptions {
  sdkId: string
  key: KeyObject
  /** The API's base URL, for example `https://api.yoti.com/idverify/v1`. */
  apiUrl: string
  /** PEM of the one certificate to trust instead of the usual authorities: an emulator's own. */
  ca?: string | undefined
  /** Connections to Yoti at the same time: 64. */
  maxSockets?: number
  /** Milliseconds, as all times here: 3000. */
  connectTimeout?: number
  /** For a call with all its attempts; for media until it begins: 10 000. */
  timeout?: number
  /** The longest time without a byte of media: 15 000. */
  mediaIdleTimeout?: number
  /** Bytes of any answer but media: 5 000 000. */
  maxAnswerSize?: number
  /** Bytes: 100 000 000. */
  maxMediaSize?: number
  onCall?: (report: CallReport) => void
  now?: () => number
  nonce?: () => string
  /** From 0 up to 1, for the jitter between attempts. */
  random?: () => number
  sleep?: (milliseconds: number) => Promise<unknown>
}

export function createYotiClient(options: YotiClientOptions): YotiClient {
  const { sdkId, apiUrl, ca, maxSockets = 64, connectTimeout = 3000, timeout = 10_000 } = options
  const { mediaIdleTimeout = 15_000, maxAnswerSize = 5e6, maxMediaSize = 1e8 } = options
  const transport = createTransport(apiUrl, { maxSockets, connectTimeout, ca })
  const call = createCall({ ...options, transport, timeout, maxAnswerSize })
  // Somebody who reads media slowly must not keep the other calls from a connection.
  const mediaSlots = createSlots(Math.max(1, Math.floor(maxSockets * 0.75)))

  const ofApplication = (endpoint: Endpoint, ids: Ids = {}, body?: RequestBody): Call => ({
    endpoint,
    ids,
    query: [['sdkId', sdkId]],
    body,
  })
  const asSent = createReads(call, ofApplication)

  return {
    asSent,
    createSession: (spec) =>
      call(ofApplication('POST /sessions', {}, toJson(spec)), readJson(parseCreatedSession)),
    getSession: async (sessionId) => (await asSent.getSession(sessionId)).answer,
    deleteSession: (sessionId) =>
      call(ofApplication('DELETE /sessions/:sessionId', { sessionId }), readNothing),

    async getMedia(sessionId, mediaId) {
      const release = await mediaSlots.take()
      try {
        const media = await call(
          ofApplication('GET /sessions/:sessionId/media/:mediaId/content', { sessionId, mediaId }),
          (received) =>
            readMedia(received, { idleTimeout: mediaIdleTimeout, maxSize: maxMediaSize }),
        )
        if (media === undefined) release()
        else media.body.once('close', release)
        return media
      } catch (err) {
        release()
        throw err
      }
    },
    deleteMedia: (sessionId, mediaId) =>
      call(
        ofApplication('DELETE /sessions/:sessionId/media/:mediaId/content', { sessionId, mediaId }),
        readNothing,
      ),

    getSupportedDocuments: async (which) => (await asSent.getSupportedDocuments(which)).answer,

    createFaceCaptureResource: (sessionId, request) =>
      call(
        ofApplication(
          'POST /sessions/:sessionId/resources/face-capture',
          { sessionId },
          toJson(request),
        ),
        readJson(parseFaceCaptureResource),
      ),
    uploadFaceCaptureImage: (sessionId, resourceId, image) =>
      call(
        ofApplication(
          'PUT /sessions/:sessionId/resources/face-capture/:resourceId/image',
          { sessionId, resourceId },
          buildFaceCaptureBody(image, randomUUID()),
        ),
        readNothing,
      ),

    getSessionConfiguration: async (sessionId) =>
      (await asSent.getSessionConfiguration(sessionId)).answer,
    getTrackedDevices: async (sessionId) => (await asSent.getTrackedDevices(sessionId)).answer,
    deleteTrackedDevices: (sessionId) =>
      call(
        ofApplication('DELETE /sessions/:sessionId/tracked-devices', { sessionId }),
        readNothing,
      ),

    configureSessionResponse: (sessionId, config) =>
      call(
        ofApplication('PUT /sessions/:sessionId/response-config', { sessionId }, toJson(config)),
        readNothing,
      ),
    // The application is named by the path here, not by the query.
    configureApplicationResponse: (config) =>
      call(
        { endpoint: 'PUT /apps/:sdkId/response-config', ids: { sdkId }, body: toJson(config) },
        readNothing,
      ),

    close: () => {
      transport.close()
    },
  }
}

function toJson(value: unknown): RequestBody {
  return { contentType: 'application/json', content: Buffer.from(JSON.stringify(value)) }
}

function readJson<T>(parse: (value: unknown) => T) {
  return async (received: Received) => parseJsonAnswer(received, await received.read(), parse)
}

/** Read all the same, so that the connection can be used again. */
async function readNothing(received: Received): Promise<void> {
  await received.read()
}

async function readMedia(received: Received, limits: MediaLimits): Promise<Media | undefined> {
  if (received.status === 204) {
    await received.read()
    return undefined
  }
  return streamMedia(received, limits)
}

import { randomUUID, type KeyObject } from 'node:crypto'
import {
  createSendRequest,
  type ApiRequest,
  type AttemptReport,
  type ApiResponse,
} from './send-request.js'
import { parseCreatedSession, type CreatedSession } from './created-session.js'
import { parseFaceCaptureResource, type FaceCaptureResource } from './face-capture-resource.js'
import { parseJsonResponse } from './handle-response.js'
import type { Endpoint, PathParams } from './endpoint.js'
import { streamMedia, type Media, type MediaLimits } from './media.js'
import { buildFaceCaptureBody, type FaceCaptureImage } from './face-capture-body.js'
import { createRawReads, type RawReads } from './raw-reads.js'
import type { ResponseConfig } from './response-config.js'
import type { SessionConfiguration } from './session-configuration.js'
import { createSemaphore } from './semaphore.js'
import type { SessionResult } from './session-result.js'
import type { SessionSpec } from './session-spec.js'
import type { RequestBody } from './signed-request.js'
import type { SupportedDocuments } from './supported-documents.js'
import type { TrackedDevice } from './tracked-devices.js'
import { createTransport } from './transport.js'

export type { AttemptReport } from './send-request.js'
export type { Media } from './media.js'
export type { FaceCaptureImage } from './face-capture-body.js'

/**
 * Yoti's IDV API. Every method rejects with a YotiResponseError (Yoti rejected the request), a
 * YotiConnectionError (Yoti did not respond) or a YotiProtocolError (the response is unreadable).
 * Only reads are retried, at most twice.
 *
 * @see https://developers.yoti.com/identity-verification/overview
 */
export interface YotiClient {
  /** Never retried, because a session whose response was lost may exist and be billed. */
  createSession(spec: SessionSpec): Promise<CreatedSession>
  getSession(sessionId: string): Promise<SessionResult>
  /** Deletes the session with its media. Yoti responds with 409 until the session is completed. */
  deleteSession(sessionId: string): Promise<void>
  /** @returns undefined if Yoti may not provide the media (204) */
  getMedia(sessionId: string, mediaId: string): Promise<Media | undefined>
  deleteMedia(sessionId: string, mediaId: string): Promise<void>
  /** Returns only Latin documents by default. */
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
  /** The same reads with Yoti's original JSON. */
  raw: RawReads
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
  /** PEM of the only certificate to trust, such as the emulator's. */
  ca?: string | undefined
  /** Concurrent connections to Yoti. Default: 64. */
  maxSockets?: number
  /** Default: 3000. */
  connectTimeoutMs?: number
  /** For a call with all its attempts; for media, until it begins. Default: 10 000. */
  timeoutMs?: number
  /** The longest time without media data. Default: 15 000. */
  mediaIdleTimeoutMs?: number
  /** For responses other than media. Default: 5 000 000. */
  maxResponseBytes?: number
  /** Default: 100 000 000. */
  maxMediaBytes?: number
  onAttempt?: (report: AttemptReport) => void
  now?: () => number
  nonce?: () => string
  /** From 0 to 1, for the jitter between attempts. */
  random?: () => number
  sleep?: (milliseconds: number) => Promise<unknown>
}

export function createYotiClient(options: YotiClientOptions): YotiClient {
  const {
    sdkId,
    apiUrl,
    ca,
    maxSockets = 64,
    connectTimeoutMs = 3000,
    timeoutMs = 10_000,
  } = options
  const { mediaIdleTimeoutMs = 15_000, maxResponseBytes = 5e6, maxMediaBytes = 1e8 } = options
  const transport = createTransport(apiUrl, { maxSockets, connectTimeoutMs, ca })
  const sendRequest = createSendRequest({ ...options, transport, timeoutMs, maxResponseBytes })
  // Slow readers of media must not block the other calls.
  const mediaSemaphore = createSemaphore(Math.max(1, Math.floor(maxSockets * 0.75)))

  const createAppRequest = (
    endpoint: Endpoint,
    pathParams: PathParams = {},
    body?: RequestBody,
  ): ApiRequest => ({
    endpoint,
    pathParams,
    query: [['sdkId', sdkId]],
    body,
  })
  const raw = createRawReads(sendRequest, createAppRequest)

  return {
    raw,
    createSession: (spec) =>
      sendRequest(
        createAppRequest('POST /sessions', {}, toJsonBody(spec)),
        readJson(parseCreatedSession),
      ),
    getSession: async (sessionId) => (await raw.getSession(sessionId)).data,
    deleteSession: (sessionId) =>
      sendRequest(createAppRequest('DELETE /sessions/:sessionId', { sessionId }), discardBody),

    async getMedia(sessionId, mediaId) {
      const release = await mediaSemaphore.acquire()
      try {
        const media = await sendRequest(
          createAppRequest('GET /sessions/:sessionId/media/:mediaId/content', {
            sessionId,
            mediaId,
          }),
          (response) =>
            readMedia(response, { idleTimeoutMs: mediaIdleTimeoutMs, maxBytes: maxMediaBytes }),
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
      sendRequest(
        createAppRequest('DELETE /sessions/:sessionId/media/:mediaId/content', {
          sessionId,
          mediaId,
        }),
        discardBody,
      ),

    getSupportedDocuments: async (documentOptions) =>
      (await raw.getSupportedDocuments(documentOptions)).data,

    createFaceCaptureResource: (sessionId, request) =>
      sendRequest(
        createAppRequest(
          'POST /sessions/:sessionId/resources/face-capture',
          { sessionId },
          toJsonBody(request),
        ),
        readJson(parseFaceCaptureResource),
      ),
    uploadFaceCaptureImage: (sessionId, resourceId, image) =>
      sendRequest(
        createAppRequest(
          'PUT /sessions/:sessionId/resources/face-capture/:resourceId/image',
          { sessionId, resourceId },
          buildFaceCaptureBody(image, randomUUID()),
        ),
        discardBody,
      ),

    getSessionConfiguration: async (sessionId) =>
      (await raw.getSessionConfiguration(sessionId)).data,
    getTrackedDevices: async (sessionId) => (await raw.getTrackedDevices(sessionId)).data,
    deleteTrackedDevices: (sessionId) =>
      sendRequest(
        createAppRequest('DELETE /sessions/:sessionId/tracked-devices', { sessionId }),
        discardBody,
      ),

    configureSessionResponse: (sessionId, config) =>
      sendRequest(
        createAppRequest(
          'PUT /sessions/:sessionId/response-config',
          { sessionId },
          toJsonBody(config),
        ),
        discardBody,
      ),
    // NOTE: the SDK id is in the path here, not in the query.
    configureApplicationResponse: (config) =>
      sendRequest(
        {
          endpoint: 'PUT /apps/:sdkId/response-config',
          pathParams: { sdkId },
          body: toJsonBody(config),
        },
        discardBody,
      ),

    close: () => {
      transport.close()
    },
  }
}

function toJsonBody(value: unknown): RequestBody {
  return { contentType: 'application/json', content: Buffer.from(JSON.stringify(value)) }
}

function readJson<T>(parse: (value: unknown) => T) {
  return async (response: ApiResponse) => parseJsonResponse(response, await response.read(), parse)
}

/** Reads the body so that the connection can be reused. */
async function discardBody(response: ApiResponse): Promise<void> {
  await response.read()
}

async function readMedia(response: ApiResponse, limits: MediaLimits): Promise<Media | undefined> {
  if (response.status === 204) {
    await response.read()
    return undefined
  }
  return streamMedia(response, limits)
}

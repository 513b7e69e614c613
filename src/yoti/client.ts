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
 * Yoti's IDV API. Every method rejects with a YotiResponseError (Yoti said no), a
 * YotiConnectionError (Yoti did not respond) or a YotiProtocolError (Yoti's answer is unreadable).
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
  /** PEM of the one certificate to trust instead of the usual authorities: an emulator's own. */
  ca?: string | undefined
  /** Connections to Yoti at the same time: 64. */
  maxSockets?: number
  /** Milliseconds, as all times here: 3000. */
  connectTimeoutMs?: number
  /** For a call with all its attempts; for media until it begins: 10 000. */
  timeoutMs?: number
  /** The longest time without a byte of media: 15 000. */
  mediaIdleTimeoutMs?: number
  /** Bytes of any answer but media: 5 000 000. */
  maxResponseBytes?: number
  /** Bytes: 100 000 000. */
  maxMediaBytes?: number
  onAttempt?: (report: AttemptReport) => void
  now?: () => number
  nonce?: () => string
  /** From 0 up to 1, for the jitter between attempts. */
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
  // Somebody who reads media slowly must not keep the other calls from a connection.
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

    getSupportedDocuments: async (which) => (await raw.getSupportedDocuments(which)).data,

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
    // The application is named by the path here, not by the query.
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

/** Read all the same, so that the connection can be used again. */
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

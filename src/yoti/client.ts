import type { KeyObject } from 'node:crypto'
import { finished } from 'node:stream/promises'
import pLimit from 'p-limit'
import { z } from 'zod'
import { parseJsonResponse } from './handle-response.js'
import { streamMedia, type Media } from './media.js'
import { parseResponse, responseObject, type RawResponse } from './response-schema.js'
import { createSendRequest, type ApiResponse, type AttemptReport } from './send-request.js'
import {
  parseSessionConfiguration,
  parseTrackedDevices,
  type SessionConfiguration,
  type TrackedDevice,
} from './session-metadata.js'
import { parseSessionResult, type SessionResult } from './session-result.js'
import type { SessionSpec } from './session-spec.js'
import type { Endpoint, PathParams, RequestBody } from './signed-request.js'
import { parseSupportedDocuments, type SupportedDocuments } from './supported-documents.js'
import { createTransport } from './transport.js'

export type { AttemptReport } from './send-request.js'
export type { Media } from './media.js'

export interface FaceCaptureImage {
  contentType: 'image/png' | 'image/jpeg'
  content: Buffer
}

const createdSession = responseObject({
  /** A UUID, because this server uses it in its URLs. */
  session_id: z.guid({ error: 'expected a UUID' }),
  client_session_token: z.string().min(1),
  /** Remaining seconds. */
  client_session_token_ttl: z.number(),
})
const parseCreatedSession = (value: unknown) =>
  parseResponse(createdSession, value, 'created session')
export type CreatedSession = z.infer<typeof createdSession>

const faceCaptureResource = responseObject({
  id: z.string().min(1),
  /** Number of expected images. */
  frames: z.number(),
})
const parseFaceCaptureResource = (value: unknown) =>
  parseResponse(faceCaptureResource, value, 'face capture resource')
export type FaceCaptureResource = z.infer<typeof faceCaptureResource>

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
  raw: {
    getSession(sessionId: string): Promise<RawResponse<SessionResult>>
    getSessionConfiguration(sessionId: string): Promise<RawResponse<SessionConfiguration>>
    getTrackedDevices(sessionId: string): Promise<RawResponse<TrackedDevice[]>>
    getSupportedDocuments(options?: {
      includeNonLatin?: boolean
    }): Promise<RawResponse<SupportedDocuments>>
  }
  /** Sandbox only. */
  configureSessionResponse(sessionId: string, config: object): Promise<void>
  /** Sandbox only: the default for every session of the application. */
  configureApplicationResponse(config: object): Promise<void>
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
  const { sdkId, apiUrl, ca, maxSockets = 64, connectTimeoutMs = 3000 } = options
  const { timeoutMs = 10_000, mediaIdleTimeoutMs = 15_000 } = options
  const { maxResponseBytes = 5e6, maxMediaBytes = 1e8 } = options
  const transport = createTransport(apiUrl, { maxSockets, connectTimeoutMs, ca })
  const sendRequest = createSendRequest({ ...options, transport, timeoutMs, maxResponseBytes })
  // Slow readers of media must not block the other calls.
  const limitMedia = pLimit(Math.max(1, Math.floor(maxSockets * 0.75)))

  const query = [['sdkId', sdkId]] as const
  const call = <T>(
    endpoint: Endpoint,
    pathParams: PathParams,
    parse: (value: unknown) => T,
    body?: RequestBody,
  ) => sendRequest({ endpoint, pathParams, query, body }, readJson(parse))
  const write = (endpoint: Endpoint, pathParams: PathParams, body?: RequestBody) =>
    sendRequest({ endpoint, pathParams, query, body }, discardBody)

  const raw: YotiClient['raw'] = {
    getSession: (sessionId) => call('GET /sessions/:sessionId', { sessionId }, parseSessionResult),
    getSessionConfiguration: (sessionId) =>
      call('GET /sessions/:sessionId/configuration', { sessionId }, parseSessionConfiguration),
    getTrackedDevices: (sessionId) =>
      call('GET /sessions/:sessionId/tracked-devices', { sessionId }, parseTrackedDevices),
    // NOTE: without `sdkId`, like most official SDKs.
    getSupportedDocuments: ({ includeNonLatin = false } = {}) =>
      sendRequest(
        {
          endpoint: 'GET /supported-documents',
          query: includeNonLatin ? [['includeNonLatin', 'true']] : [],
        },
        readJson(parseSupportedDocuments),
      ),
  }

  return {
    raw,
    createSession: async (spec) =>
      (await call('POST /sessions', {}, parseCreatedSession, toJsonBody(spec))).data,
    getSession: async (sessionId) => (await raw.getSession(sessionId)).data,
    deleteSession: (sessionId) => write('DELETE /sessions/:sessionId', { sessionId }),

    getMedia: (sessionId, mediaId) =>
      new Promise((resolve, reject) => {
        const endpoint = 'GET /sessions/:sessionId/media/:mediaId/content'
        const limits = { idleTimeoutMs: mediaIdleTimeoutMs, maxBytes: maxMediaBytes }
        const pathParams = { sessionId, mediaId }
        limitMedia(async () => {
          const media = await sendRequest({ endpoint, pathParams, query }, async (response) => {
            if (response.status !== 204) return streamMedia(response, limits)
            return discardBody(response)
          })
          resolve(media)
          if (media !== undefined) await finished(media.body)
        }).catch(reject)
      }),
    deleteMedia: (sessionId, mediaId) =>
      write('DELETE /sessions/:sessionId/media/:mediaId/content', { sessionId, mediaId }),

    getSupportedDocuments: async (documentOptions) =>
      (await raw.getSupportedDocuments(documentOptions)).data,

    async createFaceCaptureResource(sessionId, request) {
      const endpoint = 'POST /sessions/:sessionId/resources/face-capture'
      const body = toJsonBody(request)
      return (await call(endpoint, { sessionId }, parseFaceCaptureResource, body)).data
    },
    uploadFaceCaptureImage: async (sessionId, resourceId, image) =>
      write(
        'PUT /sessions/:sessionId/resources/face-capture/:resourceId/image',
        { sessionId, resourceId },
        await toFormBody(image),
      ),

    getSessionConfiguration: async (sessionId) =>
      (await raw.getSessionConfiguration(sessionId)).data,
    getTrackedDevices: async (sessionId) => (await raw.getTrackedDevices(sessionId)).data,
    deleteTrackedDevices: (sessionId) =>
      write('DELETE /sessions/:sessionId/tracked-devices', { sessionId }),

    configureSessionResponse: (sessionId, config) =>
      write('PUT /sessions/:sessionId/response-config', { sessionId }, toJsonBody(config)),
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

/**
 * Returns the base URL of the sandbox, which alone accepts response configurations: the API itself
 * if it is the sandbox, or else the sandbox on the same origin, as in the emulator.
 *
 * @param apiUrl the API's base URL, for example `http://127.0.0.1:4000/idverify/v1`
 */
export function buildSandboxUrl(apiUrl: string): string {
  const url = new URL(apiUrl)
  url.pathname = url.pathname
    .replace(/\/+$/, '')
    .replace(/(?:\/sandbox)?(\/idverify\/v1)$/, '/sandbox$1')
  return url.href
}

function toJsonBody(value: unknown): RequestBody {
  return { contentType: 'application/json', content: Buffer.from(JSON.stringify(value)) }
}

/** Encodes the complete body before it is sent, because the digest covers all of it. */
async function toFormBody({ contentType, content }: FaceCaptureImage): Promise<RequestBody> {
  const form = new FormData()
  form.set(
    'binary-content',
    new Blob([new Uint8Array(content)], { type: contentType }),
    'face-capture-image',
  )
  const encoded = new Response(form)
  return {
    contentType: encoded.headers.get('Content-Type') ?? '',
    content: Buffer.from(await encoded.arrayBuffer()),
  }
}

function readJson<T>(parse: (value: unknown) => T) {
  return async (response: ApiResponse): Promise<RawResponse<T>> => {
    const content = await response.read()
    return { data: parseJsonResponse(response, content, parse), content }
  }
}

/** Reads the body so that the connection can be reused. */
async function discardBody(response: ApiResponse): Promise<undefined> {
  await response.read()
}

import { finished } from 'node:stream/promises'
import pLimit from 'p-limit'
import { z } from 'zod'
import type { Query, RequestBody } from './authentication.js'
import { createCircuits, type CircuitsOptions } from './circuits.js'
import { discardBody, readJson, type RawResponse } from './handle-response.js'
import { streamMedia, type Media } from './media.js'
import { createParser, responseObject } from './response-schema.js'
import { createSendRequest, type PathParams, type SendRequestOptions } from './send-request.js'
import { parseSessionConfiguration, parseTrackedDevices } from './session-metadata.js'
import { parseSessionResult } from './session-result.js'
import type { SessionSpec } from './session-spec.js'
import { parseSupportedDocuments } from './supported-documents.js'
import { MEDIA_ENDPOINT, type Endpoint } from './transport.js'

export type { AttemptReport } from './transport.js'
export type { Media } from './media.js'

export interface FaceCaptureImage {
  contentType: 'image/png' | 'image/jpeg'
  content: Buffer
}

const parseCreatedSession = createParser(
  responseObject({
    /** A UUID, because this server uses it in its URLs. */
    session_id: z.guid({ error: 'expected a UUID' }),
    client_session_token: z.string().min(1),
    /** Remaining seconds. */
    client_session_token_ttl: z.number(),
  }),
  'created session',
)

const parseFaceCaptureResource = createParser(
  responseObject({
    id: z.string().min(1),
    /** Number of expected images. */
    frames: z.number(),
  }),
  'face capture resource',
)

export interface YotiClientOptions
  extends Omit<SendRequestOptions, 'maxSockets' | 'onResponse'>, CircuitsOptions {
  /** Concurrent connections to Yoti for orders, and as many for everything else. Default: 64. */
  maxSockets?: number
  /** The longest time without media data. Default: 15 000. */
  mediaIdleTimeoutMs?: number
  /** Default: 100 000 000. */
  maxMediaBytes?: number
  /** Called with the JSON paths of a session result that could not be read. */
  onUnreadable?: (paths: readonly string[]) => void
}

const SESSION_ENDPOINT = 'GET /sessions/:sessionId'

export type YotiClient = ReturnType<typeof createYotiClient>

/**
 * Yoti's IDV API. Every method rejects with a YotiResponseError (Yoti rejected the request), a
 * YotiConnectionError (Yoti did not respond) or a YotiProtocolError (the response is unreadable).
 * Only reads are retried, at most twice, and those other than media fail immediately while Yoti does
 * not respond. Every call is sent once more when its access token was rejected.
 *
 * @see https://developers.yoti.com/identity-verification/overview
 */
export function createYotiClient(options: YotiClientOptions) {
  const { sdkId, maxSockets = 64, mediaIdleTimeoutMs = 15_000, maxMediaBytes = 1e8 } = options
  const { sendRequest, close } = createSendRequest({ ...options, maxSockets })
  const circuits = createCircuits(options)
  // Slow readers of media must not block the other calls.
  const limitMedia = pLimit(Math.max(1, Math.floor(maxSockets * 0.75)))

  // An access token already names the application.
  const query: Query = options.authUrl === undefined ? [['sdkId', sdkId]] : []
  const post = async <T>(
    endpoint: Endpoint,
    pathParams: PathParams,
    parse: (value: unknown) => T,
    content: unknown,
  ) => {
    const body = toJsonBody(content)
    return getData(sendRequest({ endpoint, pathParams, query, body }, readJson(parse)))
  }
  const read = <T>(
    endpoint: Endpoint,
    pathParams: PathParams,
    parse: (value: unknown) => T,
    readQuery = query,
  ) =>
    circuits.run(endpoint, () =>
      sendRequest({ endpoint, pathParams, query: readQuery }, readJson(parse)),
    )
  const write = (endpoint: Endpoint, pathParams: PathParams, body?: RequestBody): Promise<void> =>
    sendRequest({ endpoint, pathParams, query, body }, discardBody)

  /** Reads with Yoti's original JSON. */
  const raw = {
    getSession: async (sessionId: string) => {
      const response = await read(SESSION_ENDPOINT, { sessionId }, parseSessionResult)
      const { unreadable } = response.data
      if (unreadable !== undefined) options.onUnreadable?.(unreadable)
      return response
    },
    getSessionConfiguration: (sessionId: string) =>
      read('GET /sessions/:sessionId/configuration', { sessionId }, parseSessionConfiguration),
    getTrackedDevices: (sessionId: string) =>
      read('GET /sessions/:sessionId/tracked-devices', { sessionId }, parseTrackedDevices),
    /** Returns only Latin documents by default. */
    getSupportedDocuments: ({ includeNonLatin = false } = {}) =>
      // NOTE: without `sdkId`, like most official SDKs.
      read(
        'GET /supported-documents',
        {},
        parseSupportedDocuments,
        includeNonLatin ? [['includeNonLatin', 'true']] : [],
      ),
  }

  return {
    raw,
    getSession: (sessionId: string) => getData(raw.getSession(sessionId)),
    getSessionConfiguration: (sessionId: string) => getData(raw.getSessionConfiguration(sessionId)),
    getTrackedDevices: (sessionId: string) => getData(raw.getTrackedDevices(sessionId)),

    /** Not retried, because a session whose response was lost may exist and be billed. */
    createSession: (spec: SessionSpec) => post('POST /sessions', {}, parseCreatedSession, spec),
    /** Deletes the session with its media. Yoti responds with 409 until the session is completed. */
    deleteSession: (sessionId: string) => write('DELETE /sessions/:sessionId', { sessionId }),

    /** @returns undefined if Yoti may not provide the media (204) */
    getMedia: (sessionId: string, mediaId: string) =>
      new Promise<Media | undefined>((resolve, reject) => {
        const limits = { idleTimeoutMs: mediaIdleTimeoutMs, maxBytes: maxMediaBytes }
        const request = { endpoint: MEDIA_ENDPOINT, pathParams: { sessionId, mediaId }, query }
        limitMedia(async () => {
          const media = await sendRequest(request, async (response) => {
            if (response.status !== 204) return streamMedia(response, limits)
            return discardBody(response)
          })
          resolve(media)
          if (media !== undefined) await finished(media.body)
        }).catch(reject)
      }),
    deleteMedia: (sessionId: string, mediaId: string) =>
      write('DELETE /sessions/:sessionId/media/:mediaId/content', { sessionId, mediaId }),

    /** `requirement_id` is the id of a FACE_CAPTURE requirement of the session configuration. */
    createFaceCaptureResource: (sessionId: string, request: { requirement_id: string }) =>
      post(
        'POST /sessions/:sessionId/resources/face-capture',
        { sessionId },
        parseFaceCaptureResource,
        request,
      ),
    uploadFaceCaptureImage: async (
      sessionId: string,
      resourceId: string,
      image: FaceCaptureImage,
    ) =>
      write(
        'PUT /sessions/:sessionId/resources/face-capture/:resourceId/image',
        { sessionId, resourceId },
        await toFormBody(image),
      ),

    /** Sandbox only. */
    configureSessionResponse: (sessionId: string, config: object) =>
      write('PUT /sessions/:sessionId/response-config', { sessionId }, toJsonBody(config)),

    /** Whether sessions cannot be read, because Yoti does not respond. */
    isSessionCircuitOpen: () => circuits.isOpen(SESSION_ENDPOINT),
    /** Closes the connections. */
    close: () => {
      circuits.close()
      close()
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

async function getData<T>(response: Promise<RawResponse<T>>): Promise<T> {
  return (await response).data
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

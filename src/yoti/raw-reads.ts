import type { ApiRequest, SendRequest, ApiResponse } from './send-request.js'
import type { Endpoint, PathParams } from './endpoint.js'
import { parseJsonResponse } from './handle-response.js'
import { parseSessionConfiguration, type SessionConfiguration } from './session-configuration.js'
import { parseSessionResult, type SessionResult } from './session-result.js'
import { parseSupportedDocuments, type SupportedDocuments } from './supported-documents.js'
import { parseTrackedDevices, type TrackedDevice } from './tracked-devices.js'

/** A parsed response and Yoti's original JSON. */
export interface RawResponse<T> {
  data: T
  content: Buffer
}

/** Reads for callers that pass on Yoti's original JSON. */
export interface RawReads {
  getSession(sessionId: string): Promise<RawResponse<SessionResult>>
  getSessionConfiguration(sessionId: string): Promise<RawResponse<SessionConfiguration>>
  getTrackedDevices(sessionId: string): Promise<RawResponse<TrackedDevice[]>>
  getSupportedDocuments(options?: {
    includeNonLatin?: boolean
  }): Promise<RawResponse<SupportedDocuments>>
}

export function createRawReads(
  sendRequest: SendRequest,
  createAppRequest: (endpoint: Endpoint, pathParams: PathParams) => ApiRequest,
): RawReads {
  return {
    getSession: (sessionId) =>
      sendRequest(
        createAppRequest('GET /sessions/:sessionId', { sessionId }),
        readRawResponse(parseSessionResult),
      ),
    getSessionConfiguration: (sessionId) =>
      sendRequest(
        createAppRequest('GET /sessions/:sessionId/configuration', { sessionId }),
        readRawResponse(parseSessionConfiguration),
      ),
    getTrackedDevices: (sessionId) =>
      sendRequest(
        createAppRequest('GET /sessions/:sessionId/tracked-devices', { sessionId }),
        readRawResponse(parseTrackedDevices),
      ),
    // NOTE: without `sdkId`, like most official SDKs.
    getSupportedDocuments: ({ includeNonLatin = false } = {}) =>
      sendRequest(
        {
          endpoint: 'GET /supported-documents',
          query: includeNonLatin ? [['includeNonLatin', 'true']] : [],
        },
        readRawResponse(parseSupportedDocuments),
      ),
  }
}

function readRawResponse<T>(parse: (value: unknown) => T) {
  return async (response: ApiResponse): Promise<RawResponse<T>> => {
    const content = await response.read()
    return { data: parseJsonResponse(response, content, parse), content }
  }
}

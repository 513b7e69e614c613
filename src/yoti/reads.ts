import type { Call, MakeCall, Received } from './call.js'
import type { Endpoint, Ids } from './endpoint.js'
import { parseJsonAnswer } from './judge-answer.js'
import { parseSessionConfiguration, type SessionConfiguration } from './session-configuration.js'
import { parseSessionResult, type SessionResult } from './session-result.js'
import { parseSupportedDocuments, type SupportedDocuments } from './supported-documents.js'
import { parseTrackedDevices, type TrackedDevice } from './tracked-devices.js'

/** An answer as we read it, and the bytes of JSON that Yoti sent. */
export interface AsSent<T> {
  answer: T
  content: Buffer
}

/** The reads of JSON, for those who hand on what Yoti sent. */
export interface Reads {
  getSession(sessionId: string): Promise<AsSent<SessionResult>>
  getSessionConfiguration(sessionId: string): Promise<AsSent<SessionConfiguration>>
  getTrackedDevices(sessionId: string): Promise<AsSent<TrackedDevice[]>>
  getSupportedDocuments(options?: {
    includeNonLatin?: boolean
  }): Promise<AsSent<SupportedDocuments>>
}

export function createReads(
  call: MakeCall,
  ofApplication: (endpoint: Endpoint, ids: Ids) => Call,
): Reads {
  return {
    getSession: (sessionId) =>
      call(
        ofApplication('GET /sessions/:sessionId', { sessionId }),
        readAsSent(parseSessionResult),
      ),
    getSessionConfiguration: (sessionId) =>
      call(
        ofApplication('GET /sessions/:sessionId/configuration', { sessionId }),
        readAsSent(parseSessionConfiguration),
      ),
    getTrackedDevices: (sessionId) =>
      call(
        ofApplication('GET /sessions/:sessionId/tracked-devices', { sessionId }),
        readAsSent(parseTrackedDevices),
      ),
    // NOTE: signed, but without `sdkId`, as most official SDKs do.
    getSupportedDocuments: ({ includeNonLatin = false } = {}) =>
      call(
        {
          endpoint: 'GET /supported-documents',
          query: includeNonLatin ? [['includeNonLatin', 'true']] : [],
        },
        readAsSent(parseSupportedDocuments),
      ),
  }
}

function readAsSent<T>(parse: (value: unknown) => T) {
  return async (received: Received): Promise<AsSent<T>> => {
    const content = await received.read()
    return { answer: parseJsonAnswer(received, content, parse), content }
  }
}

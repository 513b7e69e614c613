import { z } from 'zod'
import type { ApiCall, MediaContent } from './api-call.js'
import { configurationSchema } from './configuration.js'

export type CaptureMethod = 'CAMERA' | 'UPLOAD'
export type DocumentResourceType = 'id-documents' | 'supplementary-documents'

export interface NewDocument {
  requirement_id: string
  issuing_country: string
  document_type: string
}

const createdResourceSchema = z.object({ id: z.string(), pages: z.number().default(0) })
const textExtractionSchema = z.object({
  recommendation: z.object({
    value: z.enum(['PROGRESS', 'SHOULD_TRY_AGAIN', 'MUST_TRY_AGAIN']),
  }),
  attempts_remaining: z.record(z.string(), z.number()),
})
const livenessAttemptSchema = z.object({ passed: z.boolean(), attempts_remaining: z.number() })

export type ClientApi = ReturnType<typeof createClientApi>

/** Every call of the client page, on one session. */
export function createClientApi(call: ApiCall) {
  const document = (kind: DocumentResourceType, id: string) => `/resources/${kind}/${id}`
  const liveness = (id: string) => `/resources/liveness/${id}`

  return {
    getConfiguration: async () =>
      configurationSchema.parse(await call('GET', '/configuration?detectedLocale=en-GB')),
    giveConsent: () => call('PUT', '/biometric-consent'),
    finish: () => call('DELETE', '/client-session-token'),
    reportError: (code: number) => call('POST', '/client-error', { code }),

    addDocument: async (kind: DocumentResourceType, chosen: NewDocument) =>
      createdResourceSchema.parse(await call('POST', `/resources/${kind}`, chosen)),
    sendPage: (
      kind: DocumentResourceType,
      id: string,
      { page, method, picture }: { page: number; method: CaptureMethod; picture: MediaContent },
    ) => call('PUT', `${document(kind, id)}/pages/${page}?capture_method=${method}`, picture),
    sendPageFrame: (id: string, page: number, frame: number, picture: MediaContent) =>
      call('PUT', `${document('id-documents', id)}/pages/${page}/frames/${frame}`, picture),
    sendFile: (id: string, file: MediaContent) =>
      call('PUT', `${document('supplementary-documents', id)}/file`, file),
    extractText: async (id: string) =>
      textExtractionSchema.parse(
        await call('POST', `${document('id-documents', id)}/text-extraction`),
      ),

    addLiveness: async (input: { requirement_id: string; liveness_type: string }) =>
      createdResourceSchema.parse(await call('POST', '/resources/liveness', input)),
    sendLivenessImage: (id: string, picture: MediaContent) =>
      call('PUT', `${liveness(id)}/image`, picture),
    sendLivenessFrame: (id: string, frame: number, picture: MediaContent) =>
      call('PUT', `${liveness(id)}/frames/${frame}`, picture),
    sendFacemap: (id: string, facemap: MediaContent) =>
      call('PUT', `${liveness(id)}/facemap`, facemap),
    submitLivenessAttempt: async (id: string) =>
      livenessAttemptSchema.parse(await call('POST', `${liveness(id)}/attempt`)),
  }
}

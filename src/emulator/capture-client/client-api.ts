import { z } from 'zod'
import type { Call, Content } from './call.js'
import { configurationSchema } from './configuration.js'

export type CaptureMethod = 'CAMERA' | 'UPLOAD'
export type DocumentKind = 'id-documents' | 'supplementary-documents'

export interface NewDocument {
  requirement_id: string
  issuing_country: string
  document_type: string
}

const createdSchema = z.object({ id: z.string(), pages: z.number().default(0) })
const readSchema = z.object({
  recommendation: z.object({
    value: z.enum(['PROGRESS', 'SHOULD_TRY_AGAIN', 'MUST_TRY_AGAIN']),
  }),
  attempts_remaining: z.record(z.string(), z.number()),
})
const attemptSchema = z.object({ passed: z.boolean(), attempts_remaining: z.number() })

export type ClientApi = ReturnType<typeof createClientApi>

/** Every call of the client page, on one session. */
export function createClientApi(call: Call) {
  const document = (kind: DocumentKind, id: string) => `/resources/${kind}/${id}`
  const liveness = (id: string) => `/resources/liveness/${id}`

  return {
    getConfiguration: async () =>
      configurationSchema.parse(await call('GET', '/configuration?detectedLocale=en-GB')),
    giveConsent: () => call('PUT', '/biometric-consent'),
    finish: () => call('DELETE', '/client-session-token'),
    reportError: (code: number) => call('POST', '/client-error', { code }),

    addDocument: async (kind: DocumentKind, chosen: NewDocument) =>
      createdSchema.parse(await call('POST', `/resources/${kind}`, chosen)),
    sendPage: (
      kind: DocumentKind,
      id: string,
      { page, method, picture }: { page: number; method: CaptureMethod; picture: Content },
    ) => call('PUT', `${document(kind, id)}/pages/${page}?capture_method=${method}`, picture),
    sendPageFrame: (id: string, page: number, frame: number, picture: Content) =>
      call('PUT', `${document('id-documents', id)}/pages/${page}/frames/${frame}`, picture),
    sendFile: (id: string, file: Content) =>
      call('PUT', `${document('supplementary-documents', id)}/file`, file),
    readDocument: async (id: string) =>
      readSchema.parse(await call('POST', `${document('id-documents', id)}/text-extraction`)),

    addLiveness: async (asked: { requirement_id: string; liveness_type: string }) =>
      createdSchema.parse(await call('POST', '/resources/liveness', asked)),
    sendLivenessImage: (id: string, picture: Content) =>
      call('PUT', `${liveness(id)}/image`, picture),
    sendLivenessFrame: (id: string, frame: number, picture: Content) =>
      call('PUT', `${liveness(id)}/frames/${frame}`, picture),
    sendFacemap: (id: string, map: Content) => call('PUT', `${liveness(id)}/facemap`, map),
    judgeLiveness: async (id: string) =>
      attemptSchema.parse(await call('POST', `${liveness(id)}/attempt`)),
  }
}

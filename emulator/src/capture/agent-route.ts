import { z } from 'zod'
import type { ChosenDocument } from '../capture-client/capture-steps.js'
import { ApiError, createPropertyError } from '../http/api-error.js'
import { findSdkId } from '../http/authenticate.js'
import { parsePayload, peekText } from '../http/parse-payload.js'
import { NO_CONTENT, type Route } from '../http/route.js'
import { requestsIdentityProfile } from '../sessions/session-spec.js'
import type { SessionStore } from '../sessions/session-store.js'
import { getSessionState, type Session } from '../sessions/session.js'
import { actAsUser } from './act-as-user.js'
import { listCaptureMethods } from './capture-routes.js'
import { isDocumentAccepted, type DocumentRequirement, type Requirement } from './requirement.js'
import type { CaptureMethod } from './resource.js'

const documentSchema = z.object({ issuing_country: z.string(), document_type: z.string() })

const agentSchema = z.object({
  session_id: z.string(),
  client_session_token: z.string(),
  resources: z.object({
    id_documents: z
      .array(documentSchema.extend({ capture_method: z.enum(['CAMERA', 'UPLOAD']) }))
      .default([]),
    supplementary_documents: z.array(documentSchema).default([]),
  }),
})

type AgentResources = z.infer<typeof agentSchema>['resources']
type AgentDocument = z.infer<typeof documentSchema> & { capture_method?: CaptureMethod }

/** Sandbox: plays the user of a session. */
export function createAgentRoute(sessions: SessionStore): Route {
  return {
    method: 'POST',
    path: '/agent',
    auth: 'signed',
    readParams({ query, body }) {
      const sessionId = peekText(body, 'session_id') ?? ''
      const sdkId = findSdkId(query) ?? sessions.find(sessionId)?.application.sdkId
      return { sessionId, ...(sdkId === undefined ? {} : { sdkId }) }
    },
    async handle({ body }, getSession) {
      // As in the policy of these errors, such as resources.id_documents[0].document_type.
      const asked = parsePayload(agentSchema, body, z.core.toDotPath)
      const session = getSession()
      if (asked.client_session_token !== session.token) throw new ApiError('BAD_TOKEN')
      if (getSessionState(session) === 'EXPIRED') throw new ApiError('SESSION_EXPIRED')
      const documents = assignDocuments(session, asked.resources)
      const { kind } = await actAsUser(session, { documents })
      // A profile without its document completes automatically.
      if (kind === 'FINISHED' || requestsIdentityProfile(session.spec)) return NO_CONTENT
      throw new ApiError('INCOMPLETE')
    },
  }
}

/** In the order of the requirements. @throws ApiError `PAYLOAD_VALIDATION` */
function assignDocuments({ requirements, spec }: Session, resources: AgentResources) {
  const chosen = new Map<Requirement, ChosenDocument>()
  for (const type of ['ID_DOCUMENT', 'SUPPLEMENTARY_DOCUMENT'] as const) {
    const field = type === 'ID_DOCUMENT' ? 'id_documents' : 'supplementary_documents'
    const documents: AgentDocument[] = resources[field]
    const required = requirements.filter((one): one is DocumentRequirement => one.type === type)
    if (documents.length !== required.length) {
      const message = `must have ${required.length} entries, as the session requires`
      throw createPropertyError(`resources.${field}`, message)
    }
    for (const [index, requirement] of required.entries()) {
      const [document] = documents.slice(index)
      if (document === undefined) continue
      const { issuing_country: country, document_type: documentType } = document
      const { capture_method: captureMethod = 'CAMERA' } = document
      const requireThat = (isAllowed: boolean, name: string, what: string) => {
        if (isAllowed) return
        const message = `must be a ${what} that the session allows`
        throw createPropertyError(`resources.${field}[${index}].${name}`, message)
      }
      const isAccepted = isDocumentAccepted(requirement, country, documentType)
      requireThat(isAccepted, 'document_type', 'document')
      requireThat(listCaptureMethods(spec).includes(captureMethod), 'capture_method', 'method')
      chosen.set(requirement, { country, type: documentType, captureMethod })
    }
  }
  return requirements.flatMap((requirement) => chosen.get(requirement) ?? [])
}

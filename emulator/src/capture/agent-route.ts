import { z } from 'zod'
import { ApiError } from '../http/api-error.js'
import type { ApiRequest } from '../http/authenticate.js'
import { parsePayload } from '../http/parse-payload.js'
import { NO_CONTENT, type Route } from '../http/route.js'
import type { SessionStore } from '../sessions/session-store.js'
import { getSessionState } from '../sessions/session.js'
import { agentResourcesSchema, runAgent } from './run-agent.js'

const agentSchema = z.object({
  session_id: z.string(),
  client_session_token: z.string(),
  resources: agentResourcesSchema,
})

// Yoti's samples for PHP and .NET differ.
const SDK_ID_NAMES = ['sdkid', 'x-yoti-auth-id']

/** Sandbox: plays the user of a session. */
export function createAgentRoute(sessions: SessionStore): Route {
  return {
    method: 'POST',
    path: '/agent',
    auth: 'signed',
    readParams({ query, body }) {
      const sessionId = readSessionId(body)
      const sdkId = findSdkId(query) ?? sessions.find(sessionId)?.application.sdkId
      return { sessionId, ...(sdkId === undefined ? {} : { sdkId }) }
    },
    async handle({ body }, getSession) {
      // As in the policy of these errors, such as resources.id_documents[0].document_type.
      const { client_session_token: token, resources } = parsePayload(
        agentSchema,
        body,
        z.core.toDotPath,
      )
      const session = getSession()
      if (token !== session.token) throw new ApiError('BAD_TOKEN')
      if (getSessionState(session) === 'EXPIRED') throw new ApiError('SESSION_EXPIRED')
      await runAgent(session, resources)
      return NO_CONTENT
    },
  }
}

function findSdkId(query: ApiRequest['query']): string | undefined {
  return Array.from(query).find(([name]) => SDK_ID_NAMES.includes(name.toLowerCase()))?.[1]
}

/** The body is not validated yet. */
function readSessionId(body: Buffer): string {
  try {
    const value = JSON.parse(body.toString()) as { session_id?: unknown } | null
    return typeof value?.session_id === 'string' ? value.session_id : ''
  } catch {
    return ''
  }
}

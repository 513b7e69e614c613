import { createdSession } from '../schemas/created-session.js'
import { reason } from '../schemas/fields.js'
import { outcomeEvent } from '../schemas/outcome-event.js'
import { problem } from '../schemas/problem.js'
import { check, erasureUnderWay, session } from '../schemas/session-answer.js'
import { sessionRequest } from '../schemas/session-request.js'

/** The schemas by the names that the OpenAPI document has for them. */
export const COMPONENTS = {
  SessionRequest: sessionRequest,
  CreatedSession: createdSession,
  Session: session,
  Reason: reason,
  Check: check,
  ErasureUnderWay: erasureUnderWay,
  OutcomeEvent: outcomeEvent,
  Problem: problem,
}

export function referTo(name: keyof typeof COMPONENTS): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` }
}

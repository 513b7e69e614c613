import { createdSessionResponseSchema } from '../schemas/created-session-response.js'
import { outcomeEventSchema, reasonSchema } from '../../sessions/public-fields.js'
import { problemSchema } from '../schemas/problem.js'
import {
  checkSchema,
  erasureInProgressSchema,
  sessionResponseSchema,
} from '../schemas/session-response.js'
import { sessionRequestSchema } from '../schemas/session-request.js'

/** By their names in the OpenAPI document. */
export const COMPONENTS = {
  SessionRequest: sessionRequestSchema,
  CreatedSession: createdSessionResponseSchema,
  Session: sessionResponseSchema,
  Reason: reasonSchema,
  Check: checkSchema,
  ErasureUnderWay: erasureInProgressSchema,
  OutcomeEvent: outcomeEventSchema,
  Problem: problemSchema,
}

export function schemaRef(name: keyof typeof COMPONENTS): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` }
}

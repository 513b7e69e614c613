import { STATUS_CODES } from 'node:http'
import { z } from 'zod'
import { API_ERRORS, PublicError, type ApiErrorCode, type PublicErrorDetails } from '../errors.js'
import { createErrorHandler } from '../http/error-handler.js'
import { decisionSchema, EXAMPLE_DECISION } from './public-fields.js'

export const problemSchema = z
  .strictObject({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().meta({ description: 'Stable. The other texts may change.' }),
    requestId: z
      .string()
      .meta({ description: 'As in the X-Request-Id header and in the log of this server.' }),
    yotiCode: z.string().optional().meta({ description: 'Yoti’s own error code.' }),
    errors: z
      .array(z.strictObject({ path: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'The path of each invalid field and what was expected.' }),
    decision: decisionSchema.optional(),
  })
  .meta({ description: 'Every error of the API (RFC 9457).' })

export const handleProblem = createErrorHandler((error, requestId, res) => {
  res.type('application/problem+json').send(JSON.stringify(toProblem(error, requestId)))
})

function toProblem({ status, code, message, details }: PublicError, requestId: string) {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    detail: message,
    code,
    requestId,
    yotiCode: details.yotiCode,
    errors: details.errors,
    decision: details.decision,
  }
}

/** For the OpenAPI document: one response for each status, with an example for each code. */
export function buildProblemResponses(): object {
  const codes = Object.keys(API_ERRORS) as ApiErrorCode[]
  const errors = codes.map((code) => new PublicError(code, EXAMPLE_DETAILS[code]))
  const statuses = new Set(errors.map(({ status }) => status))
  const responses = [...statuses].map((status) => {
    const examples = errors
      .filter((error) => error.status === status)
      .map((error) => [error.code, { value: toProblem(error, EXAMPLE_REQUEST_ID) }] as const)
    const response = {
      description: examples.map(([code]) => code).join(' or '),
      headers: HEADERS[status],
      content: {
        'application/problem+json': {
          schema: { $ref: '#/components/schemas/Problem' },
          examples: Object.fromEntries(examples),
        },
      },
    }
    return [`Problem${status}`, response] as const
  })
  return Object.fromEntries(responses)
}

const EXAMPLE_REQUEST_ID = '0f0d7a3e-31a5-4f0e-8f4e-2f9b1c3d4e5f'
const EXAMPLE_DETAILS: Partial<Record<ApiErrorCode, PublicErrorDetails>> = {
  VALIDATION: { errors: [{ path: 'userReference', message: 'expected a string, got nothing' }] },
  SPEC_REFUSED: {
    yotiCode: 'PAYLOAD_VALIDATION',
    errors: [{ path: 'spec.requested_checks', message: 'rejected by Yoti' }],
  },
  ALREADY_DECIDED: { decision: EXAMPLE_DECISION },
  YOTI_CONFLICT: { yotiCode: 'SESSION_LOCKED' },
}

const RETRY_AFTER = { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } }
const HEADERS: Partial<Record<number, object>> = {
  401: { 'WWW-Authenticate': { schema: { type: 'string', const: 'Bearer' } } },
  429: RETRY_AFTER,
  503: RETRY_AFTER,
}

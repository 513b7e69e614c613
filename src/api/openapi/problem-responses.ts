import { toProblemBody } from '../handle-api-error.js'
import { ProblemError, type ProblemDetails } from '../problem-error.js'
import { PROBLEMS, type ProblemCode } from '../problems.js'
import { schemaRef } from './components.js'

const REQUEST_ID = '0f0d7a3e-31a5-4f0e-8f4e-2f9b1c3d4e5f'

const EXAMPLE_DETAILS: Partial<Record<ProblemCode, ProblemDetails>> = {
  VALIDATION: { errors: [{ path: 'userReference', message: 'expected a string, got nothing' }] },
  SPEC_REFUSED: {
    yotiCode: 'PAYLOAD_VALIDATION',
    errors: [{ path: 'spec.requested_checks', message: 'rejected by Yoti' }],
  },
  YOTI_CONFLICT: { yotiCode: 'SESSION_LOCKED' },
}

const HEADERS: Partial<Record<number, object>> = {
  401: { 'WWW-Authenticate': { schema: { type: 'string', const: 'Bearer' } } },
  429: { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } },
  503: { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } },
}

/** One response for each status, with an example for each code. */
export function buildProblemResponses(): object {
  const codes = Object.keys(PROBLEMS) as ProblemCode[]
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code][0]))]
  return Object.fromEntries(
    statuses.map((status) => {
      const statusCodes = codes.filter((code) => PROBLEMS[code][0] === status)
      const examples = statusCodes.map((code) => {
        const value = toProblemBody(new ProblemError(code, EXAMPLE_DETAILS[code]), REQUEST_ID)
        return [code, { value }] as const
      })
      const response = {
        description: statusCodes.join(' or '),
        ...(HEADERS[status] && { headers: HEADERS[status] }),
        content: {
          'application/problem+json': {
            schema: schemaRef('Problem'),
            examples: Object.fromEntries(examples),
          },
        },
      }
      return [problemResponseName(status), response]
    }),
  )
}

export function problemResponseRefs(...statuses: number[]): object {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { $ref: `#/components/responses/${problemResponseName(status)}` },
    ]),
  )
}

function problemResponseName(status: number): string {
  return `Problem${status}`
}

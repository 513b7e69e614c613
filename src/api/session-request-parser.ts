import { parsePreset, type Preset } from '../sessions/preset.js'
import type { CreateSessionInput } from '../sessions/session.js'
import { describeIssues } from '../yoti/describe-issues.js'
import { SessionSpecError } from '../yoti/session-spec.js'
import { sha256Json, sha256 } from './sha256.js'
import { ProblemError, type FieldError } from './problem-error.js'
import { sessionRequestSchema, type SessionRequest } from './schemas/session-request.js'

export interface ScenarioNames {
  /** Returns the problem with the name, or undefined if it is valid. */
  validateName(name: string): string | undefined
}

export interface SessionRequestRules {
  presetNames: readonly string[]
  /** Origins that a return URL may have. */
  returnUrlOrigins: readonly string[]
  scenarios: ScenarioNames | undefined
}

const NO_SCENARIOS = 'scenarios are not available on this server; omit it'
const IDEMPOTENCY_KEY = /^[\x20-\x7e]{1,255}$/

/** Parses the body and the Idempotency-Key of `POST /api/sessions`. */
export function createSessionRequestParser({
  presetNames,
  returnUrlOrigins,
  scenarios,
}: SessionRequestRules) {
  const findFieldErrors = ({ preset, returnUrl, scenario }: SessionRequest): FieldError[] => {
    const fieldErrors: FieldError[] = []
    if (preset !== undefined && !presetNames.includes(preset)) {
      fieldErrors.push({ path: 'preset', message: `expected ${presetNames.join(' or ')}` })
    }
    if (returnUrl !== undefined && !returnUrlOrigins.includes(new URL(returnUrl).origin)) {
      fieldErrors.push({ path: 'returnUrl', message: 'expected an origin of RETURN_URL_ORIGINS' })
    }
    if (scenario !== undefined) {
      const message = scenarios === undefined ? NO_SCENARIOS : scenarios.validateName(scenario)
      if (message !== undefined) fieldErrors.push({ path: 'scenario', message })
    }
    return fieldErrors
  }

  return (
    body: unknown,
    idempotencyKey: string | undefined,
    callerHash: string,
  ): CreateSessionInput => {
    const parsed = sessionRequestSchema.safeParse(body)
    if (!parsed.success) throwValidationError(describeIssues(parsed.error, body))
    const request = parsed.data
    const fieldErrors = findFieldErrors(request)
    if (idempotencyKey !== undefined && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
      const message = 'expected 1 to 255 printable ASCII characters'
      fieldErrors.push({ path: 'header.Idempotency-Key', message })
    }
    if (fieldErrors.length > 0) throwValidationError(fieldErrors)

    const { userReference, returnUrl, preset, spec, scenario } = request
    const presetOrSpec = spec === undefined ? preset : parseSpec(spec)
    return {
      callerHash,
      userReference,
      ...(returnUrl === undefined ? {} : { returnUrl }),
      ...(presetOrSpec === undefined ? {} : { preset: presetOrSpec }),
      ...(scenario === undefined ? {} : { scenario }),
      ...(idempotencyKey === undefined
        ? {}
        : { idempotency: { keyHash: sha256(idempotencyKey), bodyHash: sha256Json(request) } }),
    }
  }
}

function parseSpec(spec: object): Preset {
  try {
    return parsePreset(spec, 'spec')
  } catch (err) {
    if (err instanceof SessionSpecError) throwValidationError(err.problems)
    throw err
  }
}

function throwValidationError(errors: readonly FieldError[]): never {
  throw new ProblemError('VALIDATION', { errors })
}

import { findScenarioMistake } from '../scenarios/find-mistake.js'
import type { Scenarios } from '../scenarios/load-scenarios.js'
import { parsePreset, type Preset } from '../sessions/preset.js'
import type { Order } from '../sessions/session.js'
import { describeIssues } from '../yoti/describe-issues.js'
import { SessionSpecError } from '../yoti/session-spec.js'
import { hashJson, hashText } from './fingerprint.js'
import { ProblemError, type Mistake } from './problem-error.js'
import { sessionRequest, type SessionRequest } from './schemas/session-request.js'

export interface OrderRules {
  presetNames: readonly string[]
  /** Origins that a return URL may have. */
  returnUrlOrigins: readonly string[]
  /** undefined on live. */
  scenarios: Pick<Scenarios, 'has'> | undefined
}

const IDEMPOTENCY_KEY = /^[\x20-\x7e]{1,255}$/

/**
 * Reads the body of `POST /api/sessions` and its Idempotency-Key.
 *
 * @throws ProblemError that lists every mistake, quoting nothing of what was sent
 */
export function createOrderReader({ presetNames, returnUrlOrigins, scenarios }: OrderRules) {
  const findMistakes = ({ preset, returnUrl, scenario }: SessionRequest): Mistake[] => {
    const mistakes: Mistake[] = []
    if (preset !== undefined && !presetNames.includes(preset)) {
      mistakes.push({ path: 'preset', message: `expected ${presetNames.join(' or ')}` })
    }
    if (returnUrl !== undefined && !returnUrlOrigins.includes(new URL(returnUrl).origin)) {
      mistakes.push({ path: 'returnUrl', message: 'expected an origin of RETURN_URL_ORIGINS' })
    }
    const message = scenario === undefined ? undefined : findScenarioMistake(scenario, scenarios)
    if (message !== undefined) mistakes.push({ path: 'scenario', message })
    return mistakes
  }

  return (body: unknown, idempotencyKey: string | undefined, callerHash: string): Order => {
    const parsed = sessionRequest.safeParse(body)
    if (!parsed.success) refuse(describeIssues(parsed.error, body).map(toMistake))
    const request = parsed.data
    const mistakes = findMistakes(request)
    if (idempotencyKey !== undefined && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
      const message = 'expected 1 to 255 printable ASCII characters'
      mistakes.push({ path: 'header.Idempotency-Key', message })
    }
    if (mistakes.length > 0) refuse(mistakes)

    const { userReference, returnUrl, preset, spec, scenario } = request
    const chosen = spec === undefined ? preset : readSpec(spec)
    return {
      callerHash,
      userReference,
      ...(returnUrl === undefined ? {} : { returnUrl }),
      ...(chosen === undefined ? {} : { preset: chosen }),
      ...(scenario === undefined ? {} : { scenario }),
      ...(idempotencyKey === undefined
        ? {}
        : { idempotency: { keyHash: hashText(idempotencyKey), bodyHash: hashJson(request) } }),
    }
  }
}

function readSpec(spec: object): Preset {
  try {
    return parsePreset(spec, 'spec')
  } catch (err) {
    if (err instanceof SessionSpecError) refuse(err.problems.map(toMistake))
    throw err
  }
}

function refuse(errors: readonly Mistake[]): never {
  throw new ProblemError('VALIDATION', { errors })
}

/** Takes a description such as `spec.requested_checks[0]: expected ...` apart. */
function toMistake(description: string): Mistake {
  const [path = '', ...message] = description.split(': ')
  return { path, message: message.join(': ') }
}

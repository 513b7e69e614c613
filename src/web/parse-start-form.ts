import { PublicError } from '../errors.js'
import type { StartOptions } from '../sessions/session.js'
import type { ScenarioPicker } from './scenario-picker.js'

/** The scenario picker sends an empty `scenario` for none. */
export function parseStartForm(
  body: unknown,
  scenarios: Pick<ScenarioPicker, 'validateName'> | undefined,
): StartOptions {
  const { insteadOf, scenario } = (body ?? {}) as Record<string, unknown>
  return {
    ...(typeof insteadOf === 'string' ? { replacedSessionId: insteadOf } : {}),
    ...(scenario === undefined ? {} : { scenario: parseScenarioName(scenario, scenarios) }),
  }
}

function parseScenarioName(
  value: unknown,
  scenarios: Pick<ScenarioPicker, 'validateName'> | undefined,
): string | null {
  if (value === '') return null
  const name = String(value)
  const problem =
    scenarios === undefined ? 'is not available on this server' : scenarios.validateName(name)
  if (problem === undefined) return name
  throw new PublicError('SCENARIO', { values: { problem } })
}

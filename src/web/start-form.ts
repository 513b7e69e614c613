import { PublicError } from '../errors.js'
import { parseUuid } from '../http/parse-uuid.js'
import type { Texts } from '../http/texts.js'
import type { Session, StartOptions } from '../sessions/session.js'

export interface ScenarioPicker {
  /** Returns the problem with the name, or undefined if it is valid. */
  validateName(name: string): string | undefined
  toPickerView(chosen?: string): object | undefined
  toSessionView(session: Session, texts: Texts): object | undefined
}

/** The scenario picker sends an empty `scenario` for none. */
export function parseStartForm(body: unknown, scenarios: ScenarioPicker | undefined): StartOptions {
  const { insteadOf, continued, scenario } = (body ?? {}) as Record<string, unknown>
  return {
    ...(continued === undefined ? {} : { continuedSessionId: parseUuid(continued) }),
    ...(typeof insteadOf === 'string' ? { replacedSessionId: insteadOf } : {}),
    ...(scenario === undefined ? {} : { scenario: parseScenarioName(scenario, scenarios) }),
  }
}

function parseScenarioName(value: unknown, scenarios: ScenarioPicker | undefined): string | null {
  if (value === '') return null
  const name = String(value)
  const problem =
    scenarios === undefined ? 'is not available on this server' : scenarios.validateName(name)
  if (problem === undefined) return name
  throw new PublicError('SCENARIO', { values: { problem } })
}

import { validateScenarioName } from '../scenarios/validate-scenario-name.js'
import type { Scenarios } from '../scenarios/load-scenarios.js'
import { HttpError } from '../http/http-error.js'
import type { StartOptions } from '../sessions/session.js'

/**
 * Reads the form of the start page. The picker of scenarios says `scenario=` for none.
 *
 * @throws HttpError for a scenario that there is not
 */
export function parseStartForm(body: unknown, scenarios: Scenarios | undefined): StartOptions {
  const { insteadOf, scenario } = (body ?? {}) as Record<string, unknown>
  return {
    ...(typeof insteadOf === 'string' ? { replacedSessionId: insteadOf } : {}),
    ...(scenario === undefined ? {} : { scenario: parseScenarioName(scenario, scenarios) }),
  }
}

function parseScenarioName(value: unknown, scenarios: Scenarios | undefined): string | null {
  if (value === '') return null
  const name = String(value)
  const problem = validateScenarioName(name, scenarios)
  if (problem === undefined) return name
  throw new HttpError(400, 'SCENARIO', `What was chosen ${problem}.`)
}

import { findScenarioMistake } from '../scenarios/find-mistake.js'
import type { Scenarios } from '../scenarios/load-scenarios.js'
import { HttpError } from '../http/http-error.js'
import type { StartWish } from '../sessions/session.js'

/**
 * Reads the form of the start page. The picker of scenarios says `scenario=` for none.
 *
 * @throws HttpError for a scenario that there is not
 */
export function readStartForm(body: unknown, scenarios: Scenarios | undefined): StartWish {
  const { insteadOf, scenario } = (body ?? {}) as Record<string, unknown>
  return {
    ...(typeof insteadOf === 'string' ? { insteadOf } : {}),
    ...(scenario === undefined ? {} : { scenario: readScenario(scenario, scenarios) }),
  }
}

function readScenario(value: unknown, scenarios: Scenarios | undefined): string | null {
  if (value === '') return null
  const name = String(value)
  const mistake = findScenarioMistake(name, scenarios)
  if (mistake === undefined) return name
  throw new HttpError(400, 'SCENARIO', `What was chosen ${mistake}.`)
}

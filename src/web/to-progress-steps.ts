import type { Texts } from '../http/texts.js'
import type { Session } from '../sessions/session.js'

/** The steps on the waiting page: the requested checks, then those that Yoti added. */
export function toProgressSteps(
  { checks, outcomeCriteria }: Pick<Session, 'checks' | 'outcomeCriteria'>,
  texts: Texts,
) {
  const requestedTypes = (outcomeCriteria.requested_checks ?? []).map((check) => check.type)
  const types = new Set([...requestedTypes, ...checks.map((check) => check.type)])
  return [...types].map((type) => {
    const states = checks.filter((check) => check.type === type).map((check) => check.state)
    const state = getStepState(states)
    return {
      type,
      title: texts.label('check', type),
      state,
      label: texts.t(`waiting.steps.${state}`),
    }
  })
}

function getStepState(states: readonly string[]): 'waiting' | 'running' | 'done' {
  if (states.length === 0) return 'waiting'
  const ended = states.every((state) => state === 'DONE' || state === 'INTERNAL_ERROR')
  return ended ? 'done' : 'running'
}

import { CHECK_TITLES } from './check-labels.js'
import type { OutcomeCriteria } from '../outcome/outcome.js'
import { label } from './labels.js'

export interface ProgressStep {
  type: string
  title: string
  state: 'waiting' | 'running' | 'done'
  label: string
}

const STATE_LABELS = { waiting: 'waiting', running: 'checking', done: 'checked' } as const

/** The steps on the waiting page: the requested checks, then those that Yoti added. */
export function toProgressSteps(
  checks: readonly { type: string; state: string }[],
  criteria: Pick<OutcomeCriteria, 'requested_checks'>,
): ProgressStep[] {
  const requestedTypes = (criteria.requested_checks ?? []).map((check) => check.type)
  const types = new Set([...requestedTypes, ...checks.map((check) => check.type)])
  return [...types].map((type) => {
    const states = checks.filter((check) => check.type === type).map((check) => check.state)
    const state = getStepState(states)
    return { type, title: label(CHECK_TITLES, type), state, label: STATE_LABELS[state] }
  })
}

function getStepState(states: readonly string[]): ProgressStep['state'] {
  if (states.length === 0) return 'waiting'
  const ended = states.every((state) => state === 'DONE' || state === 'INTERNAL_ERROR')
  return ended ? 'done' : 'running'
}

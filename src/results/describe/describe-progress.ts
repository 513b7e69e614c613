import { CHECK_TITLES } from './check-words.js'
import type { Requested } from '../outcome.js'
import type { ProgressStep } from '../results.js'
import { sayIn } from './words.js'

const LABELS = { waiting: 'waiting', running: 'checking', done: 'checked' } as const

/**
 * The list on the waiting page: a step for each requested check, and for each other that came about.
 *
 * @param checks what is known of each check so far
 */
export function describeProgress(
  checks: readonly { type: string; state: string }[],
  requested: Pick<Requested, 'requested_checks'>,
): ProgressStep[] {
  const asked = (requested.requested_checks ?? []).map((check) => check.type)
  const types = new Set([...asked, ...checks.map((check) => check.type)])
  return [...types].map((type) => {
    const states = checks.filter((check) => check.type === type).map((check) => check.state)
    const state = deriveStep(states)
    return { type, title: sayIn(CHECK_TITLES, type), state, label: LABELS[state] }
  })
}

function deriveStep(states: readonly string[]): ProgressStep['state'] {
  if (states.length === 0) return 'waiting'
  const ended = states.every((state) => state === 'DONE' || state === 'INTERNAL_ERROR')
  return ended ? 'done' : 'running'
}

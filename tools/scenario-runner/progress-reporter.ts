import { hasPassed, type ScenarioRun } from './scenario-run.js'
import type { Scenario } from '#src/scenarios/scenario.js'

/** Tells somebody who watches how far the scenarios are. */
export interface ProgressReporter {
  onStart(scenario: Scenario): void
  onStep(scenario: Scenario, what: string): void
  onEnd(run: ScenarioRun): void
}

/** Each end is a line; each start, too, for somebody at a terminal, and each step on request. */
export function createProgressReporter(
  total: number,
  write: (text: string) => void,
  { starts, steps }: { starts: boolean; steps: boolean },
): ProgressReporter {
  const width = String(total).length
  let done = 0
  const count = () => `[${String(done).padStart(width)}/${total}]`
  return {
    onStart({ name, title }) {
      if (starts) write(`${count()} ${name}: ${title} ...\n`)
    },
    onStep({ name }, what) {
      if (steps) write(`${count()} ${name}: ${what}\n`)
    },
    onEnd(run) {
      done += 1
      const { scenario, seconds } = run
      const verdict = hasPassed(run) ? 'passed' : 'FAILED'
      write(`${count()} ${verdict} ${scenario.name} (${seconds.toFixed(1)} s)\n`)
    },
  }
}

import { hasPassed, type ScenarioRun } from './run-scenario.js'
import type { Scenario } from '#src/scenarios/scenario.js'

export interface ProgressReporter {
  onStart(scenario: Scenario): void
  onStep(scenario: Scenario, step: string): void
  onEnd(run: ScenarioRun): void
}

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
    onStep({ name }, step) {
      if (steps) write(`${count()} ${name}: ${step}\n`)
    },
    onEnd(run) {
      done += 1
      const { scenario, seconds } = run
      const verdict = hasPassed(run) ? 'passed' : 'FAILED'
      write(`${count()} ${verdict} ${scenario.name} (${seconds.toFixed(1)} s)\n`)
    },
  }
}

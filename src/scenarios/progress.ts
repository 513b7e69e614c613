import { hasPassed, type Run } from './run.js'
import type { Scenario } from './scenario.js'

/** Tells somebody who watches how far the scenarios are. */
export interface Progress {
  started(scenario: Scenario): void
  noted(scenario: Scenario, what: string): void
  ended(run: Run): void
}

/** Each end is a line; each start, too, for somebody at a terminal, and each step on request. */
export function createProgress(
  total: number,
  write: (text: string) => void,
  { starts, steps }: { starts: boolean; steps: boolean },
): Progress {
  const width = String(total).length
  let done = 0
  const count = () => `[${String(done).padStart(width)}/${total}]`
  return {
    started({ name, title }) {
      if (starts) write(`${count()} ${name}: ${title} ...\n`)
    },
    noted({ name }, what) {
      if (steps) write(`${count()} ${name}: ${what}\n`)
    },
    ended(run) {
      done += 1
      const { scenario, seconds } = run
      const verdict = hasPassed(run) ? 'passed' : 'FAILED'
      write(`${count()} ${verdict} ${scenario.name} (${seconds.toFixed(1)} s)\n`)
    },
  }
}

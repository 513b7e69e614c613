import { RUN_COUNT, type CrashPlan } from './crash-plan.js'
import type { ServerRun } from './crashing-server.js'

export interface RunResult {
  plan: CrashPlan
  runs: readonly ServerRun[]
  failure?: string
}

/** Progress of `npm run faults`. */
export function reportProgress(
  engine: string,
  done: number,
  total: number,
  { plan, failure }: RunResult,
) {
  if (failure !== undefined) writeLine(`${engine}: FAILED ${formatPlan(plan)}\n${failure}`)
  else if (RUN_COUNT !== undefined && (done % 10 === 0 || done === total))
    writeLine(`${engine}: ${done} of ${total}`)
}

/** As the variables that repeat the run. */
function formatPlan({ crashPoints, seed, polls, webhookRejectRate }: CrashPlan): string {
  const more = `${polls ? ', polling' : ''}${webhookRejectRate > 0 ? ', rejecting' : ''}`
  return `FAULT_DEATHS=${crashPoints.join(',')} FAULT_SEED=${seed}${more}`
}

/** Jest would buffer console output until the end. */
function writeLine(text: string): void {
  process.stderr.write(`${text}\n`)
}

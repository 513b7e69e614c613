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

export function reportSummary(engine: string, results: readonly RunResult[]): void {
  if (RUN_COUNT === undefined) return
  const counts = new Map<string, number>()
  for (const { runs } of results) {
    for (const { sideEffects } of runs.slice(0, -1)) {
      const description = sideEffects.at(-1)?.description ?? 'nothing'
      counts.set(description, (counts.get(description) ?? 0) + 1)
    }
  }
  const crashes = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const failed = results.filter(({ failure }) => failure !== undefined).length
  writeLine(`${engine}: ${results.length} runs, ${failed} failed, ${crashes} crashes, after`)
  for (const [description, count] of [...counts].sort(([, a], [, b]) => b - a)) {
    writeLine(`${String(count).padStart(6)}  ${description}`)
  }
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

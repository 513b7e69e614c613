import type { ServerRun } from './server-run.js'
import type { CrashPlan } from './crash-plan.js'
import { RUN_COUNT } from './settings.js'

export interface RunResult {
  plan: CrashPlan
  runs: readonly ServerRun[]
  /** What was not as promised. */
  failure?: string
}

/** Tells whoever waits for `npm run faults` how far it is. */
export function reportProgress(
  engine: string,
  done: number,
  total: number,
  { plan: run, failure: problem }: RunResult,
) {
  if (problem !== undefined) writeLine(`${engine}: FAILED ${formatPlan(run)}\n${problem}`)
  else if (RUN_COUNT !== undefined && (done % 10 === 0 || done === total))
    writeLine(`${engine}: ${done} of ${total}`)
}

/** How many deaths there were, and after which side effects. */
export function reportSummary(engine: string, results: readonly RunResult[]): void {
  if (RUN_COUNT === undefined) return
  const counts = new Map<string, number>()
  for (const { runs: lives } of results) {
    for (const { sideEffects: effects } of lives.slice(0, -1)) {
      const what = effects.at(-1)?.description ?? 'nothing'
      counts.set(what, (counts.get(what) ?? 0) + 1)
    }
  }
  const deaths = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const failed = results.filter(({ failure }) => failure !== undefined).length
  writeLine(`${engine}: ${results.length} runs, ${failed} failed, ${deaths} deaths, after`)
  for (const [what, count] of [...counts].sort(([, a], [, b]) => b - a)) {
    writeLine(`${String(count).padStart(6)}  ${what}`)
  }
}

/** Such as to run it again. */
export function formatPlan({ crashPoints, seed, polls, webhookRejectRate }: CrashPlan): string {
  const more = `${polls ? ', looking' : ''}${webhookRejectRate > 0 ? ', refusing' : ''}`
  return `FAULT_DEATHS=${crashPoints.join(',')} FAULT_SEED=${seed}${more}`
}

/** Past Jest, which would keep it until the end. */
function writeLine(text: string): void {
  process.stderr.write(`${text}\n`)
}

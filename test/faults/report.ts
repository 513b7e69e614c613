import type { Life } from './life.js'
import type { Run } from './plan.js'
import { RUNS } from './settings.js'

export interface Result {
  run: Run
  lives: readonly Life[]
  /** What was not as promised. */
  problem?: string
}

/** Tells whoever waits for `npm run faults` how far it is. */
export function tellProgress(engine: string, done: number, of: number, { run, problem }: Result) {
  if (problem !== undefined) say(`${engine}: FAILED ${describe(run)}\n${problem}`)
  else if (RUNS !== undefined && (done % 10 === 0 || done === of))
    say(`${engine}: ${done} of ${of}`)
}

/** How many deaths there were, and after which side effects. */
export function tellSummary(engine: string, results: readonly Result[]): void {
  if (RUNS === undefined) return
  const counts = new Map<string, number>()
  for (const { lives } of results) {
    for (const { effects } of lives.slice(0, -1)) {
      const what = effects.at(-1)?.what ?? 'nothing'
      counts.set(what, (counts.get(what) ?? 0) + 1)
    }
  }
  const deaths = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const failed = results.filter(({ problem }) => problem !== undefined).length
  say(`${engine}: ${results.length} runs, ${failed} failed, ${deaths} deaths, after`)
  for (const [what, count] of [...counts].sort(([, a], [, b]) => b - a)) {
    say(`${String(count).padStart(6)}  ${what}`)
  }
}

/** Such as to run it again. */
export function describe({ deaths, seed, looks, refuses }: Run): string {
  const more = `${looks ? ', looking' : ''}${refuses > 0 ? ', refusing' : ''}`
  return `FAULT_DEATHS=${deaths.join(',')} FAULT_SEED=${seed}${more}`
}

/** Past Jest, which would keep it until the end. */
function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

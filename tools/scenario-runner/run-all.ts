import type { ScenarioRun } from './run-scenario.js'
import type { Scenario } from '#src/scenarios/scenario.js'

/** Resolves to the finished runs in the order of the scenarios. */
export async function runAll(
  scenarios: readonly Scenario[],
  concurrency: number,
  run: (scenario: Scenario) => Promise<ScenarioRun>,
  signal: AbortSignal,
): Promise<ScenarioRun[]> {
  const runs: (ScenarioRun | undefined)[] = []
  let next = 0
  const isStopped = () => signal.aborted

  async function runNext(): Promise<void> {
    while (next < scenarios.length && !isStopped()) {
      const index = next
      next += 1
      const scenario = scenarios[index]
      if (scenario === undefined) return
      try {
        runs[index] = await run(scenario)
      } catch (err) {
        if (!isStopped()) throw err
      }
    }
  }

  await Promise.all(Array.from({ length: concurrency }, runNext))
  return runs.filter((each) => each !== undefined)
}

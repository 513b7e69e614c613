import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import { createApplication } from '../support/application.js'
import { startPostgres, type Postgres } from '../support/postgres.js'
import { checkInvariants } from './invariants.js'
import { startCrashingServer } from './crashing-server.js'
import {
  CRASH_POINTS,
  createPlan,
  createSeededRandom,
  ENGINES,
  HOUR_MS,
  planEveryCrash,
  planSampledCrashes,
  RUN_COUNT,
  SEED,
  type CrashPlan,
} from './crash-plan.js'
import { reportProgress, reportSummary, type RunResult } from './report.js'
import { runFlow } from './flow.js'
import { startFaultFixture } from './fault-fixture.js'

const SAMPLE_SIZE = { sqlite: 6, postgres: 4 }
/** The runs spend most of their time waiting for a lease to expire. */
const CONCURRENCY = 4
const MAX_ATTEMPTS = 5
const application = createApplication()

describe.each(ENGINES)('a server on %s that crashes between two side effects', (engine) => {
  it(
    'keeps every promise after it restarts',
    async () => {
      await using postgres = engine === 'postgres' ? await startPostgres() : undefined
      const undisturbed = await runOnce(createPlan([], SEED), postgres)
      expect(undisturbed.failure).toBeUndefined()
      const effects = undisturbed.runs.flatMap(({ sideEffects }) => sideEffects).length
      const runs =
        CRASH_POINTS !== undefined
          ? [createPlan(CRASH_POINTS, SEED)]
          : RUN_COUNT !== undefined
            ? planEveryCrash(effects, RUN_COUNT, SEED)
            : planSampledCrashes(effects, SAMPLE_SIZE[engine], SEED)

      let done = 0
      const results = await mapConcurrently(runs, CONCURRENCY, async (run) => {
        const result = await runUntilCrash(run, postgres)
        done += 1
        reportProgress(engine, done, runs.length, result)
        return result
      })
      reportSummary(engine, results)
      expect(results.flatMap(({ failure }) => failure ?? [])).toEqual([])
    },
    HOUR_MS,
  )
})

/**
 * A run may have fewer side effects than the run that was counted. It is then repeated with the
 * crash after its own last side effect, because a run without any crash shows nothing.
 */
async function runUntilCrash(run: CrashPlan, postgres: Postgres | undefined): Promise<RunResult> {
  let { crashPoints } = run
  let latest: RunResult | undefined
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    latest = await runOnce({ ...run, crashPoints }, postgres)
    const { runs, failure } = latest
    if (failure !== undefined || runs.length > crashPoints.length) return latest
    const lastRunIndex = runs.length - 1
    const last = (runs[lastRunIndex]?.sideEffects.length ?? 0) - attempt
    if (last < 1) break
    crashPoints = crashPoints.map((crashPoint, index) =>
      index === lastRunIndex ? last : crashPoint,
    )
  }
  if (latest !== undefined && latest.runs.length > 1) return latest
  return { plan: run, runs: [], failure: `It did not crash in ${MAX_ATTEMPTS} attempts.` }
}

async function runOnce(run: CrashPlan, postgres: Postgres | undefined): Promise<RunResult> {
  const random = createSeededRandom(run.seed)
  let rejections = 0
  await using fixture = await startFaultFixture({
    postgres,
    application,
    rejectWebhook: () => {
      rejections = random() < run.webhookRejectRate ? rejections + 1 : 0
      // The fifth retry waits for minutes.
      return rejections > 0 && rejections < 4
    },
  })
  try {
    await using server = await startCrashingServer(fixture.env, run.crashPoints, fixture.directory)
    const flow = await Promise.race([runFlow(fixture, 'user-1', run), server.failed])
    const runs = server.readRuns()
    const { actual, expected } = checkInvariants(fixture, flow, runs)
    if (isDeepStrictEqual(actual, expected)) return { plan: run, runs }
    const problem = `found ${JSON.stringify(actual)}\nexpected ${JSON.stringify(expected)}`
    return { plan: run, runs, failure: problem }
  } catch (err) {
    return { plan: run, runs: [], failure: err instanceof Error ? err.message : String(err) }
  }
}

/** Resolves to the results in the order of the items. */
async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  concurrency: number,
  task: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length)
  const queue = items.entries()
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await task(item)
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  return results
}

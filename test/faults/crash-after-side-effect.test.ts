import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import { createApplication } from '../support/application.js'
import { startPostgres, type Postgres } from '../support/postgres.js'
import { checkInvariants } from './check-invariants.js'
import { startCrashingServer } from './crashing-server.js'
import { createPlan, planEveryCrash, planSampledCrashes, type CrashPlan } from './crash-plan.js'
import { createSeededRandom } from './seeded-random.js'
import { reportProgress, reportSummary, type RunResult } from './report.js'
import { CRASH_POINTS, ENGINES, RUN_COUNT, SEED } from './settings.js'
import { mapConcurrently } from './map-concurrently.js'
import { runFlow } from './flow.js'
import { startFaultFixture } from './fault-fixture.js'

const SAMPLE_SIZE = { sqlite: 6, postgres: 4 }
/** Runs at once. Much of their time they wait for the lease of a dead process to end. */
const CONCURRENCY = 4
const HOUR_MS = 3_600_000
const MAX_ATTEMPTS = 5
const application = createApplication()

describe.each(ENGINES)('a server on %s that dies between two side effects', (engine) => {
  it(
    'does all that it has promised when it is back',
    async () => {
      await using postgres = engine === 'postgres' ? await startPostgres() : undefined
      const undisturbed = await runOnce(createPlan([], SEED), postgres)
      expect(undisturbed.failure).toBeUndefined()
      const effects = undisturbed.runs.flatMap((life) => life.sideEffects).length
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
 * The story with all of its deaths. One may have fewer side effects than the one that was counted:
 * it is then told again with the death after its own last one. What never dies has shown nothing;
 * of one that has died there may be nothing left that dies again where it was planned.
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
    crashPoints = crashPoints.map((dieAfter, life) => (life === lastRunIndex ? last : dieAfter))
  }
  if (latest !== undefined && latest.runs.length > 1) return latest
  return { plan: run, runs: [], failure: `It did not die in ${MAX_ATTEMPTS} attempts.` }
}

/** The story in a world of its own. */
async function runOnce(run: CrashPlan, postgres: Postgres | undefined): Promise<RunResult> {
  const random = createSeededRandom(run.seed)
  await using world = await startFaultFixture({
    postgres,
    application,
    rejectWebhook: () => random() < run.webhookRejectRate,
  })
  try {
    await using server = await startCrashingServer(world.env, run.crashPoints, world.directory)
    const flow = await Promise.race([runFlow(world, 'user-1', run), server.failed])
    const lives = server.readRuns()
    const { actual, expected } = checkInvariants(world, flow, lives)
    if (isDeepStrictEqual(actual, expected)) return { plan: run, runs: lives }
    const problem = `found ${JSON.stringify(actual)}\npromised ${JSON.stringify(expected)}`
    return { plan: run, runs: lives, failure: problem }
  } catch (err) {
    return { plan: run, runs: [], failure: err instanceof Error ? err.message : String(err) }
  }
}

import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import pLimit from 'p-limit'
import { createApplication } from '../support/application.js'
import { startPostgres, type Postgres } from '../support/postgres.js'
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
import { startCrashingServer, type ServerRun } from './crashing-server.js'
import { startFaultFixture } from './fault-fixture.js'
import { runFlow } from './flow.js'
import { checkInvariants } from './invariants.js'

const SAMPLE_SIZE = { sqlite: 6, postgres: 4 }
/** Of both engines. The runs spend most of their time waiting for a lease to expire. */
const limit = pLimit(6)
/** The part of the side effects after which a run is repeated that had too few of them. */
const EARLIER = 0.8
const application = createApplication()

interface RunResult {
  runs: readonly ServerRun[]
  failure?: string
}

describe('a server that crashes between two side effects', () => {
  it.concurrent.each(ENGINES)(
    'keeps every promise on %s after it restarts',
    async (engine) => {
      await using postgres = engine === 'postgres' ? await startPostgres() : undefined
      const undisturbed = await runOnce(createPlan([], SEED), postgres)
      expect(undisturbed.failure).toBeUndefined()
      const effects = undisturbed.runs.flatMap(({ sideEffects }) => sideEffects).length
      const plans =
        CRASH_POINTS !== undefined
          ? [createPlan(CRASH_POINTS, SEED)]
          : RUN_COUNT !== undefined
            ? planEveryCrash(effects, RUN_COUNT, SEED)
            : planSampledCrashes(effects, SAMPLE_SIZE[engine], SEED)

      let done = 0
      const results = await Promise.all(
        plans.map((plan) =>
          limit(async () => {
            const { runs, failure } = await runUntilCrash(plan, postgres)
            done += 1
            if (failure !== undefined) report(`${engine}: FAILED ${failure}`)
            else if (done % 10 === 0) report(`${engine}: ${done} of ${plans.length}`)
            return { failure, crashes: runs.length - 1 }
          }),
        ),
      )
      const failures = results.flatMap(({ failure }) => failure ?? [])
      const crashes = results.reduce((sum, result) => sum + result.crashes, 0)
      report(`${engine}: ${plans.length} runs, ${failures.length} failed, ${crashes} crashes`)
      expect(failures).toEqual([])
    },
    HOUR_MS,
  )
})

/** Jest would buffer console output until the end. */
function report(text: string): void {
  if (RUN_COUNT !== undefined) process.stderr.write(`${text}\n`)
}

/**
 * A run may have fewer side effects than the run that was counted: on a slow machine one refresh
 * answers several notifications. It is then repeated with an earlier crash, because a run without
 * any crash shows nothing.
 */
async function runUntilCrash(plan: CrashPlan, postgres: Postgres | undefined): Promise<RunResult> {
  const crashPoints = [...plan.crashPoints]
  for (;;) {
    const result = await runOnce({ ...plan, crashPoints }, postgres)
    const { runs, failure } = result
    const lastRun = runs.length - 1
    if (failure !== undefined || lastRun === crashPoints.length) return result
    const earlier = Math.floor(EARLIER * (runs[lastRun]?.sideEffects.length ?? 0))
    // Only a process after the first one may have none.
    if (earlier === 0) return result
    crashPoints[lastRun] = earlier
  }
}

async function runOnce(plan: CrashPlan, postgres: Postgres | undefined): Promise<RunResult> {
  const { crashPoints, seed, polls, webhookRejectRate } = plan
  const random = createSeededRandom(seed)
  let rejections = 0
  await using fixture = await startFaultFixture({
    postgres,
    application,
    rejectWebhook: () => {
      rejections = random() < webhookRejectRate ? rejections + 1 : 0
      // The fifth retry waits for minutes.
      return rejections > 0 && rejections < 4
    },
  })
  // As the variables that repeat the run.
  const name = `FAULT_DEATHS=${crashPoints.join()} FAULT_SEED=${seed}, polls: ${polls}, rejects: ${webhookRejectRate}`
  try {
    await using server = await startCrashingServer(fixture.env, crashPoints, fixture.directory)
    const flow = await Promise.race([runFlow(fixture, 'user-1', plan), server.failed])
    const runs = server.readRuns()
    const { actual, expected } = checkInvariants(fixture, flow, runs)
    if (isDeepStrictEqual(actual, expected)) return { runs }
    const problem = `found ${JSON.stringify(actual)}\nexpected ${JSON.stringify(expected)}`
    return { runs, failure: `${name}\n${problem}` }
  } catch (err) {
    return { runs: [], failure: `${name}\n${err instanceof Error ? err.message : String(err)}` }
  }
}

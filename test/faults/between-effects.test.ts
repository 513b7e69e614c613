import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import { createApplication } from '../support/application.js'
import { startPostgres, type Postgres } from '../support/postgres.js'
import { compare } from './invariants.js'
import { startMortalServer } from './mortal-server.js'
import { aRun, planAll, planSample, type Run } from './plan.js'
import { createRandom } from './random.js'
import { tellProgress, tellSummary, type Result } from './report.js'
import { DEATHS, ENGINES, RUNS, SEED } from './settings.js'
import { sideBySide } from './side-by-side.js'
import { live } from './story.js'
import { startWorld } from './world.js'

const SAMPLE = { sqlite: 6, postgres: 4 }
/** Runs at once. Much of their time they wait for the lease of a dead process to end. */
const PLACES = 4
const HOUR = 3_600_000
const ATTEMPTS = 5
const application = createApplication()

describe.each(ENGINES)('a server on %s that dies between two side effects', (engine) => {
  it(
    'does all that it has promised when it is back',
    async () => {
      await using postgres = engine === 'postgres' ? await startPostgres() : undefined
      const alive = await tell(aRun([], SEED), postgres)
      expect(alive.problem).toBeUndefined()
      const effects = alive.lives.flatMap((life) => life.effects).length
      const runs =
        DEATHS !== undefined
          ? [aRun(DEATHS, SEED)]
          : RUNS !== undefined
            ? planAll(effects, RUNS, SEED)
            : planSample(effects, SAMPLE[engine], SEED)

      let done = 0
      const results = await sideBySide(runs, PLACES, async (run) => {
        const result = await tellUntilDead(run, postgres)
        done += 1
        tellProgress(engine, done, runs.length, result)
        return result
      })
      tellSummary(engine, results)
      expect(results.flatMap(({ problem }) => problem ?? [])).toEqual([])
    },
    HOUR,
  )
})

/**
 * The story with all of its deaths. One may have fewer side effects than the one that was counted:
 * it is then told again with the death after its own last one. What never dies has shown nothing;
 * of one that has died there may be nothing left that dies again where it was planned.
 */
async function tellUntilDead(run: Run, postgres: Postgres | undefined): Promise<Result> {
  let { deaths } = run
  let latest: Result | undefined
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    latest = await tell({ ...run, deaths }, postgres)
    const { lives, problem } = latest
    if (problem !== undefined || lives.length > deaths.length) return latest
    const survived = lives.length - 1
    const last = (lives[survived]?.effects.length ?? 0) - attempt
    if (last < 1) break
    deaths = deaths.map((dieAfter, life) => (life === survived ? last : dieAfter))
  }
  if (latest !== undefined && latest.lives.length > 1) return latest
  return { run, lives: [], problem: `It did not die in ${ATTEMPTS} attempts.` }
}

/** The story in a world of its own. */
async function tell(run: Run, postgres: Postgres | undefined): Promise<Result> {
  const random = createRandom(run.seed)
  await using world = await startWorld({
    postgres,
    application,
    refuses: () => random() < run.refuses,
  })
  try {
    await using server = await startMortalServer(world.env, run.deaths, world.directory)
    const story = await Promise.race([live(world, 'user-1', run), server.failed])
    const lives = server.readLives()
    const { found, promised } = compare(world, story, lives)
    if (isDeepStrictEqual(found, promised)) return { run, lives }
    const problem = `found ${JSON.stringify(found)}\npromised ${JSON.stringify(promised)}`
    return { run, lives, problem }
  } catch (err) {
    return { run, lives: [], problem: err instanceof Error ? err.message : String(err) }
  }
}

import type { RunningContestant } from './contestant.js'
import { findMedian, formatMb, formatTable, type Target } from './report.js'
import type { Stage } from './stage.js'

const SESSIONS = 100_000
const STEP = 10_000
const AT_ONCE = 24
const STARTS = 5
/** Readings of the memory of which the median counts. */
const LAST = 5

/** Whether memory and start-up depend on how many sessions there have been. */
export async function measureGrowth(stage: Stage): Promise<Target[]> {
  const env = {
    YOTI_IDV_API_URL: stage.plain,
    DATABASE_URL: `file:${stage.directory}/growth.db`,
  }
  const empty = await measureStarts(stage, {
    ...env,
    DATABASE_URL: `file:${stage.directory}/empty.db`,
  })
  const server = await stage.start('ours', env)
  const memory: number[] = []
  for (let created = 0; created < SESSIONS; created += STEP) {
    await createSessions(server, STEP)
    memory.push(await server.child.measure('memory'))
    stage.say(`${created + STEP} of ${SESSIONS} sessions, memory ${formatMb(memory.at(-1) ?? NaN)}`)
  }
  await server.child.stop()
  const full = await measureStarts(stage, env)

  // What V8 has not collected yet comes and goes; what is kept stays.
  const last = findMedian(memory.slice(-LAST))
  const growth = last - (memory[0] ?? NaN)
  stage.print(
    [
      'Memory and start-up, on SQLite:',
      ...formatTable([
        ['sessions', 'memory', 'start ms'],
        ['0', '', empty.toFixed(0)],
        [String(STEP), formatMb(memory[0] ?? NaN), ''],
        [String(SESSIONS), formatMb(last), full.toFixed(0)],
      ]),
    ].join('\n'),
  )
  return [
    [
      growth < 32e6,
      `under 32 MB more memory up to ${SESSIONS} sessions than after ${STEP}: ${formatMb(growth)}`,
    ],
    [full < 1500, `ready within 1.5 s with ${SESSIONS} sessions: ${full.toFixed(0)} ms`],
  ]
}

async function createSessions({ browser }: RunningContestant, count: number): Promise<void> {
  let left = count
  const createUntilDone = async () => {
    while (left-- > 0) {
      const { status } = await browser.send('POST', '/sessions', { Origin: browser.origin })
      if (status !== 303) throw new Error(`POST /sessions answered ${status}.`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, createUntilDone))
}

/** Milliseconds from the start of the process until it is ready, in the median. */
async function measureStarts(stage: Stage, env: Record<string, string>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < STARTS; i++) {
    const startedAt = performance.now()
    const { child } = await stage.start('ours', env)
    times.push(performance.now() - startedAt)
    await child.stop()
  }
  return findMedian(times)
}

import type { RunningServer } from './bench-server.js'
import { median, formatMb, formatTable, type PerformanceTarget } from './report.js'
import type { BenchEnvironment } from './bench-environment.js'
import { runConcurrently } from './http-client.js'

const TOTAL_SESSIONS = 100_000
const SESSIONS_PER_STEP = 10_000
const STEP = { count: SESSIONS_PER_STEP, concurrency: 24 }
const START_COUNT = 5
/** The number of memory readings for the median. */
const MEDIAN_SAMPLES = 5

/** Measures whether memory and startup time depend on the number of stored sessions. */
export async function measureGrowth(stage: BenchEnvironment): Promise<PerformanceTarget[]> {
  const env = {
    YOTI_IDV_API_URL: stage.httpApiUrl,
    DATABASE_URL: `file:${stage.directory}/growth.db`,
  }
  const empty = await measureStartupMs(stage, {
    ...env,
    DATABASE_URL: `file:${stage.directory}/empty.db`,
  })
  const server = await stage.start('project', env)
  const memory: number[] = []
  for (let created = 0; created < TOTAL_SESSIONS; created += SESSIONS_PER_STEP) {
    await runConcurrently(STEP, () => createSession(server))
    memory.push(await server.serverProcess.measure('memory'))
    stage.logProgress(
      `${created + SESSIONS_PER_STEP} of ${TOTAL_SESSIONS} sessions, memory ${formatMb(memory.at(-1) ?? NaN)}`,
    )
  }
  await server.serverProcess.stop()
  const full = await measureStartupMs(stage, env)

  // Uncollected garbage varies between readings, so the median counts.
  const last = median(memory.slice(-MEDIAN_SAMPLES))
  const growth = last - (memory[0] ?? NaN)
  stage.print(
    [
      'Memory and start-up, on SQLite:',
      ...formatTable([
        ['sessions', 'memory', 'start ms'],
        ['0', '', empty.toFixed(0)],
        [String(SESSIONS_PER_STEP), formatMb(memory[0] ?? NaN), ''],
        [String(TOTAL_SESSIONS), formatMb(last), full.toFixed(0)],
      ]),
    ].join('\n'),
  )
  return [
    [
      growth < 32e6,
      `under 32 MB more memory up to ${TOTAL_SESSIONS} sessions than after ${SESSIONS_PER_STEP}: ${formatMb(growth)}`,
    ],
    [full < 1500, `ready within 1.5 s with ${TOTAL_SESSIONS} sessions: ${full.toFixed(0)} ms`],
  ]
}

async function createSession({ client: browser }: RunningServer): Promise<void> {
  const { status } = await browser.send('POST', '/sessions', { Origin: browser.origin })
  if (status !== 303) throw new Error(`POST /sessions answered ${status}.`)
}

/** The median of the milliseconds from start to ready. */
async function measureStartupMs(
  stage: BenchEnvironment,
  env: Record<string, string>,
): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < START_COUNT; i++) {
    const startedAt = performance.now()
    const { serverProcess } = await stage.start('project', env)
    times.push(performance.now() - startedAt)
    await serverProcess.stop()
  }
  return median(times)
}

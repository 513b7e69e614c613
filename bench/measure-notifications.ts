import { setTimeout } from 'node:timers/promises'
import { startPostgres } from '../test/support/postgres.js'
import type { RunningServer } from './bench-server.js'
import { formatTable, type PerformanceTarget } from './report.js'
import type { BenchEnvironment } from './bench-environment.js'
import { runConcurrently } from './http-client.js'
import { measureLoad } from './run-rounds.js'

const SESSIONS = 500
const WARM_UP = { count: 10_000, concurrency: 24 }
const BURST = { count: 5000, concurrency: 24 }
const STEADY_LOAD = { rate: 1000, seconds: 5 }
/** Not shorter, because counting costs the server time. */
const POLL_INTERVAL_MS = 200
const IDLE_INTERVAL_MS = 1500

/** The server stores each notification before it responds, while the worker refreshes the sessions. */
export async function measureNotifications(stage: BenchEnvironment): Promise<PerformanceTarget[]> {
  await using postgres = await startPostgres()
  const rows = [['', 'most /s', 'p99 ms', 'work /s', 'alone /s']]
  const targets: PerformanceTarget[] = []
  for (const [engine, env] of [
    ['sqlite', {}],
    ['postgres', { DATABASE_URL: await postgres.createDatabase() }],
  ] as const) {
    const figures = await measure(stage, engine, env)
    const { burstPerSecond, p99Ms } = figures
    rows.push([engine, ...Object.values(figures).map((figure) => figure.toFixed(0))])
    targets.push(
      [
        burstPerSecond >= 1000,
        `1,000 notifications a second on ${engine}: ${burstPerSecond.toFixed(0)}`,
      ],
      [
        p99Ms < 50,
        `99 % of a steady 1,000 a second within 50 ms on ${engine}: ${p99Ms.toFixed(0)} ms`,
      ],
    )
  }
  const title =
    'Notifications: as many as are taken; a steady 1,000 a second; readings meanwhile and alone:'
  stage.print([title, ...formatTable(rows)].join('\n'))
  return targets
}

async function measure(stage: BenchEnvironment, engine: string, env: Record<string, string>) {
  const server = await stage.start('project', { YOTI_IDV_API_URL: stage.httpApiUrl, ...env })
  const send = await prepareNotifications(stage, server)
  stage.logProgress(`${engine}: warm-up`)
  await runConcurrently(WARM_UP, send)
  stage.logProgress(`${engine}: ${BURST.count} notifications, ${BURST.concurrency} concurrently`)
  const { throughput: burstPerSecond } = await measureLoad([server], BURST, send)

  stage.logProgress(
    `${engine}: ${STEADY_LOAD.rate} notifications a second for ${STEADY_LOAD.seconds} s`,
  )
  const before = await countFinishedJobs(server)
  const times = await sendAtRate(send, STEADY_LOAD)
  const jobsPerSecondUnderLoad = ((await countFinishedJobs(server)) - before) / STEADY_LOAD.seconds
  times.sort((a, b) => a - b)
  const p99Ms = times[Math.floor(times.length * 0.99)] ?? NaN

  stage.logProgress(`${engine}: the work of ${SESSIONS} notifications`)
  await waitUntilIdle(server)
  const jobsPerSecond = await measureJobRate(server, send)
  await server.serverProcess.stop()
  return {
    /** Accepted notifications per second. */
    burstPerSecond,
    /** The 99th percentile of the response time in milliseconds at 1,000 per second. */
    p99Ms,
    /** Jobs per second, each with a read from Yoti: during the notifications and without them. */
    jobsPerSecondUnderLoad,
    jobsPerSecond,
  }
}

/** One notification per session, sent concurrently. */
async function measureJobRate(server: RunningServer, send: Send): Promise<number> {
  const before = await countFinishedJobs(server)
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: SESSIONS }, (_, index) => send(index)))
  while ((await countFinishedJobs(server)) - before < SESSIONS) await setTimeout(POLL_INTERVAL_MS)
  return SESSIONS / ((performance.now() - startedAt) / 1000)
}

/** Waits until no more jobs are finished. */
async function waitUntilIdle(server: RunningServer): Promise<void> {
  let before: number
  let jobCount = await countFinishedJobs(server)
  do {
    before = jobCount
    await setTimeout(IDLE_INTERVAL_MS)
    jobCount = await countFinishedJobs(server)
  } while (jobCount > before)
}

/** The number of finished jobs. */
async function countFinishedJobs({ client }: RunningServer): Promise<number> {
  const { body } = await client.send('GET', '/metrics')
  const counts = [...body.matchAll(/^relying_party_job_runs_total\{.*\} (\d+)$/gm)]
  return counts.reduce((sum, [, count]) => sum + Number(count), 0)
}

/** Creates sessions, whose notifications are then sent. */
async function prepareNotifications(
  { emulator }: BenchEnvironment,
  server: RunningServer,
): Promise<Send> {
  const sessionIds: string[] = []
  while (sessionIds.length < SESSIONS) {
    sessionIds.push((await server.visit(server.client)).sessionId)
  }
  const credentials = (await emulator.request({ credentialsOf: sessionIds })) as string[]
  const notifications = sessionIds.map((sessionId, i) => ({
    body: JSON.stringify({ session_id: sessionId, topic: 'check_completion' }),
    authorization: `Bearer ${credentials[i] ?? ''}`,
  }))
  return async (index) => {
    const { body = '', authorization = '' } = notifications[index % notifications.length] ?? {}
    const sentAt = performance.now()
    const headers = { authorization, 'content-type': 'application/json' }
    const { status } = await server.client.send('POST', '/notifications', headers, body)
    if (status !== 200) throw new Error(`A notification returned status ${status}.`)
    return performance.now() - sentAt
  }
}

/** Sends the notification with this number. Resolves to the response time in milliseconds. */
type Send = (index: number) => Promise<number>

/** Sends at a fixed rate. Resolves to the response times in milliseconds. */
async function sendAtRate(
  send: Send,
  { rate, seconds }: { rate: number; seconds: number },
): Promise<number[]> {
  const startedAt = performance.now()
  const sent: Promise<number>[] = []
  while (sent.length < rate * seconds) {
    const due = Math.min((performance.now() - startedAt) / 1000, seconds) * rate
    while (sent.length < due) sent.push(send(sent.length))
    await setTimeout(2)
  }
  return Promise.all(sent)
}

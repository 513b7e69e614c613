import { setTimeout } from 'node:timers/promises'
import { startPostgres } from '../test/support/postgres.js'
import type { RunningContestant } from './contestant.js'
import { countWork } from './metrics.js'
import { notify, notifyAtOnce, notifySteadily, prepareNotifications } from './notify.js'
import { formatTable, type Target } from './report.js'
import type { Stage } from './stage.js'

const SESSIONS = 500
const WARM_UP = { count: 10_000, atOnce: 24 }
const FLOOD = { count: 5000, atOnce: 24 }
const STEADY = { rate: 1000, seconds: 5 }
/** Milliseconds. Counting is work of the server's, too. */
const LOOK_EVERY = 200
const REST = 1500

interface Figures {
  /** Notifications a second, as many as are taken. */
  flood: number
  /** Milliseconds within which 99 % of a steady 1,000 a second are answered. */
  p99: number
  /** Pieces of work a second, each a reading at Yoti: meanwhile, and when no notification comes. */
  workMeanwhile: number
  work: number
}

/** Each is kept durably before it is answered, while the worker reads the sessions that they speak of. */
export async function measureNotifications(stage: Stage): Promise<Target[]> {
  await using postgres = await startPostgres()
  const rows = [['', 'most /s', 'p99 ms', 'work /s', 'alone /s']]
  const targets: Target[] = []
  for (const [engine, env] of [
    ['sqlite', {}],
    ['postgres', { DATABASE_URL: await postgres.createDatabase() }],
  ] as const) {
    const { flood, p99, workMeanwhile, work } = await measure(stage, engine, env)
    rows.push([engine, ...[flood, p99, workMeanwhile, work].map((figure) => figure.toFixed(0))])
    targets.push(
      [flood >= 1000, `1,000 notifications a second on ${engine}: ${flood.toFixed(0)}`],
      [p99 < 50, `99 % of a steady 1,000 a second within 50 ms on ${engine}: ${p99.toFixed(0)} ms`],
    )
  }
  const title =
    'Notifications: as many as are taken; a steady 1,000 a second; readings meanwhile and alone:'
  stage.print([title, ...formatTable(rows)].join('\n'))
  return targets
}

async function measure(
  stage: Stage,
  engine: string,
  env: Record<string, string>,
): Promise<Figures> {
  const server = await stage.start('ours', { YOTI_IDV_API_URL: stage.plain, ...env })
  const notifications = await prepareNotifications(stage, server, SESSIONS)
  stage.say(`${engine}: warm-up`)
  await notifyAtOnce(server, notifications, WARM_UP)
  stage.say(`${engine}: ${FLOOD.count} notifications, ${FLOOD.atOnce} at once`)
  const flood = await notifyAtOnce(server, notifications, FLOOD)

  stage.say(`${engine}: ${STEADY.rate} notifications a second for ${STEADY.seconds} s`)
  const before = await countWork(server)
  const times = await notifySteadily(server, notifications, STEADY)
  const workMeanwhile = ((await countWork(server)) - before) / STEADY.seconds
  times.sort((a, b) => a - b)
  const p99 = times[Math.floor(times.length * 0.99)] ?? NaN

  stage.say(`${engine}: the work of ${SESSIONS} notifications`)
  await waitForRest(server)
  const work = await measureWork(server, notifications)
  await server.child.stop()
  return { flood, p99, workMeanwhile, work }
}

/** A hint for each session at once, and how fast they are all worked off. */
async function measureWork(
  server: RunningContestant,
  notifications: Parameters<typeof notify>[1][],
): Promise<number> {
  const before = await countWork(server)
  const startedAt = performance.now()
  await Promise.all(notifications.map((notification) => notify(server, notification)))
  while ((await countWork(server)) - before < notifications.length) await setTimeout(LOOK_EVERY)
  return notifications.length / ((performance.now() - startedAt) / 1000)
}

/** Until nothing is done any more. */
async function waitForRest(server: RunningContestant): Promise<void> {
  let before: number
  let seen = await countWork(server)
  do {
    before = seen
    await setTimeout(REST)
    seen = await countWork(server)
  } while (seen > before)
}

// npm run soak -- --minutes 30: mixed load with faults. Fails when memory, handles or tables grow beyond their retention.
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Kysely, sql } from 'kysely'
import { openPostgres } from '../src/store/postgres.js'
import type { Schema } from '../src/store/schema.js'
import { startPostgres } from '../test/support/postgres.js'
import { seedRows } from '../test/support/seed-rows.js'
import { startWebhookReceiver } from '../test/support/webhook-receiver.js'
import { createBenchEnvironment } from './bench-environment.js'
import type { RunningServer } from './bench-server.js'
import { formatMb, formatTable, formatTargets, median, type PerformanceTarget } from './report.js'
import { CALLER_SECRET, runLoad } from './soak-load.js'

const DAY_MS = 86_400_000
const SAMPLE_INTERVAL_MS = 5000
const CRASH_INTERVAL_MS = 20_000
/** A sweep may be due in 5 s, and waits while requests come first. */
const SWEEP_TOLERANCE_MS = 45_000
const RETENTION_MS = 60_000
/** Old rows at the start: the sweeps must remove them under load. */
const SEEDED_ROWS = 2000
const MAX_MEMORY_GROWTH = 32e6
const MAX_HANDLE_GROWTH = 20

/** Rows that must not exist once their retention and the tolerance have passed. */
const OUTLIVED: Record<string, (before: number) => string> = {
  'idempotency keys': (before) => `idempotency_keys where created_at <= ${before - DAY_MS}`,
  attempts: (before) => `session_attempts where created_at <= ${before - DAY_MS}`,
  events: (before) =>
    `jobs where type = 'deliver' and state in ('done', 'failed') and due_at <= ${before - RETENTION_MS}`,
  'handover links': (before) =>
    `sessions where handover_token_hash is not null and coalesce(handover_expires_at, yoti_retention_ends_at) <= ${before}`,
  locks: (before) => `locks where expires_at <= ${before}`,
}
const NOT_ERASED = (before: number) =>
  `sessions where ended_at <= ${before - RETENTION_MS} and erasure_requested_at is null and erased_at is null`
/** Jobs use what requests leave, so on a busy machine the seeded sessions are erased after the load. */
const ERASURE_TIMEOUT_MS = 300_000
const TABLES = ['sessions', 'jobs', 'idempotency_keys', 'session_attempts', 'locks'] as const

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } })
const durationMs = Number(values.minutes) * 60_000
if (!(durationMs >= 180_000)) {
  process.stderr.write('--minutes: expected a number of at least 3.\n')
  process.exit(1)
}

const stage = await createBenchEnvironment([])
const postgres = await startPostgres()
let rejecting = false
const receiver = await startWebhookReceiver(() => rejecting)
const url = await postgres.createDatabase()
const env = {
  ...receiver.env,
  YOTI_IDV_API_URL: stage.httpApiUrl,
  DATABASE_URL: url,
  API_KEYS: `shop:${CALLER_SECRET}`,
  PUBLIC_START: 'on',
  CLIENT_SESSION_TOKEN_TTL: '301',
  ERASE_AFTER: 'PT1M',
  EVENT_RETENTION: 'PT1M',
}
const db = new Kysely<Schema>(openPostgres(url))
try {
  process.exitCode = (await run()) ? 0 : 1
} finally {
  await db.destroy()
  await stage[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
  await postgres[Symbol.asyncDispose]()
}

async function run(): Promise<boolean> {
  const measured = await stage.start('project', env)
  const servers = [measured, await stage.start('project', env)]
  const startAt = Date.now() - 2 * DAY_MS
  await seedRows(db, { from: 0, to: SEEDED_ROWS, startAt, stepMs: 1 })

  const deadline = performance.now() + durationMs
  const load = runLoad(stage, () => servers, deadline)
  const crashes = crashRepeatedly(servers, deadline)
  const samples = [await takeSample(measured)]
  while (performance.now() < deadline - SAMPLE_INTERVAL_MS) {
    await setTimeout(SAMPLE_INTERVAL_MS)
    rejecting = samples.length % 6 >= 4
    samples.push(await takeSample(measured))
    if (samples.length % 12 === 0) stage.logProgress(describe(samples.at(-1)))
  }
  const outlived = await countOutlived()
  const responses = await load
  report(samples, responses, await crashes)
  outlived['sessions to erase'] = await waitForErasures()
  return check(samples, outlived)
}

/** Kills all servers but the measured one in turn, and starts them again. */
async function crashRepeatedly(servers: RunningServer[], deadline: number): Promise<number> {
  let count = 0
  while (performance.now() < deadline - CRASH_INTERVAL_MS) {
    await setTimeout(CRASH_INTERVAL_MS)
    const [victim] = servers.splice(1, 1)
    await victim?.serverProcess.kill()
    servers.push(await stage.start('project', env))
    count += 1
  }
  return count
}

type Sample = Awaited<ReturnType<typeof takeSample>>

async function takeSample({ serverProcess }: RunningServer) {
  const memory = await serverProcess.measure('memory')
  const handles = await serverProcess.measure('handles')
  const rows: Record<string, number> = {}
  for (const table of TABLES) rows[table] = await countRows(table)
  const { rows: sizes } = await sql<{ size: number }>`
    select pg_database_size(current_database()) as size`.execute(db)
  return { memory, handles, rows, size: sizes[0]?.size ?? NaN }
}

async function countRows(condition: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${sql.raw(condition)}`.execute(db)
  return rows[0]?.count ?? NaN
}

/** Resolves to the number of sessions that were not erased in time. */
async function waitForErasures(): Promise<number> {
  const timeoutAt = performance.now() + ERASURE_TIMEOUT_MS
  const before = Date.now()
  let count = await countRows(NOT_ERASED(before))
  while (count > 0 && performance.now() < timeoutAt) {
    await setTimeout(SAMPLE_INTERVAL_MS)
    count = await countRows(NOT_ERASED(before))
  }
  return count
}

async function countOutlived(): Promise<Record<string, number>> {
  const before = Date.now() - SWEEP_TOLERANCE_MS
  const counts: Record<string, number> = {}
  for (const [what, toCondition] of Object.entries(OUTLIVED)) {
    counts[what] = await countRows(toCondition(before))
  }
  return counts
}

function describe(sample: Sample | undefined): string {
  const rows = TABLES.map((table) => `${table} ${sample?.rows[table] ?? 0}`).join(', ')
  return `memory ${formatMb(sample?.memory ?? NaN)}, handles ${sample?.handles ?? 0}, ${rows}`
}

function report(samples: readonly Sample[], responses: object, crashes: number): void {
  const quarters = [0, 0.25, 0.5, 0.75, 1].map(
    (part) => samples[Math.round(part * (samples.length - 1))],
  )
  const row = (name: string, read: (sample: Sample) => string) => [
    name.padStart(17),
    ...quarters.map((sample) => (sample === undefined ? '' : read(sample))),
  ]
  stage.print(
    [
      `Soak of ${values.minutes} minutes; ${crashes} crashes; responses ${JSON.stringify(responses)}; ${receiver.events.length} events delivered, ${receiver.rejectedCount} rejected:`,
      ...formatTable([
        ['part'.padStart(17), 'start', '25 %', '50 %', '75 %', 'end'],
        row('memory', ({ memory }) => formatMb(memory)),
        row('handles', ({ handles }) => String(handles)),
        ...TABLES.map((table) => row(table, ({ rows }) => String(rows[table]))),
        row('database', ({ size }) => formatMb(size)),
      ]),
    ].join('\n'),
  )
}

/** Compares the last quarter with the second one, when everything is warm. */
function check(samples: readonly Sample[], outlived: Record<string, number>): boolean {
  const quarter = Math.floor(samples.length / 4)
  const grown = (what: 'memory' | 'handles') =>
    median(samples.slice(-quarter).map((sample) => sample[what])) -
    median(samples.slice(quarter, 2 * quarter).map((sample) => sample[what]))
  const [memory, handles] = [grown('memory'), grown('handles')]
  const targets: PerformanceTarget[] = [
    [
      memory < MAX_MEMORY_GROWTH,
      `memory grows by less than ${formatMb(MAX_MEMORY_GROWTH)} from the second to the last quarter: ${formatMb(memory)}`,
    ],
    [handles < MAX_HANDLE_GROWTH, `and open handles by less than ${MAX_HANDLE_GROWTH}: ${handles}`],
    ...Object.entries(outlived).map(([what, count]): PerformanceTarget => [
      count === 0,
      `no ${what} beyond their retention: ${count}`,
    ]),
  ]
  stage.print(formatTargets(targets))
  return targets.every(([met]) => met)
}

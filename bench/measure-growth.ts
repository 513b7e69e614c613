import { openDatabase } from '../src/store/database.js'
import { sql } from 'kysely'
import { startPostgres } from '../test/support/postgres.js'
import { seedRows } from '../test/support/seed-rows.js'
import type { BenchEnvironment } from './bench-environment.js'
import { runConcurrently } from './http-client.js'
import { writePlot } from './plot.js'
import { formatMb, formatTable, median, type PerformanceTarget } from './report.js'
import { measureLoad } from './run-rounds.js'

const SIZES = [100, 1000, 10_000, 100_000, 1_000_000]
const WARM_UP = { count: 100, concurrency: 24 }
const LOAD = { count: 200, concurrency: 24 }
const REQUESTS = 51
/** A query may take 10 s. */
const SEED_SIZE = 10_000
const DAY_MS = 86_400_000

type Figures = Awaited<ReturnType<typeof measureServer>>

/** Measures whether the cost of a session, a status and a scrape depends on the number of stored sessions. */
export function measureGrowthOnSqlite(stage: BenchEnvironment): Promise<PerformanceTarget[]> {
  return measureGrowth(stage, 'SQLite', `file:${stage.directory}/growth.db`)
}

export async function measureGrowthOnPostgres(
  stage: BenchEnvironment,
): Promise<PerformanceTarget[]> {
  await using postgres = await startPostgres()
  return await measureGrowth(stage, 'PostgreSQL', await postgres.createDatabase())
}

async function measureGrowth(
  stage: BenchEnvironment,
  engine: string,
  url: string,
): Promise<PerformanceTarget[]> {
  const figures: Figures[] = []
  for (const size of SIZES) {
    stage.logProgress(`${engine}: ${size} sessions`)
    await seed(url, figures.at(-1)?.size ?? 0, size)
    figures.push(await measureServer(stage, url, size))
    stage.print([`Growth on ${engine}:`, ...formatTable(toRows(figures))].join('\n'))
    // After each size, because the last one takes longest.
    writePlot(`growth-${engine.toLowerCase()}`, {
      title: `Cost with up to ${size.toLocaleString('en-GB')} sessions on ${engine}`,
      xLabel: 'stored sessions',
      xScale: 'log',
      yLabel: 'ms',
      series: {
        'CPU, session and page': figures.map(({ size: x, cpuMs }) => [x, cpuMs]),
        'response, status': figures.map(({ size: x, statusMs }) => [x, statusMs]),
        'response, /metrics': figures.map(({ size: x, metricsMs }) => [x, metricsMs]),
      },
    })
  }
  const [smallest, largest] = [figures[0], figures.at(-1)]
  if (smallest === undefined || largest === undefined) return []
  const ratio = largest.cpuMs / smallest.cpuMs
  const growth = largest.memory - smallest.memory
  return [
    [
      ratio < 1.3,
      `a session costs less than 1.3 times the CPU with ${largest.size} sessions on ${engine}: ${ratio.toFixed(2)}`,
    ],
    [
      largest.startMs < smallest.startMs + 500,
      `and start takes less than 0.5 s longer: ${(largest.startMs - smallest.startMs).toFixed(0)} ms`,
    ],
    [growth < 32e6, `and memory grows by less than 32 MB: ${formatMb(growth)}`],
  ]
}

async function seed(url: string, from: number, to: number): Promise<void> {
  const database = await openDatabase(url)
  const { db } = database
  // Not due yet, so that no job and no sweep disturbs.
  const startAt = Date.now() + DAY_MS
  for (let start = from; start < to; start += SEED_SIZE) {
    await seedRows(db, { from: start, to: Math.min(start + SEED_SIZE, to), startAt, stepMs: 1 })
  }
  if (!url.startsWith('file:')) await sql`analyze`.execute(db)
  await database.close()
}

async function measureServer(stage: BenchEnvironment, url: string, size: number) {
  const startedAt = performance.now()
  const server = await stage.start('project', {
    YOTI_IDV_API_URL: stage.httpApiUrl,
    DATABASE_URL: url,
    ERASE_AFTER: 'P30D',
  })
  const startMs = performance.now() - startedAt
  const { client, serverProcess } = server
  await runConcurrently(WARM_UP, () => server.visit(client))
  const { cpu: cpuMs } = await measureLoad([server], LOAD, () => server.visit(client))
  const { sessionId, headers } = await server.visit(client)
  const figures = {
    size,
    startMs,
    /** Of the server, for a session with its page. */
    cpuMs,
    /** Median response times of sequential requests. */
    statusMs: await measureMs(() => client.expectOk(`/sessions/${sessionId}/status`, headers)),
    metricsMs: await measureMs(() => client.expectOk('/metrics')),
    memory: await serverProcess.measure('memory'),
  }
  await serverProcess.stop()
  return figures
}

async function measureMs(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < REQUESTS; i++) {
    const startedAt = performance.now()
    await run()
    times.push(performance.now() - startedAt)
  }
  return median(times)
}

function toRows(figures: readonly Figures[]): string[][] {
  return [
    ['sessions', 'start ms', 'CPU ms', 'status ms', 'metrics ms', 'memory'],
    ...figures.map(({ size, memory, startMs, ...rest }) => [
      String(size),
      startMs.toFixed(0),
      ...[rest.cpuMs, rest.statusMs, rest.metricsMs].map((ms) => ms.toFixed(2)),
      formatMb(memory),
    ]),
  ]
}

import { startPostgres } from '../test/support/postgres.js'
import type { BenchEnvironment } from './bench-environment.js'
import type { RunningServer } from './bench-server.js'
import { runConcurrently } from './http-client.js'
import { writePlot } from './plot.js'
import { formatTable, median, type PerformanceTarget } from './report.js'

const MAX_PROCESSES = 4
const WARM_UP = { count: 200, concurrency: 24 }
const LOAD = { count: 400, concurrency: 24 }
const ROUNDS = 3

/** The same load on 1 to 4 processes that share one PostgreSQL. */
export async function measureProcesses(stage: BenchEnvironment): Promise<PerformanceTarget[]> {
  await using postgres = await startPostgres()
  const env = { YOTI_IDV_API_URL: stage.httpApiUrl, DATABASE_URL: await postgres.createDatabase() }
  const servers: RunningServer[] = []
  const cpu: [number, number][] = []
  const throughput: [number, number][] = []
  while (servers.length < MAX_PROCESSES) {
    const added = await stage.start('project', env)
    await runConcurrently(WARM_UP, () => added.visit(added.client))
    servers.push(added)
    stage.logProgress(`${servers.length} processes on one PostgreSQL`)
    const rounds = []
    for (let round = 0; round < ROUNDS; round++) rounds.push(await runRound(servers))
    cpu.push([servers.length, median(rounds.map(({ cpuMs }) => cpuMs))])
    throughput.push([servers.length, median(rounds.map(({ perSecond }) => perSecond))])
  }
  await Promise.all(servers.map(({ serverProcess }) => serverProcess.stop()))
  stage.print(
    [
      'Processes on one PostgreSQL:',
      ...formatTable([
        ['processes', 'sessions/s', 'CPU ms'],
        ...cpu.map(([count, ms], i) => [
          String(count),
          (throughput[i]?.[1] ?? NaN).toFixed(0),
          ms.toFixed(2),
        ]),
      ]),
    ].join('\n'),
  )
  writePlot('processes', {
    title: 'CPU of all servers for a session with its page',
    xLabel: 'processes on one PostgreSQL',
    yLabel: 'ms of CPU',
    xScale: 'linear',
    series: { PostgreSQL: cpu },
  })
  const ratio = (cpu.at(-1)?.[1] ?? NaN) / (cpu[0]?.[1] ?? NaN)
  return [
    [
      ratio < 1.5,
      `a session costs less than 1.5 times the CPU with ${MAX_PROCESSES} processes: ${ratio.toFixed(2)}`,
    ],
  ]
}

async function runRound(servers: readonly RunningServer[]) {
  const sumCpu = async () => {
    let sum = 0
    for (const { serverProcess } of servers) sum += await serverProcess.measure('cpu')
    return sum
  }
  const before = await sumCpu()
  const startedAt = performance.now()
  await runConcurrently(LOAD, async (index) => {
    const server = servers[index % servers.length]
    await server?.visit(server.client)
  })
  const seconds = (performance.now() - startedAt) / 1000
  return {
    perSecond: LOAD.count / seconds,
    cpuMs: ((await sumCpu()) - before) / 1000 / LOAD.count,
  }
}

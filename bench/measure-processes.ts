import { startPostgres } from '../test/support/postgres.js'
import type { BenchEnvironment } from './bench-environment.js'
import type { RunningServer } from './bench-server.js'
import { runConcurrently } from './http-client.js'
import { writePlot } from './plot.js'
import { formatTable, median, type PerformanceTarget } from './report.js'
import { measureLoad } from './run-rounds.js'

const MAX_PROCESSES = 4
const WARM_UP = { count: 200, concurrency: 24 }
const LOAD = { count: 400, concurrency: 24 }
const ROUNDS = 3

/** The same load on 1 to 4 processes that share one PostgreSQL. */
export async function measureProcesses(stage: BenchEnvironment): Promise<PerformanceTarget[]> {
  await using postgres = await startPostgres()
  const env = { YOTI_IDV_API_URL: stage.httpApiUrl, DATABASE_URL: await postgres.createDatabase() }
  const servers: RunningServer[] = []
  const figures: { count: number; cpu: number; throughput: number }[] = []
  while (servers.length < MAX_PROCESSES) {
    const added = await stage.start('project', env)
    await runConcurrently(WARM_UP, () => added.visit(added.client))
    servers.push(added)
    stage.logProgress(`${servers.length} processes on one PostgreSQL`)
    const rounds: Awaited<ReturnType<typeof measureLoad>>[] = []
    const visit = async (index: number) => {
      const server = servers[index % servers.length]
      await server?.visit(server.client)
    }
    for (let round = 0; round < ROUNDS; round++)
      rounds.push(await measureLoad(servers, LOAD, visit))
    const medianOf = (what: 'cpu' | 'throughput') => median(rounds.map((round) => round[what]))
    figures.push({
      count: servers.length,
      cpu: medianOf('cpu'),
      throughput: medianOf('throughput'),
    })
  }
  await Promise.all(servers.map(({ serverProcess }) => serverProcess.stop()))
  stage.print(
    [
      'Processes on one PostgreSQL:',
      ...formatTable([
        ['processes', 'sessions/s', 'CPU ms'],
        ...figures.map(({ count, throughput, cpu }) => [
          String(count),
          throughput.toFixed(0),
          cpu.toFixed(2),
        ]),
      ]),
    ].join('\n'),
  )
  writePlot('processes', {
    title: 'CPU of all servers for a session with its page',
    xLabel: 'processes on one PostgreSQL',
    yLabel: 'ms of CPU',
    xScale: 'linear',
    series: { PostgreSQL: figures.map(({ count, cpu }) => [count, cpu]) },
  })
  const ratio = (figures.at(-1)?.cpu ?? NaN) / (figures[0]?.cpu ?? NaN)
  return [
    [
      ratio < 1.5,
      `a session costs less than 1.5 times the CPU with ${MAX_PROCESSES} processes: ${ratio.toFixed(2)}`,
    ],
  ]
}

import { startPostgres } from '../test/support/postgres.js'
import { medianRatio, formatRounds, type PerformanceTarget } from './report.js'
import { runRounds } from './run-rounds.js'
import type { BenchEnvironment } from './bench-environment.js'

/** The same sessions and pages in memory, in a SQLite file and in PostgreSQL. */
export async function compareEngines(stage: BenchEnvironment): Promise<PerformanceTarget[]> {
  await using postgres = await startPostgres()
  const start = (env: Record<string, string>) =>
    stage.start('project', { YOTI_IDV_API_URL: stage.httpsApiUrl, ...env })
  const rounds = await runRounds(stage, {
    memory: await start({ DATABASE_URL: 'file::memory:' }),
    sqlite: await start({}),
    postgres: await start({ DATABASE_URL: await postgres.createDatabase() }),
  })
  stage.print(formatRounds('What is kept survives', rounds, ['memory']))
  const cpu = medianRatio(rounds.sqlite, rounds.memory, 'cpu')
  const throughput = medianRatio(rounds.memory, rounds.sqlite, 'throughput')
  return [
    [
      cpu <= 1.25,
      `a session on SQLite costs at most 1.25 times the CPU in memory: ${cpu.toFixed(2)}`,
    ],
    [throughput <= 1.25, `and takes at most 1.25 times as long: ${throughput.toFixed(2)}`],
  ]
}

// npm run bench: compares this server with the official package and a minimal Node server, and the databases.
// `npm run bench -- servers` and so on runs one part; `-- --cpu-prof` leaves a CPU profile of each process in data/profiles.
import { measureGrowthOnPostgres, measureGrowthOnSqlite } from './measure-growth.js'
import { measureProcesses } from './measure-processes.js'
import { measureNotifications } from './measure-notifications.js'
import { measureOverload } from './measure-overload.js'
import { formatTargets, type PerformanceTarget } from './report.js'
import { compareEngines, compareServers } from './compare-servers.js'
import {
  createBenchEnvironment,
  PROFILE_FOLDER,
  type BenchEnvironment,
} from './bench-environment.js'

const BENCHMARKS: Record<string, (stage: BenchEnvironment) => Promise<PerformanceTarget[]>> = {
  servers: compareServers,
  engines: compareEngines,
  notifications: measureNotifications,
  'growth-sqlite': measureGrowthOnSqlite,
  'growth-postgres': measureGrowthOnPostgres,
  processes: measureProcesses,
  overload: measureOverload,
}

const selected = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const unknown = selected.filter((name) => !(name in BENCHMARKS))
if (unknown.length > 0) {
  process.stderr.write(
    `Unknown benchmark: ${unknown.join(', ')}. Choose from: ${Object.keys(BENCHMARKS).join(', ')}.\n`,
  )
  process.exit(1)
}
const profiling = process.argv.includes('--cpu-prof')
const stage = await createBenchEnvironment(
  profiling ? ['--cpu-prof', `--cpu-prof-dir=${PROFILE_FOLDER}`] : [],
)
try {
  const targets: PerformanceTarget[] = []
  for (const [name, run] of Object.entries(BENCHMARKS)) {
    if (selected.length === 0 || selected.includes(name)) targets.push(...(await run(stage)))
  }
  stage.print(formatTargets(targets))
} finally {
  await stage[Symbol.asyncDispose]()
}

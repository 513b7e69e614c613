// npm run bench: our server beside the official package and beside the least that Node can do, then what its database costs.
// `npm run bench -- servers` and so on runs one part; `-- --cpu-prof` leaves a CPU profile of each process in data/profiles.
import { compareEngines } from './engines.js'
import { measureGrowth } from './growth.js'
import { measureNotifications } from './notifications.js'
import { formatVerdict, type Target } from './report.js'
import { compareServers } from './servers.js'
import { createStage, PROFILES, type Stage } from './stage.js'

const PARTS: Record<string, (stage: Stage) => Promise<Target[]>> = {
  servers: compareServers,
  engines: compareEngines,
  notifications: measureNotifications,
  growth: measureGrowth,
}

const chosen = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const unknown = chosen.filter((name) => !(name in PARTS))
if (unknown.length > 0) {
  process.stderr.write(
    `There is no part ${unknown.join(', ')}. Choose of: ${Object.keys(PARTS).join(', ')}.\n`,
  )
  process.exit(1)
}
const profiling = process.argv.includes('--cpu-prof')
const stage = await createStage(profiling ? ['--cpu-prof', `--cpu-prof-dir=${PROFILES}`] : [])
try {
  const targets: Target[] = []
  for (const [name, run] of Object.entries(PARTS)) {
    if (chosen.length === 0 || chosen.includes(name)) targets.push(...(await run(stage)))
  }
  stage.print(formatVerdict(targets))
} finally {
  await stage[Symbol.asyncDispose]()
}

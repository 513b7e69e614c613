import type { Name } from './contestant.js'
import { measureMediaMemory } from './media.js'
import { compare, countSockets, formatMb, formatRounds, type Target } from './report.js'
import { runRounds } from './rounds.js'
import type { Stage } from './stage.js'

const MEDIA_LOAD = { media: 100, size: 10_000_000 }

/** Ours, the official package, and the least that Node can do. */
export async function compareServers(stage: Stage): Promise<Target[]> {
  const byTls = await compareCreation(stage, stage.secure)
  stage.print(formatRounds('Yoti reached by TLS, as in production', byTls, ['official', 'floor']))
  const byHttp = await compareCreation(stage, stage.plain)
  stage.print(formatRounds('Yoti reached by plain HTTP', byHttp, ['official', 'floor']))

  stage.say(`${MEDIA_LOAD.media} media of ${MEDIA_LOAD.size / 1e6} MB at once`)
  const ours = await measureMemory(stage, 'ours')
  const official = await measureMemory(stage, 'official')
  stage.print(
    `Growth of memory while 100 media of 10 MB stream: ours ${formatMb(ours)}, official ${formatMb(official)}`,
  )

  const throughput = compare(byTls.ours, byTls.official, 'throughput')
  const cpu = compare(byTls.official, byTls.ours, 'cpu')
  const sockets = countSockets(byTls.ours)
  return [
    [
      throughput >= 2.5,
      `2.5 times the official server's sessions per second: ${throughput.toFixed(2)}`,
    ],
    [cpu >= 2.5, `a session costs the official server 2.5 times our CPU: ${cpu.toFixed(2)}`],
    [sockets <= 64, `at most 64 sockets to Yoti for 1000 sessions: ${sockets}`],
    [ours < 64e6, `under 64 MB of growth while media stream: ${formatMb(ours)}`],
  ]
}

async function compareCreation(stage: Stage, apiUrl: string) {
  const env = { YOTI_IDV_API_URL: apiUrl }
  return runRounds(stage, {
    ours: await stage.start('ours', env),
    official: await stage.start('official', env),
    floor: await stage.start('floor', env),
  })
}

async function measureMemory(stage: Stage, name: Name): Promise<number> {
  const server = await stage.start(name, { YOTI_IDV_API_URL: stage.plain })
  return measureMediaMemory(server, stage.emulator, MEDIA_LOAD)
}

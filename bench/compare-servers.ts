import type { ServerName } from './bench-server.js'
import { measureMediaMemory } from './measure-media-memory.js'
import {
  medianRatio,
  countSockets,
  formatMb,
  formatRounds,
  type PerformanceTarget,
} from './report.js'
import { runRounds } from './run-rounds.js'
import type { BenchEnvironment } from './bench-environment.js'

const MEDIA_LOAD = { mediaCount: 100, bytesPerMedia: 10_000_000 }

/** Ours, the official package, and the least that Node can do. */
export async function compareServers(stage: BenchEnvironment): Promise<PerformanceTarget[]> {
  const byTls = await compareCreation(stage, stage.httpsApiUrl)
  stage.print(formatRounds('Yoti reached by TLS, as in production', byTls, ['official', 'floor']))
  const byHttp = await compareCreation(stage, stage.httpApiUrl)
  stage.print(formatRounds('Yoti reached by plain HTTP', byHttp, ['official', 'floor']))

  stage.logProgress(
    `${MEDIA_LOAD.mediaCount} media of ${MEDIA_LOAD.bytesPerMedia / 1e6} MB concurrently`,
  )
  const ours = await measureMemory(stage, 'ours')
  const official = await measureMemory(stage, 'official')
  stage.print(
    `Growth of memory while 100 media of 10 MB stream: ours ${formatMb(ours)}, official ${formatMb(official)}`,
  )

  const throughput = medianRatio(byTls.ours, byTls.official, 'throughput')
  const cpu = medianRatio(byTls.official, byTls.ours, 'cpu')
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

async function compareCreation(stage: BenchEnvironment, apiUrl: string) {
  const env = { YOTI_IDV_API_URL: apiUrl }
  return runRounds(stage, {
    ours: await stage.start('ours', env),
    official: await stage.start('official', env),
    floor: await stage.start('floor', env),
  })
}

async function measureMemory(stage: BenchEnvironment, name: ServerName): Promise<number> {
  const server = await stage.start(name, { YOTI_IDV_API_URL: stage.httpApiUrl })
  return measureMediaMemory(server, stage.emulator, MEDIA_LOAD)
}

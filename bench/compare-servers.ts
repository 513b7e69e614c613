import type { ServerName } from './bench-server.js'
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

/** This project, the official package, and a minimal Node server as the floor. */
export async function compareServers(stage: BenchEnvironment): Promise<PerformanceTarget[]> {
  const byTls = await compareCreation(stage, stage.httpsApiUrl)
  stage.print(formatRounds('Yoti reached by TLS, as in production', byTls, ['official', 'floor']))
  const byHttp = await compareCreation(stage, stage.httpApiUrl)
  stage.print(formatRounds('Yoti reached by plain HTTP', byHttp, ['official', 'floor']))

  stage.logProgress(
    `${MEDIA_LOAD.mediaCount} media of ${MEDIA_LOAD.bytesPerMedia / 1e6} MB concurrently`,
  )
  const project = await measureMediaMemory(stage, 'project')
  const official = await measureMediaMemory(stage, 'official')
  stage.print(
    `Growth of memory while 100 media of 10 MB stream: project ${formatMb(project)}, official ${formatMb(official)}`,
  )

  const throughput = medianRatio(byTls.project, byTls.official, 'throughput')
  const cpu = medianRatio(byTls.official, byTls.project, 'cpu')
  const sockets = countSockets(byTls.project)
  return [
    [
      throughput >= 2.5,
      `2.5 times the official server's sessions per second: ${throughput.toFixed(2)}`,
    ],
    [cpu >= 2.5, `a session costs the official server 2.5 times our CPU: ${cpu.toFixed(2)}`],
    [sockets <= 64, `at most 64 sockets to Yoti for 1000 sessions: ${sockets}`],
    [project < 64e6, `under 64 MB of growth while media stream: ${formatMb(project)}`],
  ]
}

async function compareCreation(stage: BenchEnvironment, apiUrl: string) {
  const env = { YOTI_IDV_API_URL: apiUrl }
  return runRounds(stage, {
    project: await stage.start('project', env),
    official: await stage.start('official', env),
    floor: await stage.start('floor', env),
  })
}

/** Peak growth of resident memory in bytes while all media are read concurrently. */
async function measureMediaMemory(stage: BenchEnvironment, name: ServerName): Promise<number> {
  const { mediaCount: media, bytesPerMedia: size } = MEDIA_LOAD
  const server = await stage.start(name, { YOTI_IDV_API_URL: stage.httpApiUrl })
  const { serverProcess, client } = server
  const { sessionId, headers } = await server.visit(client)
  const [first = '', ...others] = (await stage.emulator.request({
    sessionId,
    media,
    size,
  })) as string[]
  const read = async (mediaId: string) => {
    const received = await client.download(server.mediaPath(sessionId, mediaId), headers)
    if (received !== size) throw new Error(`${received} of ${size} bytes of an image arrived.`)
  }
  await read(first)
  const before = await serverProcess.measure('memory')
  await Promise.all([first, ...others].map(read))
  return (await serverProcess.measure('peak')) - before
}

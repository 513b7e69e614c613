import { startPostgres } from '../test/support/postgres.js'
import type { ServerName } from './bench-server.js'
import { measurePages } from './measure-pages.js'
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

const REFERENCES = ['official', 'equivalent', 'floor'] as const

/** This project, the official package, the same with what this project promises, and a minimal Node server. */
export async function compareServers(stage: BenchEnvironment): Promise<PerformanceTarget[]> {
  const byTls = await compareCreation(stage, stage.httpsApiUrl)
  stage.print(formatRounds('Yoti reached by TLS, as in production', byTls, REFERENCES))
  const byHttp = await compareCreation(stage, stage.httpApiUrl)
  stage.print(formatRounds('Yoti reached by plain HTTP', byHttp, REFERENCES))

  const pages = await measurePages(stage)

  stage.logProgress(
    `${MEDIA_LOAD.mediaCount} media of ${MEDIA_LOAD.bytesPerMedia / 1e6} MB concurrently`,
  )
  const project = await measureMediaMemory(stage, 'project')
  const official = await measureMediaMemory(stage, 'official')
  stage.print(
    `Growth of memory while 100 media of 10 MB stream: project ${formatMb(project)}, official ${formatMb(official)}`,
  )

  const compare = (name: (typeof REFERENCES)[number]) =>
    medianRatio(byHttp[name], byHttp.project, 'cpu')
  const [example, equivalent, floor] = REFERENCES.map(compare) as [number, number, number]
  const sockets = countSockets(byTls.project)
  return [
    [
      example >= 1.6,
      `a session costs the official server 1.6 times our CPU: ${example.toFixed(2)}`,
    ],
    [equivalent >= 3, `and 3 times with the same promises: ${equivalent.toFixed(2)}`],
    [floor >= 0.3, `and the floor at least 0.3 of it: ${floor.toFixed(2)}`],
    ...pages,
    [sockets <= 64, `at most 64 sockets to Yoti for 1000 sessions: ${sockets}`],
    [project < 64e6, `under 64 MB of growth while media stream: ${formatMb(project)}`],
  ]
}

async function compareCreation(stage: BenchEnvironment, apiUrl: string) {
  const env = { YOTI_IDV_API_URL: apiUrl }
  return runRounds(stage, {
    project: await stage.start('project', env),
    official: await stage.start('official', env),
    equivalent: await stage.start('equivalent', env),
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

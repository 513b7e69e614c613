import type { BenchProcess } from './bench-process.js'
import type { RunningServer } from './bench-server.js'
import type { BenchEnvironment } from './bench-environment.js'
import { runConcurrently, type Load } from './http-client.js'

export type Round = Awaited<ReturnType<typeof runRound>>

const ROUND_COUNT = 5
// More visitors than sockets to Yoti, to check that limit.
const WARM_UP: Load = { count: 1000, concurrency: 100 }
// Idle connections close during the other servers' rounds, so few visitors reopen few.
const LOAD: Load = { count: 400, concurrency: 24 }

/** Alternates the servers, so that disturbances affect all alike. The first round of each is a warm-up. */
export async function runRounds<Name extends string>(
  stage: BenchEnvironment,
  servers: Record<Name, RunningServer>,
): Promise<Record<Name, Round[]>> {
  const names = Object.keys(servers) as Name[]
  const rounds = Object.fromEntries(names.map((name) => [name, [] as Round[]])) as Record<
    Name,
    Round[]
  >
  for (let round = 0; round <= ROUND_COUNT; round++) {
    const load = round === 0 ? WARM_UP : LOAD
    for (const name of names) rounds[name].push(await runRound(servers[name], stage.emulator, load))
    const seen = names.map((name) => `${name} ${(rounds[name].at(-1)?.throughput ?? 0).toFixed(0)}`)
    const what = round === 0 ? 'warm-up' : `round ${round} of ${ROUND_COUNT}`
    stage.logProgress(`${what}, sessions per second: ${seen.join(', ')}`)
  }
  for (const name of names) await servers[name].serverProcess.stop()
  return rounds
}

/** One server creates `load.count` sessions with their pages. */
async function runRound(server: RunningServer, emulator: BenchProcess, load: Load) {
  const connections = async () => Number(await emulator.request('connections'))
  const before = await connections()
  const figures = await measureLoad([server], load, () => server.visit(server.client))
  /** Sockets that the emulator accepted. */
  return { ...figures, socketCount: (await connections()) - before }
}

/** @param servers those that share the load */
export async function measureLoad(
  servers: readonly RunningServer[],
  load: Load,
  run: (index: number) => Promise<unknown>,
) {
  const sumCpu = async () => {
    let sum = 0
    for (const { serverProcess } of servers) sum += await serverProcess.measure('cpu')
    return sum
  }
  const before = await sumCpu()
  const startedAt = performance.now()
  await runConcurrently(load, run)
  const seconds = (performance.now() - startedAt) / 1000
  return {
    /** Calls of `run` per second. */
    throughput: load.count / seconds,
    /** Milliseconds of CPU per call, in all threads of the servers. */
    cpu: ((await sumCpu()) - before) / 1000 / load.count,
  }
}

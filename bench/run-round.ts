import type { BenchProcess } from './bench-process.js'
import type { RunningServer } from './bench-server.js'

export interface Round {
  /** Sessions with their pages per second. */
  throughput: number
  /** Milliseconds of CPU per session with its page, in all threads of the server. */
  cpu: number
  /** Sockets that the emulator accepted. */
  socketCount: number
}

export interface Load {
  sessions: number
  /** Concurrent visitors. */
  concurrency: number
}

/** One server creates this many sessions with their pages. */
export async function runRound(
  server: RunningServer,
  emulator: BenchProcess,
  { sessions, concurrency }: Load,
): Promise<Round> {
  const { serverProcess, client } = server
  const connections = async () => Number(await emulator.request('connections'))
  const before = { cpu: await serverProcess.measure('cpu'), sockets: await connections() }
  const startedAt = performance.now()

  let left = sessions
  const visitUntilDone = async () => {
    while (left-- > 0) await server.visit(client)
  }
  await Promise.all(Array.from({ length: concurrency }, visitUntilDone))

  const seconds = (performance.now() - startedAt) / 1000
  return {
    throughput: sessions / seconds,
    cpu: ((await serverProcess.measure('cpu')) - before.cpu) / 1000 / sessions,
    socketCount: (await connections()) - before.sockets,
  }
}

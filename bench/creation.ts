import type { Child } from './child.js'
import type { RunningContestant } from './contestant.js'

export interface Round {
  /** Sessions with their pages per second. */
  throughput: number
  /** Milliseconds of CPU per session with its page, in all threads of the server. */
  cpu: number
  /** Sockets that the emulator accepted. */
  sockets: number
}

export interface Load {
  sessions: number
  /** Visitors at the same time. */
  visitors: number
}

/** One server creates this many sessions with their pages. */
export async function runRound(
  server: RunningContestant,
  emulator: Child,
  { sessions, visitors }: Load,
): Promise<Round> {
  const { child, browser } = server
  const connections = async () => Number(await emulator.ask('connections'))
  const before = { cpu: await child.measure('cpu'), sockets: await connections() }
  const startedAt = performance.now()

  let left = sessions
  const visitUntilDone = async () => {
    while (left-- > 0) await server.visit(browser)
  }
  await Promise.all(Array.from({ length: visitors }, visitUntilDone))

  const seconds = (performance.now() - startedAt) / 1000
  return {
    throughput: sessions / seconds,
    cpu: ((await child.measure('cpu')) - before.cpu) / 1000 / sessions,
    sockets: (await connections()) - before.sockets,
  }
}

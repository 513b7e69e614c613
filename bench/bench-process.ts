import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A benchmark process that answers one request at a time. */
export type BenchProcess = ReturnType<typeof startBenchProcess>

interface BenchProcessOptions {
  /** Relative to the repository. */
  entry: string
  env: Record<string, string>
  /** A folder without a `.env` file. */
  cwd: string
  /** Further options of node, for example `--cpu-prof`. */
  nodeOptions: readonly string[]
}

/** Starts a module in its own process with only the environment in `env`. */
export function startBenchProcess({ entry, env, cwd, nodeOptions }: BenchProcessOptions) {
  const preload = new URL('report-usage.js', import.meta.url).href
  const child = fork(fileURLToPath(new URL(`../${entry}`, import.meta.url)), {
    cwd,
    env: { NODE_ENV: 'production', ...env },
    execArgv: ['--import', preload, ...nodeOptions],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  const ended = exited.then(([code]: unknown[]) => {
    throw new Error(`${entry} ended with exit code ${String(code)}.`)
  })
  // Only a pending request fails when the process ends.
  ended.catch(() => undefined)

  const receive = async (): Promise<unknown> => {
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [unknown]
    return message
  }
  const request = (question: unknown): Promise<unknown> => {
    child.send(question as string)
    return receive()
  }
  return {
    /** Resolves to its next message. */
    receive,
    request,
    /** For the commands of report-usage.js. */
    measure: async (what: 'cpu' | 'memory' | 'peak' | 'handles') => Number(await request(what)),
    /** Ends it without notice, as a crash does. */
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
    stop: async () => {
      if (child.connected) child.disconnect()
      await exited
    },
  }
}

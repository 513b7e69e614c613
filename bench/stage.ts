import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getFreePort } from '../test/support/free-port.js'
import { waitFor } from '../test/support/wait-for.js'
import { createApplication } from './application.js'
import { createBrowser } from './browser.js'
import { startChild, type Child } from './child.js'
import { CONTESTANTS, type Name, type RunningContestant } from './contestant.js'

/** What every part of the benchmark runs on: a folder, an application, the emulator, and processes that end with it. */
export interface Stage {
  emulator: Child
  /** Yoti's address by plain HTTP, and by TLS as in production. */
  plain: string
  secure: string
  /** Of this run, away from everything else. */
  directory: string
  /** Starts a server and waits until it is ready. */
  start(name: Name, env: Record<string, string>): Promise<RunningContestant>
  /** A line of progress. */
  say(what: string): void
  print(text: string): void
  [Symbol.asyncDispose](): Promise<void>
}

const PATIENCE = 60_000

export async function createStage(nodeOptions: readonly string[]): Promise<Stage> {
  const startedAt = performance.now()
  const directory = mkdtempSync(join(tmpdir(), 'bench-'))
  const application = createApplication(directory)
  const children: Child[] = []

  const startProcess = (entry: string, env: Record<string, string>): Child => {
    const child = startChild({ entry, env, cwd: directory, nodeOptions })
    children.push(child)
    return child
  }
  const dispose = async () => {
    await Promise.all(children.map((child) => child.stop()))
    rmSync(directory, { recursive: true })
  }

  const emulator = startProcess('bench/emulator/main.js', application)
  const { plain, secure } = (await emulator.hear()) as { plain: string; secure: string }
  return {
    emulator,
    plain,
    secure,
    directory,
    async start(name, env) {
      const contestant = CONTESTANTS[name]
      const port = await getFreePort()
      const browser = createBrowser(port)
      const child = startProcess(contestant.entry, {
        ...application,
        PORT: String(port),
        YOTI_APP_BASE_URL: browser.origin,
        RATE_LIMIT: 'off',
        DATABASE_URL: `file:${join(directory, `${port}.db`)}`,
        ...env,
      })
      const isReady = async () => {
        const answer = await browser.send('GET', '/healthz').catch(() => undefined)
        return answer !== undefined && answer.status !== 503
      }
      await waitFor(`${name} to be ready`, isReady, PATIENCE)
      return { ...contestant, child, browser }
    },
    say(what) {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(0).padStart(3)
      process.stdout.write(`${seconds} s  ${what}\n`)
    },
    print(text) {
      process.stdout.write(`\n${text}\n\n`)
    },
    [Symbol.asyncDispose]: dispose,
  }
}

/** Where `--cpu-prof` leaves a profile of each process. */
export const PROFILES = fileURLToPath(new URL('../data/profiles', import.meta.url))

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { waitFor } from './wait-for.js'

/** Milliseconds. A machine with much else to do takes long to start a process. */
const START_TIMEOUT_MS = 60_000
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface Program {
  start(): Promise<void>
  waitForExit(): Promise<void>
  /** With SIGKILL, as in a crash. */
  kill(): Promise<void>
}

/**
 * One of the project's programs as a process of its own, TypeScript or not, with this environment
 * and no other. It is started once it says `ready`.
 */
export function createProgram(
  file: string,
  env: Record<string, string>,
  readyMessage: string,
  args: readonly string[] = [],
): Program {
  let child: ChildProcess | undefined
  const flags = file.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : []

  const waitForExit = async (): Promise<void> => {
    if (child !== undefined && !hasExited(child)) await once(child, 'exit')
  }
  return {
    async start() {
      const started = spawn(process.execPath, [...flags, ROOT + file, ...args], {
        // A folder without .env.
        cwd: tmpdir(),
        env: { PATH: process.env.PATH, TSX_TSCONFIG_PATH: process.env.TSX_TSCONFIG_PATH, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child = started
      let output = ''
      for (const stream of [started.stdout, started.stderr]) {
        stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
      }
      await waitFor(
        `${file} to say "${readyMessage}"`,
        () => {
          if (hasExited(started)) throw new Error(`${file} ended: ${output}`)
          return output.includes(readyMessage)
        },
        START_TIMEOUT_MS,
      )
    },
    waitForExit,
    async kill() {
      child?.kill('SIGKILL')
      await waitForExit()
    },
  }
}

function hasExited({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

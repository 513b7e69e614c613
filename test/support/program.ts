import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { waitFor } from './wait-for.js'

/** A busy machine takes long to start a process. */
const START_TIMEOUT_MS = 60_000
const ROOT = resolve(import.meta.dirname, '..', '..')

export type Program = ReturnType<typeof createProgram>

/** One of the project's programs, TypeScript or not, as a process with this environment only. */
export function createProgram(
  file: string,
  env: Record<string, string>,
  readyMessage: string,
  // A folder without .env.
  folder = tmpdir(),
) {
  let child: ChildProcess | undefined
  let output = ''
  const flags = file.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : []

  const waitForExit = async (): Promise<void> => {
    if (child !== undefined && !hasExited(child)) await once(child, 'exit')
  }
  return {
    /** Resolves when the output contains the ready message. */
    async start() {
      const started = spawn(process.execPath, [...flags, resolve(ROOT, file)], {
        cwd: folder,
        env: { PATH: process.env.PATH, TSX_TSCONFIG_PATH: process.env.TSX_TSCONFIG_PATH, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child = started
      output = ''
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
    /** What the latest process has written. */
    output: () => output,
    pid: () => child?.pid,
    waitForExit,
    /** With SIGKILL, as in a crash. */
    async kill() {
      child?.kill('SIGKILL')
      await waitForExit()
    },
  }
}

function hasExited({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { waitFor } from '../support/wait-for.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The real process, which may die at any moment and is started again. */
export function createServerProcess(env: Record<string, string>) {
  let child: ChildProcess | undefined
  const start = async (): Promise<void> => {
    const server = spawn(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), `${ROOT}src/server.ts`],
      { cwd: tmpdir(), env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    child = server
    let output = ''
    server.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    server.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    await waitFor('the server', () => {
      if (server.exitCode !== null) throw new Error(`It ended: ${output}`)
      return output.includes('Open ')
    })
  }
  const kill = async (): Promise<void> => {
    if (child?.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  return { start, kill }
}

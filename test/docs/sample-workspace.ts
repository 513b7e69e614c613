import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { ROOT } from './read-samples.js'

export interface SampleProcess {
  output(): string
  /** Resolves with the exit code. */
  exited: Promise<number | null>
}

export interface SampleWorkspace extends AsyncDisposable {
  write(file: string, content: string | Buffer): void
  run(command: string, args: readonly string[], env?: Record<string, string>): SampleProcess
}

/** A folder that looks like the project to a sample, but with its own data/ and without .env. */
export function createSampleWorkspace(): SampleWorkspace {
  const folder = mkdtempSync(join(tmpdir(), 'docs samples '))
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'))
  for (const name of ['scripts', 'examples', 'node_modules']) {
    symlinkSync(join(ROOT, name), join(folder, name))
  }
  const children: ChildProcess[] = []
  const exits: Promise<number | null>[] = []
  return {
    write(file, content) {
      writeFileSync(join(folder, file), content)
    },
    run(command, args, env = {}) {
      const child = spawn(command, args, {
        cwd: folder,
        // Its own process group, so that a server that it leaves in the background ends with it.
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          HOME: process.env.HOME,
          // The stand-ins come last: they are for machines without curl and OpenSSL.
          PATH: [process.env.PATH, join(import.meta.dirname, 'bin')].join(delimiter),
          ...env,
        },
      })
      children.push(child)
      let output = ''
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
      }
      const exited = once(child, 'exit').then(([code]) => code as number | null)
      exits.push(exited)
      return { output: () => output, exited }
    },
    async [Symbol.asyncDispose]() {
      for (const { pid } of children) killGroup(pid)
      await Promise.all(exits)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // The whole group has already ended.
  }
}

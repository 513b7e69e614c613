import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getFreePort } from '../support/free-port.js'
import { createProgram } from '../support/program.js'
import { ROOT } from './read-samples.js'

const NOT_LINKED = ['.git', 'data', 'dist', '.env']

export type ProjectCopy = ReturnType<typeof createProjectCopy>

/** A clone of the project for the samples of its documentation: what they edit is copied, everything else is linked. */
export function createProjectCopy(edited: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'project copy '))
  for (const name of readdirSync(ROOT)) {
    if (NOT_LINKED.includes(name)) continue
    if (name === 'package.json' || edited.includes(name)) {
      cpSync(join(ROOT, name), join(folder, name), { recursive: true })
    } else symlinkSync(join(ROOT, name), join(folder, name))
  }
  const children: ChildProcess[] = []
  return {
    folder,
    read: (file: string) => readFileSync(join(folder, file), 'utf8'),
    write: (file: string, content: string | Buffer) => {
      writeFileSync(join(folder, file), content)
    },
    run(command: string, args: readonly string[], env: Record<string, string> = {}) {
      const child = spawn(command, args, {
        cwd: folder,
        // Its own process group, so that a server that it leaves in the background ends with it.
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          HOME: process.env.HOME,
          PATH: process.env.PATH,
          ...env,
        },
      })
      children.push(child)
      let output = ''
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
      }
      /** Resolves with the exit code. */
      const exited = once(child, 'exit').then(([code]) => code as number | null)
      return { output: () => output, exited }
    },
    /** Starts the server of the copy, and stops it when `use` has finished. */
    async withServer<T>(
      use: (baseUrl: string) => Promise<T>,
      env: Record<string, string> = {},
    ): Promise<T> {
      const port = await getFreePort()
      const server = createProgram(
        join(folder, 'src', 'server.ts'),
        {
          TSX_TSCONFIG_PATH: join(folder, 'tsconfig.base.json'),
          DATABASE_URL: 'file::memory:',
          PORT: String(port),
          EMULATOR_PORT: String(await getFreePort()),
          ...env,
        },
        'Open http',
        folder,
      )
      try {
        await server.start()
        return await use(`http://localhost:${port}`)
      } finally {
        await server.kill()
      }
    },
    async [Symbol.asyncDispose]() {
      for (const child of children) {
        killGroup(child.pid)
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      }
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

import { spawn } from 'node:child_process'
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
import { text } from 'node:stream/consumers'
import { getFreePort } from './free-port.js'

export const PROJECT = join(import.meta.dirname, '..', '..')

const NOT_LINKED = ['.git', 'data', 'dist', '.env']

export interface ProjectCopy {
  folder: string
  read(file: string): string
  write(file: string, content: string): void
  /** Starts the server of the copy on its emulator, and completes a session there. */
  walkJourney(): Promise<{ journey: string; serverOutput: string }>
  /** Starts the server of the copy, and stops it when `use` has finished. */
  withServer<T>(use: (baseUrl: string) => Promise<T>, env?: Record<string, string>): Promise<T>
  remove(): void
}

/** A clone of the project: the edited folders and files are copied, everything else is linked. */
export function createProjectCopy({ edited }: { edited: readonly string[] }): ProjectCopy {
  const folder = mkdtempSync(join(tmpdir(), 'project-copy-'))
  for (const name of readdirSync(PROJECT)) {
    if (NOT_LINKED.includes(name)) continue
    if (edited.includes(name)) cpSync(join(PROJECT, name), join(folder, name), { recursive: true })
    else symlinkSync(join(PROJECT, name), join(folder, name))
  }

  let output = ''
  const withServer: ProjectCopy['withServer'] = async (use, env = {}) => {
    const port = await getFreePort()
    const server = spawn(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), 'src/server.ts'],
      {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          TSX_TSCONFIG_PATH: join(folder, 'tsconfig.base.json'),
          DATABASE_URL: 'file::memory:',
          PORT: String(port),
          EMULATOR_PORT: String(await getFreePort()),
          ...env,
        },
      },
    )
    output = ''
    const exited = once(server, 'exit')
    const failed = exited.then(() => {
      throw new Error(`The server stopped:\n${output}`)
    })
    failed.catch(() => undefined)
    const ready = new Promise<void>((resolve) => {
      for (const stream of [server.stdout, server.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          output += chunk.toString()
          if (output.includes('Open http')) resolve()
        })
      }
    })
    try {
      await Promise.race([ready, failed])
      return await Promise.race([use(`http://localhost:${port}`), failed])
    } finally {
      server.kill('SIGTERM')
      await exited
    }
  }

  return {
    folder,
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    write: (file, content) => {
      writeFileSync(join(folder, file), content)
    },
    withServer,
    async walkJourney() {
      const journey = await withServer(walk)
      return { journey, serverOutput: output }
    },
    remove: () => {
      rmSync(folder, { recursive: true })
    },
  }
}

/** @throws Error with the step that failed */
async function walk(baseUrl: string): Promise<string> {
  const script = join(PROJECT, 'scripts', 'walk-journey.js')
  const child = spawn(process.execPath, [script, baseUrl])
  const [steps, problems] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  if (problems !== '') throw new Error(steps + problems)
  return steps
}

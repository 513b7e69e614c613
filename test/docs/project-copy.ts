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

export interface ProjectCopy {
  folder: string
  read(file: string): string
  write(file: string, content: string): void
  /** Starts the server of the copy, and stops it when `use` has finished. */
  withServer<T>(use: (baseUrl: string) => Promise<T>, env?: Record<string, string>): Promise<T>
  remove(): void
}

/** A clone of the project: the edited folders and files are copied, everything else is linked. */
export function createProjectCopy({ edited }: { edited: readonly string[] }): ProjectCopy {
  const folder = mkdtempSync(join(tmpdir(), 'project-copy-'))
  for (const name of readdirSync(ROOT)) {
    if (NOT_LINKED.includes(name)) continue
    if (edited.includes(name)) cpSync(join(ROOT, name), join(folder, name), { recursive: true })
    else symlinkSync(join(ROOT, name), join(folder, name))
  }
  return {
    folder,
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    write: (file, content) => {
      writeFileSync(join(folder, file), content)
    },
    async withServer(use, env = {}) {
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
    remove: () => {
      rmSync(folder, { recursive: true })
    },
  }
}

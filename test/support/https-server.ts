import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getFreePort } from './free-port.js'
import { waitFor } from './wait-for.js'

const SERVER_ENTRY = fileURLToPath(new URL('../../src/server.ts', import.meta.url))
/** Milliseconds. A machine with much else to do takes long to start a process. */
const START_TIMEOUT_MS = 60_000

export interface HttpsServer extends AsyncDisposable {
  baseUrl: string
  /** Where its development certificate is. */
  certificateFile: string
  output: string
}

/** The server as a process of its own, with HTTPS=self-signed, in an empty folder. */
export async function startHttpsServer(env: Record<string, string> = {}): Promise<HttpsServer> {
  const folder = mkdtempSync(join(tmpdir(), 'https '))
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), SERVER_ENTRY], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      TSX_TSCONFIG_PATH: process.env.TSX_TSCONFIG_PATH,
      HTTPS: 'self-signed',
      PORT: String(await getFreePort('0.0.0.0')),
      EMULATOR_PORT: String(await getFreePort('0.0.0.0')),
      ...env,
    },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  }
  const exited = once(child, 'exit')
  const baseUrl = await waitFor(
    'the address',
    () => {
      if (child.exitCode !== null) throw new Error(`The server ended: ${output}`)
      return output.includes('SHA-256') && /Open (https:\S+) /.exec(output)?.[1]
    },
    START_TIMEOUT_MS,
  )
  return {
    baseUrl,
    certificateFile: join(folder, 'data', 'https-certificate.pem'),
    output,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

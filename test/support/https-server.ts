import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getFreePort } from './free-port.js'
import { createProgram } from './program.js'

export interface HttpsServer extends AsyncDisposable {
  baseUrl: string
  /** Where its development certificate is. */
  certificateFile: string
  output: string
}

/** The server as a process with HTTPS=self-signed, in an empty folder. */
export async function startHttpsServer(): Promise<HttpsServer> {
  const folder = mkdtempSync(join(tmpdir(), 'https '))
  const program = createProgram(
    'dist/server.js',
    {
      HTTPS: 'self-signed',
      PORT: String(await getFreePort('0.0.0.0')),
      EMULATOR_PORT: String(await getFreePort('0.0.0.0')),
      EMULATOR_SPEED: '20',
    },
    'SHA-256',
    folder,
  )
  await program.start()
  return {
    baseUrl: /Open (https:\S+) /.exec(program.output())?.[1] ?? '',
    certificateFile: join(folder, 'data', 'https-certificate.pem'),
    output: program.output(),
    async [Symbol.asyncDispose]() {
      await program.kill()
      rmSync(folder, { recursive: true })
    },
  }
}
